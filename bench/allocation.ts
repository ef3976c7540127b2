import { allocate } from '../src/domain/allocation/allocate.ts'
import type { RuledPool, RuledTaker } from '../src/domain/allocation/policy.ts'
import { EVERYBODY_ALIKE } from '../src/domain/allocation/rule.ts'
import { Random } from '../sandbox/shared/random.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'

const CHANNELS = 5
const ORDERS = 20_000

/** One SKU in its pool, with the listings that sell it. */
interface Goods {
  readonly pool: RuledPool
  readonly takers: readonly RuledTaker[]
}

export const allocation: Bench = {
  name: 'allocation',
  describe: 'wanted quotas of 1,000,000 listings from memory (--rows SKUs), and of one SKU after an order',
  run(context) {
    const skus = context.option('rows', 200_000)
    const random = new Random(1)
    const goods = Array.from({ length: skus }, (_, n) => goodsOf(n, random))
    allocateAll(goods.slice(0, 2_000))
    const startedMs = performance.now()
    const units = allocateAll(goods)
    const seconds = (performance.now() - startedMs) / 1_000
    context.say(`${units} units are wanted by ${skus * CHANNELS} listings`)
    return Promise.resolve([figureOf(skus, seconds), afterOrders(context, goods, random)])
  },
}

function figureOf(skus: number, seconds: number): Figure {
  const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null }
  return {
    figure: `wanted quotas of ${skus * CHANNELS} listings`,
    value: Math.round(seconds * 1_000) / 1_000,
    unit: 's',
    ...alone,
  }
}

/** An order has taken some units of a listing: what its SKU's listings should have is reckoned anew. */
function afterOrders(context: BenchContext, goods: readonly Goods[], random: Random): Figure {
  const tookMs = Array.from({ length: ORDERS }, () => {
    const { pool, takers } = goods[random.below(goods.length)] ?? goodsOf(0, random)
    const sold = takers.map((one, n) =>
      n === 0 ? { ...one, quotaUnits: one.quotaUnits - 2, soldUnits: one.soldUnits + 2, soldSquares: one.soldSquares + 4 } : one,
    )
    const startedMs = performance.now()
    allocate(pool, sold)
    return performance.now() - startedMs
  }).toSorted((a, b) => a - b)
  const at = (part: number): number => Math.round((tookMs[Math.floor(part * (ORDERS - 1))] ?? 0) * 1_000) / 1_000
  context.say(`after one order: at most ${at(1)} ms`)
  return {
    figure: 'wanted quotas after one order',
    value: at(0.99),
    unit: 'ms',
    baseline: null,
    ratio: null,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
}

function allocateAll(goods: readonly Goods[]): number {
  let units = 0
  for (const { pool, takers } of goods) for (const wanted of allocate(pool, takers).values()) units += wanted
  return units
}

/** Half of the SKUs have ranks, floors, caps and shares; stock from none to plenty, sales from none to many. */
function goodsOf(n: number, random: Random): Goods {
  const ruled = random.next() < 0.5
  const takers = Array.from({ length: CHANNELS }, (_, channel): RuledTaker => {
    const rule = { rank: 1 + random.below(3), sharePercent: channel < 2 ? 20 : null, floorUnits: random.below(3), capUnits: 80 }
    const perHour = random.next() ** 4 * 20
    return {
      listingId: String(n * CHANNELS + channel + 1),
      channelId: String(channel + 1),
      rule: ruled ? rule : EVERYBODY_ALIKE,
      perSet: random.next() < 0.05 ? 2 : 1,
      quotaUnits: random.below(40),
      soldUnits: perHour * 72,
      soldSquares: perHour * 72 * (random.next() < 0.1 ? 50 : 2),
      soldSeconds: 259_200,
      perSecond: perHour / 3_600,
      blindSeconds: 30 + random.below(300),
      mayRaise: random.next() < 0.98,
      mayLower: random.next() < 0.98,
    }
  })
  return { pool: { freeUnits: random.below(60) - 5, leftToOthersPercent: 0, rule: EVERYBODY_ALIKE }, takers }
}
