import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'

const SETS_EACH = 5
/** No statement may take longer than the program allows any. */
const ROWS_A_STATEMENT = 50_000

interface Seeded {
  readonly listings: number
  readonly listingsPerSku?: number
  readonly now: Date
}

/** So many joined listings over three live channels, ten a SKU unless told otherwise, each with what is wanted of it. */
export async function seedPublished(em: Em, { listings, listingsPerSku = 10, now }: Seeded): Promise<void> {
  const db = merchantDb(em.fork())
  const skus = Math.ceil(listings / listingsPerSku)
  await inParts(skus, (from, to) =>
    sql`
      insert into ${sql.table('sku')} (code, name, created_at, updated_at)
      select 'S' || n, 'S' || n, ${now}::timestamptz, ${now}::timestamptz
        from generate_series(${from}::int, ${to}::int) n`.execute(db),
  )
  await addRecipes(em, { skus, now })
  await sql`
    insert into ${sql.table('channel')} (code, name, platform, state, created_at)
    select 'c' || n, 'c', 'taobao', 'live', ${now}::timestamptz from generate_series(1, 3) n`.execute(db)
  await inParts(listings, (from, to) =>
    sql`
      insert into ${sql.table('listing')} (channel_id, external_id, recipe_id, state, created_at, item_id, seen_at, joined_at)
      select 1 + n % 3 + (select min(id) - 1 from ${sql.table('channel')}), 'L' || n, 1 + n % ${skus}::int + (select min(id) - 1 from ${sql.table('recipe')}),
             'listed', ${now}::timestamptz, 'L' || n, ${now}::timestamptz, ${now}::timestamptz
        from generate_series(${from}::int, ${to}::int) n`.execute(db),
  )
  await sql`analyze ${sql.table('listing')}`.execute(db)
  await publishAll(em, { listings, now })
  const each = listingsPerSku * SETS_EACH
  await inParts(skus, (from, to) =>
    sql`
      insert into ${sql.table('pool_balance')} (pool_id, sku_id, on_hand, quota)
      select (select min(id) from ${sql.table('pool')}), id, ${each}, ${each}
        from ${sql.table('sku')} where ${between(sql`id`, from, to)}`.execute(db),
  )
  for (const table of ['sku', 'recipe_component', 'listing_open_version', 'listing_quota', 'listing_publishing', 'pool_balance'])
    await sql`analyze ${sql.table(table)}`.execute(db)
}

/** One a SKU, which sells one unit of it. */
async function addRecipes(em: Em, { skus, now }: { readonly skus: number; readonly now: Date }): Promise<void> {
  const db = merchantDb(em.fork())
  const at = sql`${now}::timestamptz`
  await inParts(skus, async (from, to) => {
    await sql`
      insert into ${sql.table('recipe')} (code, name, created_at)
      select 'R' || id, 'R', ${at} from ${sql.table('sku')} where ${between(sql`id`, from, to)} order by id`.execute(db)
    await sql`
      insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
      select id, 1, ${at}, ${at}, ${at} from ${sql.table('recipe')} where ${between(sql`id`, from, to)} order by id`.execute(db)
    await sql`
      insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
      select v.id, substr(r.code, 2)::bigint, 1
        from ${sql.table('recipe_version')} v join ${sql.table('recipe')} r on r.id = v.recipe_id
       where ${between(sql`v.id`, from, to)}`.execute(db)
  })
}

async function publishAll(em: Em, { listings, now }: { readonly listings: number; readonly now: Date }): Promise<void> {
  const db = merchantDb(em.fork())
  await inParts(listings, async (from, to) => {
    const some = between(sql`l.id`, from, to)
    await sql`
      insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
      select l.id, v.id from ${sql.table('listing')} l join ${sql.table('recipe_version')} v on v.recipe_id = l.recipe_id
       where ${some}`.execute(db)
    await sql`
      insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota)
      select l.id, (select min(id) from ${sql.table('pool')}), ${SETS_EACH} from ${sql.table('listing')} l where ${some}`.execute(
      db,
    )
    await sql`
      insert into ${sql.table('listing_publishing')} (listing_id, channel_id, wanted, demand_at, watch_at)
      select l.id, l.channel_id, ${SETS_EACH}, ${now}::timestamptz, 'infinity' from ${sql.table('listing')} l where ${some}`.execute(
      db,
    )
  })
}

/** The ids of a table that nothing else has written to begin at 1 and have no gaps. */
function between(id: RawBuilder<unknown>, from: number, to: number): RawBuilder<unknown> {
  return sql`${id} between ${from} and ${to}`
}

async function inParts(count: number, insert: (from: number, to: number) => Promise<unknown>): Promise<void> {
  for (let from = 1; from <= count; from += ROWS_A_STATEMENT) await insert(from, Math.min(count, from + ROWS_A_STATEMENT - 1))
}
