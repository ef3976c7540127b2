import { Draw } from './draw.ts'
import { twist, type Family } from './families.ts'
import { drawThinTail } from './thin-tail.ts'
import { TICKS, type DemandEvent, type Scenario, type ScenarioShop, type ShopSemantics } from './scenario.ts'

const allSemantics = ['keyed', 'refusing', 'clamped'] as const

/** The scenario of a seed: the same for ever, drawn from the ranges stated in docs/proof.md. */
export function generate(seed: number, family: Family = 'usual', ticks = TICKS): Scenario {
  if (family === 'thin-tail') return ticks === TICKS ? drawThinTail(seed) : drawThinTail(seed, ticks)
  return twist(drawUsual(seed, { family, ticks }), family)
}

function drawUsual(seed: number, { family, ticks }: { readonly family: Family; readonly ticks: number }): Scenario {
  const draw = new Draw(seed)
  const shopCount = draw.between(2, 4)
  const stock = draw.between(4, 120)
  const receipts = draw.chance(0.25) ? [{ tick: Math.floor(ticks / 2), units: draw.between(1, Math.max(2, stock)) }] : []
  const only = draw.chance(0.5) ? draw.one(allSemantics) : null
  const shops = Array.from({ length: shopCount }, (_, n) => drawShop(draw, { rank: n + 1, semantics: only, family, ticks }))
  const joins = draw.chance(0.25)
  const shown = joins ? sharesOf(draw, { units: stock, parts: shopCount }) : []
  const demand = drawDemand(draw, { shopCount, ticks, supplied: receipts.reduce((sum, { units }) => sum + units, stock) })
  return {
    seed,
    shops: shops.map((shop, n) => (joins ? { ...shop, shown: shown[n] ?? 0, joinTick: draw.between(0, 60) } : shop)),
    stock,
    receipts,
    demand: [...demand],
    ...(ticks === TICKS ? {} : { ticks }),
  }
}

interface Drawn {
  readonly rank: number
  /** Null: every shop draws its own. */
  readonly semantics: ShopSemantics | null
  readonly family: Family
  readonly ticks: number
}

function drawShop(draw: Draw, { rank, semantics: only, family, ticks }: Drawn): ScenarioShop {
  const semantics = only ?? draw.one(allSemantics)
  const isHidden = draw.chance(1 / 3)
  const from = draw.between(0, Math.max(0, ticks - 100))
  const isFrozen = draw.chance(0.15)
  const isKnown = draw.chance(0.75)
  const refusingOn = draw.one(['jd', 'pinduoduo'] as const)
  const shop: ScenarioShop = {
    semantics,
    restores: draw.chance(0.5),
    rank,
    pollTicks: draw.between(3, 20),
    feedLagTicks: draw.one([0, 5, 30]),
    refused: draw.one([0, 0.05, 0.2]),
    unknown: draw.one([0, 0.05, 0.25]),
    roundTripTicks: draw.one([0, 0, 1, 2]),
    freeze: isFrozen ? [from, from + draw.between(40, 200)] : null,
    push: draw.chance(0.5),
    hiddenTicks: isHidden ? draw.between(1, 30) : 0,
    restoreKnown: isKnown,
    ...(semantics === 'refusing' ? { platform: refusingOn } : {}),
  }
  // Only Taobao and Tmall have listings that take at payment; there an order that is not paid yet is in the lists.
  if (family === 'pay-time')
    return { ...shop, semantics: semantics === 'refusing' ? 'clamped' : semantics, takesAt: 'payment', platform: 'taobao' }
  return shop
}

interface Wanted {
  readonly shopCount: number
  readonly supplied: number
  readonly ticks: number
}

function drawDemand(draw: Draw, { shopCount, supplied, ticks }: Wanted): readonly DemandEvent[] {
  const wanted = Math.max(1, Math.round(supplied * (0.6 + draw.next() * 2.4)))
  const weights = Array.from({ length: shopCount }, () => 0.05 + draw.next() ** 2)
  const cancelled = draw.one([0, 0.1, 0.3])
  const ships = draw.chance(0.5) ? 0.5 : 0
  const burstAt = draw.chance(1 / 3) ? draw.between(20, ticks - 20) : null
  const demand: DemandEvent[] = []
  for (let units = 0; units < wanted;) {
    const size = Math.min(draw.one([1, 1, 1, 1, 2, 2, 3]), wanted - units)
    units += size
    const tick = burstAt !== null && draw.chance(0.6) ? burstAt + draw.below(8) : draw.below(ticks)
    const cancelTick = draw.chance(cancelled) ? tick + draw.between(1, 120) : null
    const shipTick = cancelTick === null && draw.chance(ships) ? tick + draw.between(40, 160) : null
    const event = { tick, shop: draw.weighted(weights), units: size, cancelTick }
    demand.push(shipTick === null ? event : { ...event, shipTick })
  }
  return demand.toSorted((a, b) => a.tick - b.tick)
}

/** Whole parts that add up to no more than the whole: what a seller had spread over the shops by hand. */
function sharesOf(draw: Draw, { units, parts }: { readonly units: number; readonly parts: number }): readonly number[] {
  const weights = Array.from({ length: parts }, () => 0.2 + draw.next())
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => Math.floor((units * weight) / total))
}
