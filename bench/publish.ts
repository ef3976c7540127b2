import { sql } from 'kysely'
import { merchantDb } from '../src/db/merchant-db.ts'
import { openDatabase, type Em } from '../src/db/orm.ts'
import { createMerchant } from '../src/merchants/create-merchant.ts'
import { sweepQuotas } from '../src/publishing/plan-quotas.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'

const CHANNELS = 4
const QUOTA_EACH = 3
const MEGABYTE = 1_048_576

export const publish: Bench = {
  name: 'publish',
  describe: 'the reconciler over 1,000,000 listings with nothing to change: seconds and memory (--rows N)',
  async run(context) {
    const rows = context.option('rows', 1_000_000)
    const { databaseUrl, clock, log, signal } = context
    const outcome = await createMerchant({ url: databaseUrl, clock, signal }, { code: 'publish', name: 'Bench' })
    if (!('merchant' in outcome)) throw new Error(outcome.message)
    const orm = await openDatabase({ url: databaseUrl, log, poolMax: 4 })
    try {
      const em = orm.em.fork({ schema: outcome.merchant.schema })
      await fill(em, Math.ceil(rows / CHANNELS), clock.now())
      return await sweep(context, em, rows)
    } finally {
      await orm.close()
    }
  },
}

async function sweep({ clock, signal, say }: BenchContext, em: Em, rows: number): Promise<readonly Figure[]> {
  const startedMs = clock.now().getTime()
  let [above, skus, changed, peak]: [string | null, number, number, number] = ['0', 0, 0, 0]
  while (above !== null) {
    const done: Awaited<ReturnType<typeof sweepQuotas>> = await sweepQuotas({ em, clock, signal }, above)
    above = done.next
    skus += done.skus
    changed += done.changed
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const seconds = (clock.now().getTime() - startedMs) / 1_000
  say(
    `${rows} listings of ${skus} SKUs in ${seconds.toFixed(1)} s, ${Math.round(peak / MEGABYTE)} MB at most, ${changed} changed`,
  )
  if (changed > 0) throw new Error(`${changed} listings changed where nothing had`)
  const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null }
  return [
    { figure: 'reconcile', value: Math.round(seconds * 10) / 10, unit: 's', ...alone },
    { figure: 'reconcile memory', value: Math.round(peak / MEGABYTE), unit: 'MB', ...alone },
  ]
}

/** So many SKUs, each sold by one listing of every channel, whose quotas are what is wanted of them. */
async function fill(em: Em, skus: number, now: Date): Promise<void> {
  const db = merchantDb(em.fork())
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db)
  const each = sql`generate_series(1, ${skus}::int) n`
  await run(sql`insert into ${sql.table('channel')} (code, name, platform, state, created_at)
    select 'c' || n, 'c' || n, 'direct', 'live', ${now} from generate_series(1, ${CHANNELS}::int) n`)
  await run(
    sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at) select 's' || n, 's' || n, ${now}, ${now} from ${each}`,
  )
  await run(sql`insert into ${sql.table('recipe')} (code, name, created_at, single_sku_id)
    select 'r' || id, 'r' || id, ${now}, id from ${sql.table('sku')}`)
  await run(sql`insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
    select id, 1, ${now}, ${now}, ${now} from ${sql.table('recipe')}`)
  await run(sql`insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select v.id, r.single_sku_id, 1 from ${sql.table('recipe_version')} v join ${sql.table('recipe')} r on r.id = v.recipe_id`)
  await run(sql`insert into ${sql.table('listing')} (channel_id, external_id, recipe_id, state, created_at, joined_at)
    select c.id, 'i' || r.id, r.id, 'listed', ${now}, ${now} from ${sql.table('channel')} c, ${sql.table('recipe')} r`)
  await run(sql`insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
    select l.id, v.id from ${sql.table('listing')} l join ${sql.table('recipe_version')} v on v.recipe_id = l.recipe_id`)
  await run(sql`insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota)
    select id, (select min(id) from ${sql.table('pool')}), ${QUOTA_EACH} from ${sql.table('listing')}`)
  await run(sql`insert into ${sql.table('listing_publishing')} (listing_id, channel_id, wanted, demand_at)
    select id, channel_id, ${QUOTA_EACH}, ${now} from ${sql.table('listing')}`)
  await run(sql`insert into ${sql.table('pool_balance')} (pool_id, sku_id, on_hand, quota)
    select (select min(id) from ${sql.table('pool')}), id, ${CHANNELS * QUOTA_EACH}, ${CHANNELS * QUOTA_EACH} from ${sql.table('sku')}`)
  const tables = [
    'listing',
    'listing_open_version',
    'listing_quota',
    'listing_publishing',
    'pool_balance',
    'recipe_component',
    'recipe_version',
  ]
  for (const table of tables) await run(sql`analyze ${sql.table(table)}`)
}
