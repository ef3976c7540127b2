import { tryRules } from '../src/allocation/try-rules.ts'
import { NOTHING_SAID } from '../src/domain/allocation/rule.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'
import { benchMerchant } from './harness/bench-merchant.ts'
import { seedPublished } from './harness/seed-published.ts'

const LISTINGS_PER_SKU = 5
const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null } as const

export const dryRun: Bench = {
  name: 'dry-run',
  describe: 'a change of rules for the whole catalogue, tried over so many SKUs with five listings each (--rows N)',
  run: tryAll,
}

async function tryAll(context: BenchContext): Promise<readonly Figure[]> {
  const { clock, signal } = context
  const skus = context.option('rows', 200_000)
  await using undo = new AsyncDisposableStack()
  const merchant = await benchMerchant(context, { code: 'tried', skus: 0, unitsEach: 0, connectionsMax: 4 })
  undo.defer(() => merchant.dispose())
  await seedPublished(merchant.em, { listings: skus * LISTINGS_PER_SKU, listingsPerSku: LISTINGS_PER_SKU, now: clock.now() })
  const { channels: _, ...values } = NOTHING_SAID
  const none = { rank: null, sharePercent: null, floorUnits: null, capUnits: null }
  const rule = {
    name: null,
    scope: { kind: 'merchant' as const },
    channels: [
      { ...none, channel: 'c1', rank: 1 },
      { ...none, channel: 'c2', rank: 2, capUnits: 3 },
    ],
    values: { ...values, reserveUnits: 2 },
  }
  let peakBytes = 0
  const watching = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage().rss)), 50)
  const startedMs = performance.now()
  const tried = await tryRules(
    { em: merchant.em, clock, signal },
    { rules: [rule], ends: [], fromMs: null, untilMs: null, top: 20 },
  )
  const seconds = (performance.now() - startedMs) / 1_000
  clearInterval(watching)
  if (tried.kind === 'refused') throw new Error(tried.message)
  context.say(
    `${tried.skus} SKUs, ${tried.listings} listings, ${tried.channels.reduce((sum, { changed }) => sum + changed, 0)} changed`,
  )
  return [
    { ...alone, figure: `dry-run-${skus}`, value: Math.round(seconds * 10) / 10, unit: 's' },
    { ...alone, figure: `dry-run-${skus}-memory`, value: Math.round(peakBytes / 1e6), unit: 'MB of the whole program' },
  ]
}
