import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { USUAL_PER_SECOND } from '../domain/publishing/demand.ts'

/** So many SKUs with tags are looked at at a time; of a larger catalogue others each time. */
const SKUS_AT_ONCE = 10_000
/** A SKU is known once its listings together could have sold for so long. */
const KNOWN_SECONDS = 86_400
const LOOK_MS = 600_000
const FORGOTTEN_MS = 7 * 86_400_000

/**
 * Finds out how fast the goods with each tag sell in a listing: the middle one of those that are known, so that one bestseller
 * says little of what is beside it. Whoever else does the same at the same time comes to the same.
 */
export async function learnTagDemand(em: Em, now: Date): Promise<void> {
  const db = merchantDb(em)
  const { rows } = await sql<{ skus: string }>`
    select count(*) as skus from ${sql.table('sku')} where tags <> '{}' and archived_at is null`.execute(db)
  const skus = Number(rows[0]?.skus ?? 0)
  if (skus === 0) return
  const parts = Math.ceil(skus / SKUS_AT_ONCE)
  const part = Math.floor(now.getTime() / LOOK_MS) % parts
  await sql`
    insert into ${sql.table('tag_demand')} (tag, per_second, skus, reckoned_at)
    select t.tag, percentile_cont(0.5) within group (order by (sold.units + 1) / (sold.seconds + ${1 / USUAL_PER_SECOND}::float8)), count(*), ${now}::timestamptz
      from (select s.id, s.tags from ${sql.table('sku')} s
             where s.tags <> '{}' and s.archived_at is null and s.id % ${parts}::bigint = ${part}::bigint
             order by s.id limit ${2 * SKUS_AT_ONCE}) s
     cross join lateral (
           select sum(p.demand_units * c.units) as units, sum(p.demand_seconds) as seconds
             from ${sql.table('recipe_component')} c
             join ${sql.table('listing_open_version')} v on v.recipe_version_id = c.recipe_version_id
             join ${sql.table('listing_publishing')} p on p.listing_id = v.listing_id
            where c.sku_id = s.id) sold
     cross join lateral unnest(s.tags) as t (tag)
     where sold.seconds >= ${KNOWN_SECONDS}
     group by t.tag order by t.tag
        on conflict (tag) do update
       set per_second = excluded.per_second, skus = excluded.skus, reckoned_at = excluded.reckoned_at`.execute(db)
  // A tag that nothing has any more, or nothing that is known.
  const before = new Date(now.getTime() - FORGOTTEN_MS)
  await sql`delete from ${sql.table('tag_demand')} where reckoned_at < ${before}::timestamptz`.execute(db)
}
