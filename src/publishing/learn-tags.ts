import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { USUAL_PER_SECOND } from '../domain/publishing/demand.ts'

/** A SKU is known once its listings together could have sold for so long. */
const KNOWN_SECONDS = 86_400
const FORGOTTEN_MS = 7 * 86_400_000

/**
 * Finds out how fast the goods with each tag sell in a listing: the middle one of those that are known, so that one bestseller
 * says little of what is beside it. One statement over the whole catalogue: it is the database that groups and sorts, on disk what
 * is more than its memory. Whoever else does the same at the same time comes to the same.
 */
export async function learnTagDemand(em: Em, now: Date): Promise<void> {
  const db = merchantDb(em)
  const { rows: tagged } = await sql`
    select from ${sql.table('sku')} where tags <> '{}' and archived_at is null limit 1`.execute(db)
  if (tagged.length === 0) return
  await sql`
    insert into ${sql.table('tag_demand')} (tag, per_second, skus, reckoned_at)
    select t.tag, percentile_cont(0.5) within group (order by (sold.units + 1) / (sold.seconds + ${1 / USUAL_PER_SECOND}::float8)), count(*), ${now}::timestamptz
      from (select c.sku_id, sum(p.demand_units * c.units) as units, sum(p.demand_seconds) as seconds
              from ${sql.table('listing_publishing')} p
              join ${sql.table('listing_open_version')} v on v.listing_id = p.listing_id
              join ${sql.table('recipe_component')} c on c.recipe_version_id = v.recipe_version_id
             group by c.sku_id having sum(p.demand_seconds) >= ${KNOWN_SECONDS}) sold
      join ${sql.table('sku')} s on s.id = sold.sku_id and s.tags <> '{}' and s.archived_at is null
     cross join lateral unnest(s.tags) as t (tag)
     group by t.tag order by t.tag
        on conflict (tag) do update
       set per_second = excluded.per_second, skus = excluded.skus, reckoned_at = excluded.reckoned_at`.execute(db)
  // A tag that nothing has any more, or nothing that is known.
  const before = new Date(now.getTime() - FORGOTTEN_MS)
  await sql`delete from ${sql.table('tag_demand')} where reckoned_at < ${before}::timestamptz`.execute(db)
}
