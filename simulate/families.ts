import { Draw } from './draw.ts'
import type { RecipeChange, Scenario, ScenarioShop } from './scenario.ts'

/**
 * Kinds of runs that are drawn apart. `pay-time`: shops that take units when they are paid. `late-feed`, `late-call`, `hands`: a platform
 * breaks its word, or somebody edits its numbers. Of these only a bound is stated. `stops`: the operator stops shops meanwhile. `thin-tail`: a
 * handful of units in many shops, and a few orders a day, over three days. `pools`: the goods lie in several pools, of which shops sell
 * from some or all. `recipes`: what a listing sells changes while it sells.
 * `campaigns`: units are locked for a flash sale of one shop, and most of the demand is at its beginning.
 */
export const families = [
  'usual',
  'pay-time',
  'late-feed',
  'late-call',
  'hands',
  'stops',
  'thin-tail',
  'pools',
  'recipes',
  'campaigns',
] as const
export type Family = (typeof families)[number]

/** What befalls the usual scenario of a seed beside all that is drawn for it. */
export function twist(scenario: Scenario, family: Family): Scenario {
  const draw = new Draw(scenario.seed ^ 0x2f00d)
  switch (family) {
    case 'thin-tail':
      return scenario
    case 'usual':
    case 'pay-time':
      return withRefunds(scenario, draw)
    case 'late-feed':
      return { ...scenario, shops: scenario.shops.map((shop) => late(shop, draw)) }
    case 'late-call':
      return { ...scenario, shops: scenario.shops.map((shop) => veryLate(shop, draw)) }
    case 'hands':
      return withHands(scenario, draw)
    case 'stops':
      return withStops(scenario, draw)
    case 'pools':
      return withRefunds(withPools(scenario, draw), draw)
    case 'campaigns':
      return withCampaign(scenario, draw)
    case 'recipes':
      return withRefunds(withRecipes(scenario, draw), draw)
  }
}

/** The buyers of a fifth of what has left get their money back, and the goods do not come back. */
function withRefunds(scenario: Scenario, draw: Draw): Scenario {
  const demand = scenario.demand.map((event) =>
    event.shipTick !== undefined && draw.chance(0.2) ? { ...event, refundTick: event.shipTick + draw.between(4, 60) } : event,
  )
  return { ...scenario, demand }
}

/** Its lists are later than it says. Shops that sell before they join are left out: what they had sold is nowhere bounded. */
function late({ shown: _shown, joinTick: _joins, ...shop }: ScenarioShop, draw: Draw): ScenarioShop {
  return draw.chance(0.6)
    ? { ...shop, statedLagTicks: shop.feedLagTicks, feedLagTicks: shop.feedLagTicks + draw.between(15, 60) }
    : shop
}

/** What it does not answer may be applied long after its signature has expired. */
function veryLate(shop: ScenarioShop, draw: Draw): ScenarioShop {
  return { ...shop, unknown: Math.max(shop.unknown, 0.15), beyondLife: true, lateTicks: draw.between(60, 150) }
}

function withHands(scenario: Scenario, draw: Draw): Scenario {
  const ticks = scenario.ticks ?? 600
  const hands = Array.from({ length: draw.between(1, 4) }, () => ({
    tick: draw.between(Math.floor(ticks / 6), ticks - 20),
    shop: draw.below(scenario.shops.length),
    units: draw.chance(0.7) ? draw.between(1, 12) : -draw.between(1, 6),
  }))
  return { ...scenario, hands, handEdits: draw.one(['adopt', 'cut back', 'alarm']) }
}

function withStops(scenario: Scenario, draw: Draw): Scenario {
  const ticks = scenario.ticks ?? 600
  const stops = Array.from({ length: draw.between(1, 3) }, () => {
    const tick = draw.between(Math.floor(ticks / 8), Math.floor(ticks * 0.7))
    const shop = draw.chance(0.2) ? null : draw.below(scenario.shops.length)
    return { tick, shop, resumeTick: Math.min(ticks - 10, tick + draw.between(5, 120)) }
  })
  return { ...scenario, stops }
}

/** Two or three pools. The first shop sells from all of them, in any order, the others from all or from one. */
function withPools(scenario: Scenario, draw: Draw): Scenario {
  const parts = draw.between(2, 3)
  const cuts = Array.from({ length: parts - 1 }, () => draw.between(0, scenario.stock)).toSorted((a, b) => a - b)
  const pools = [...cuts, scenario.stock].map((cut, n) => cut - (cuts[n - 1] ?? 0))
  // What shops show that have not joined was never limited to a pool.
  const joins = scenario.shops.some(({ shown }) => shown !== undefined)
  const shops = scenario.shops.map((shop, n) => {
    const order = shuffled(draw, parts)
    return { ...shop, pools: n > 0 && !joins && draw.chance(0.3) ? order.slice(0, 1) : order }
  })
  return { ...scenario, shops, pools, receipts: scenario.receipts.map((one) => ({ ...one, pool: draw.below(parts) })) }
}

function shuffled(draw: Draw, length: number): number[] {
  const left = Array.from({ length }, (_, n) => n)
  return Array.from({ length }, () => left.splice(draw.below(left.length), 1)[0] ?? 0)
}

type Sets = Pick<RecipeChange, 'from' | 'to'>

/** More units of the same, fewer, a gift that is added or left out, or another good instead. */
const changes: readonly [Sets, ...Sets[]] = [
  { from: [1], to: [2] },
  { from: [2], to: [1] },
  { from: [1, 0], to: [1, 1] },
  { from: [1, 1], to: [1, 0] },
  { from: [1, 0], to: [0, 1] },
]

function withRecipes(scenario: Scenario, draw: Draw): Scenario {
  const ticks = scenario.ticks ?? 600
  const { from, to } = draw.one(changes)
  const others = to.length > 1 ? [Math.max(1, Math.round(scenario.stock * (0.5 + draw.next())))] : []
  const tick = draw.between(Math.floor(ticks / 4), Math.floor((ticks * 3) / 4))
  const toldTick = Math.max(0, tick - draw.one([0, 5, 20, 60]))
  // What shops show before they join is there only as single units.
  const isSingle = from[0] === 1 && (from[1] ?? 0) === 0
  const shops = scenario.shops.map(({ shown, joinTick, ...shop }) =>
    isSingle && shown !== undefined ? { ...shop, shown, ...(joinTick === undefined ? {} : { joinTick }) } : shop,
  )
  return { ...scenario, shops, recipeChange: { from: [...from], to: [...to], tick, toldTick, others } }
}

/** Six in ten of all orders come to the shop of the sale within its first eight ticks. */
function withCampaign(scenario: Scenario, draw: Draw): Scenario {
  const ticks = scenario.ticks ?? 600
  const shop = draw.below(scenario.shops.length)
  const tick = draw.between(Math.floor(ticks / 3), Math.floor(ticks / 2))
  const campaign = {
    shop,
    units: draw.between(1, Math.max(1, Math.floor(scenario.stock * 0.6))),
    tick,
    endTick: tick + draw.between(20, 80),
    leadTicks: draw.between(10, Math.floor(ticks / 4)),
  }
  const demand = scenario.demand.map((event) => {
    if (!draw.chance(0.6)) return event
    const at = tick + draw.below(8)
    return {
      ...event,
      shop,
      tick: at,
      cancelTick: event.cancelTick === null ? null : at + event.cancelTick - event.tick,
      ...(event.shipTick === undefined ? {} : { shipTick: at + event.shipTick - event.tick }),
    }
  })
  return { ...scenario, campaign, demand: demand.toSorted((a, b) => a.tick - b.tick) }
}
