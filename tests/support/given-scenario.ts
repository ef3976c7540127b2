import type { QuotaPolicy } from '../../src/domain/publishing/wanted-quotas.ts'
import type { PolicyWorld } from '../../simulate/policies/policy.ts'
import { TICK_MS, type Scenario, type ScenarioShop } from '../../simulate/scenario.ts'

const calm: ScenarioShop = {
  semantics: 'keyed',
  restores: true,
  rank: 1,
  pollTicks: 4,
  feedLagTicks: 0,
  refused: 0,
  unknown: 0,
  roundTripTicks: 0,
  freeze: null,
  push: false,
  hiddenTicks: 0,
  lateTicks: 8,
}

export interface Wished {
  readonly shops: readonly Partial<ScenarioShop>[]
  readonly stock?: number
  /** An order for every so many ticks, at each shop in turn. */
  readonly every?: number
  readonly units?: number
  readonly cancelAfter?: number
  readonly shipAfter?: number
  readonly refundAfter?: number
  readonly orders?: number
  readonly receipts?: Scenario['receipts']
  readonly ticks?: number
  readonly hands?: Scenario['hands']
  /** What befalls the calls follows from it. */
  readonly seed?: number
}

/** A short run in which one thing happens again and again. */
export function scenario({
  shops,
  stock = 12,
  every = 2,
  units = 1,
  orders = 55,
  receipts = [],
  ticks = 120,
  ...after
}: Wished): Scenario {
  const { cancelAfter, shipAfter, refundAfter, hands, seed = 7 } = after
  return {
    seed,
    shops: shops.map((shop, n) => ({ ...calm, rank: n + 1, ...shop })),
    stock,
    receipts,
    demand: Array.from({ length: orders }, (_, n) => {
      const tick = 5 + n * every
      return {
        tick,
        shop: n % shops.length,
        units,
        cancelTick: cancelAfter === undefined ? null : tick + cancelAfter,
        ...(shipAfter === undefined ? {} : { shipTick: tick + shipAfter }),
        ...(refundAfter === undefined ? {} : { refundTick: tick + refundAfter }),
      }
    }),
    ticks,
    ...(hands ? { hands } : {}),
  }
}

/** Wants everything in one shop, then in the next: every move there is happens again and again. */
export function swinging({ clock }: PolicyWorld): QuotaPolicy {
  return ({ freeUnits }, takers) => {
    const there = freeUnits + takers.reduce((sum, { quotaUnits }) => sum + Math.max(0, quotaUnits), 0)
    const favoured = Math.floor(clock.now().getTime() / (5 * TICK_MS)) % takers.length
    return new Map(takers.map(({ listingId }, n) => [listingId, n === favoured ? Math.max(0, there) : 0]))
  }
}
