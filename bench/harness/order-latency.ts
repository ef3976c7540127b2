import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'
import { atShare } from './at-share.ts'
import type { BenchContext, Figure } from './bench.ts'
import { benchMerchant } from './bench-merchant.ts'
import { dueBy } from './due-by.ts'
import { startProgram } from './program.ts'
import { servedShops, type ServedShop } from './served-shops.ts'

const SKUS = 20
const LINES = 3
const PER_SECOND = 200
const LOOK_MS = 20
const MAPPED_MS_MAX = 60_000
/** After the last order, so long is waited for the last hold. */
const LAST_MS_MAX = 30_000

/**
 * From an order's acceptance at a shop until this process, which looks every 20 ms, finds its hold committed. The shops are
 * served by this process; the program is another.
 */
export async function orderLatency(context: BenchContext, { push }: { readonly push: boolean }): Promise<Figure> {
  const code = push ? 'pushed' : 'polled'
  await using undo = new AsyncDisposableStack()
  const merchant = await benchMerchant(context, { code, skus: SKUS, unitsEach: 1_000_000, connectionsMax: 4 })
  undo.defer(() => merchant.dispose())
  const served = undo.use(await servedShops(context, { merchant, push }))
  undo.use(await startProgram({ DATABASE_URL: context.databaseUrl, MASTER_KEYS: served.masterKeys }, context.clock))
  await mapped(context, merchant.em)
  await run(context, { em: merchant.em, shops: served.shops, seconds: 3 })
  const latenciesMs = await run(context, { em: merchant.em, shops: served.shops, seconds: context.option('seconds', 10) })
  await closeShops(context, merchant.em)
  const at = (share: number) => Math.round(atShare(latenciesMs, share))
  context.say(`${code}: ${latenciesMs.length} orders at ${PER_SECOND}/s over 3 shops, the last ${at(1)} ms`)
  const [p50Ms, p99Ms] = [at(0.5), at(0.99)]
  return { figure: `${code}-until-held`, value: p99Ms, unit: 'ms at p99', baseline: null, ratio: null, p50Ms, p99Ms }
}

/** The next program serves every merchant: it must not call shops that are gone. */
async function closeShops({ clock }: BenchContext, em: Em): Promise<void> {
  const db = merchantDb(em.fork())
  await sql`update ${sql.table('channel')} set state = 'archived'`.execute(db)
  await sql`update ${sql.table('channel_authorisation')} set ended_at = ${clock.now()}::timestamptz`.execute(db)
  await sql`update ${sql.table('channel_push')} set handled_at = ${clock.now()}::timestamptz where handled_at is null`.execute(db)
}

/** Until every listing is discovered and mapped, and the worker is at rest. */
async function mapped({ clock, signal }: BenchContext, em: Em): Promise<void> {
  const tooLate = AbortSignal.any([signal, clock.deadline(MAPPED_MS_MAX)])
  for (;;) {
    const { rows } = await sql<{ listings: number; walks: number }>`
      select (select count(*)::int from ${sql.table('listing')} where recipe_id is not null) as listings,
             (select count(*)::int from ${sql.table('channel_task')} where task = 'orders' and done_at is not null) as walks
      `.execute(merchantDb(em.fork()))
    if (rows[0]?.listings === 3 * SKUS && rows[0].walks === 3) return
    await clock.sleep(100, tooLate)
  }
}

interface Run {
  readonly em: Em
  readonly shops: readonly ServedShop[]
  readonly seconds: number
}

/** Orders at an even pace, and how long each took until its hold was seen, shortest first. */
async function run({ clock, signal }: BenchContext, { em, shops, seconds }: Run): Promise<readonly number[]> {
  const total = PER_SECOND * seconds
  const waiting = new Map<string, number>()
  const latenciesMs: number[] = []
  const beganMs = performance.now()
  for (let placed = 0; latenciesMs.length < total;) {
    signal.throwIfAborted()
    const elapsedMs = performance.now() - beganMs
    if (elapsedMs > seconds * 1_000 + LAST_MS_MAX) throw new Error(`${waiting.size} of ${total} orders were never held`)
    for (const due = dueBy(elapsedMs, { perSecond: PER_SECOND, total }); placed < due; placed += 1) {
      const shop = shops[placed % shops.length]
      if (!shop) throw new Error('no shop')
      const lines = Array.from({ length: LINES }, (_, n) => placed + n * 7)
      waiting.set(`${shop.code}:${shop.buy(lines)}`, performance.now())
    }
    for (const reference of await heldOf(em, [...waiting.keys()])) {
      latenciesMs.push(performance.now() - (waiting.get(reference) ?? Number.NaN))
      waiting.delete(reference)
    }
    await clock.sleep(LOOK_MS, signal)
  }
  return latenciesMs.toSorted((a, b) => a - b)
}

async function heldOf(em: Em, references: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    select reference from ${sql.table('hold')} where reference = any(${references}::text[])`.execute(merchantDb(em.fork()))
  return rows.map(({ reference }) => reference)
}
