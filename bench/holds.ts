import { holdUnits } from '../src/stock/commands/hold-units.ts'
import { createStockDesk } from '../src/stock/stock-desk.ts'
import { ratioTo, type Bench, type BenchContext, type Figure } from './harness/bench.ts'
import { benchMerchant } from './harness/bench-merchant.ts'
import { closedLoop } from './harness/closed-loop.ts'
import { oneTransactionPerHold } from './harness/one-transaction-per-hold.ts'
import { pgbenchHolds } from './harness/pgbench.ts'

const CALLERS = 256
const UNITS_EACH = 1_000_000_000

export const holds: Bench = {
  name: 'holds',
  describe: 'holds through the command layer, on one SKU and on 1,000, against one transaction a hold (--seconds N)',
  run: async (context) => [
    ...(await measure(context, { figure: 'hot-sku', skus: 1 })),
    ...(await measure(context, { figure: 'uniform-1000', skus: 1_000 })),
  ],
}

/** The baseline runs before and after: on a machine with other work, only a ratio of neighbours means something. */
async function measure(
  context: BenchContext,
  { figure, skus }: { readonly figure: string; readonly skus: number },
): Promise<readonly Figure[]> {
  const seconds = context.option('seconds', 8)
  await using undo = new AsyncDisposableStack()
  const baseline = await oneTransactionPerHold(context, { skus })
  undo.defer(() => baseline.dispose())
  const merchant = await benchMerchant(context, {
    code: `holds_${skus}`,
    skus,
    unitsEach: UNITS_EACH,
    connectionsMax: context.option('connections', 16),
  })
  undo.defer(() => merchant.dispose())

  const before = await baseline.measure(seconds / 2)
  await loop(context, merchant, 1)
  const ours = await loop(context, merchant, seconds)
  const after = await baseline.measure(seconds / 2)
  const perSecond = Math.round((before.perSecond + after.perSecond) / 2)
  context.say(
    `${figure}: ${ours.perSecond}/s, worst ${ours.maxMs} ms, ${(ours.cpuMsPerCall * 1_000).toFixed(0)} µs of Node a hold; ` +
      `baseline ${before.perSecond}/s before, ${after.perSecond}/s after`,
  )
  const main = { figure, value: ours.perSecond, unit: 'holds/s', baseline: perSecond, ratio: ratioTo(perSecond, ours.perSecond) }
  return [{ ...main, p50Ms: ours.p50Ms, p99Ms: ours.p99Ms }, ...(await besideIt(context, { figure, skus, perSecond, seconds }))]
}

async function loop(context: BenchContext, merchant: Awaited<ReturnType<typeof benchMerchant>>, seconds: number) {
  const desk = createStockDesk(merchant.em, context.clock)
  const { skuCodes } = merchant
  return closedLoop({ callers: CALLERS, seconds, signal: context.signal }, async () => {
    const sku = skuCodes[Math.floor(Math.random() * skuCodes.length)] ?? null
    const lines = [{ sku, recipe: null, units: 1, location: null }]
    const args = { pool: null, lines, ttlMs: 900_000, reference: null, channel: null }
    const answer = await desk.do(holdUnits, args, { key: crypto.randomUUID(), actor: 'bench' })
    if (answer.kind !== 'held') throw new Error(`a hold was refused: ${answer.message}`)
  })
}

/** What PostgreSQL's own tool reaches with the baseline's statements, for whoever doubts the baseline. */
async function besideIt(
  context: BenchContext,
  { figure, skus, perSecond, seconds }: { figure: string; skus: number; perSecond: number; seconds: number },
): Promise<readonly Figure[]> {
  const value = await pgbenchHolds(context, { skus, seconds: Math.max(1, Math.round(seconds / 2)) })
  if (value === undefined) return []
  const ratio = ratioTo(perSecond, value)
  return [{ figure: `${figure} pgbench`, value, unit: 'holds/s', baseline: perSecond, ratio, p50Ms: null, p99Ms: null }]
}
