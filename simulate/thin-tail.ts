import { Draw } from './draw.ts'
import type { DemandEvent, Scenario, ScenarioShop, ShopSemantics } from './scenario.ts'

const TICKS_A_DAY = 5_760
const DAYS = 3
const allSemantics = ['keyed', 'refusing', 'clamped'] as const

/** 6 to 10 shops with 1 to 5 units, 0.2 to 5 orders of a unit a day, over three days unless told otherwise; the product knows what they sold before. */
export function drawThinTail(seed: number, ticks = DAYS * TICKS_A_DAY): Scenario {
  const draw = new Draw(seed ^ 0x7a11)
  const shopCount = draw.between(6, 10)
  const only = draw.chance(0.5) ? draw.one(allSemantics) : null
  const shops = Array.from({ length: shopCount }, () => drawShop(draw, only))
  const stock = draw.between(1, 5)
  const weights = Array.from({ length: shopCount }, () => 0.2 + draw.next())
  const selling = { weights, perDay: 0.2 + draw.next() * 4.8 }
  const demand = drawDemand(draw, { ...selling, ticks })
  const before = drawDemand(draw, { ...selling, ticks: DAYS * TICKS_A_DAY })
  const past = { days: DAYS, units: weights.map((_, shop) => before.filter((one) => one.shop === shop).length) }
  return { seed, shops, stock, receipts: [], demand: [...demand], ticks, rests: true, past }
}

function drawShop(draw: Draw, only: ShopSemantics | null): ScenarioShop {
  return {
    semantics: only ?? draw.one(allSemantics),
    restores: draw.chance(0.5),
    rank: 1,
    pollTicks: draw.between(3, 20),
    feedLagTicks: draw.one([0, 5]),
    refused: draw.one([0, 0.05]),
    unknown: draw.one([0, 0.05]),
    roundTripTicks: draw.one([0, 0, 1, 2]),
    freeze: null,
    push: draw.chance(0.5),
    hiddenTicks: 0,
  }
}

interface Wanted {
  readonly weights: readonly number[]
  readonly ticks: number
  readonly perDay: number
}

/** Orders come by chance, at an even rate. A tenth is called off within the hour. */
function drawDemand(draw: Draw, { weights, ticks, perDay }: Wanted): readonly DemandEvent[] {
  const demand: DemandEvent[] = []
  for (let at = 0; ;) {
    at -= Math.log(1 - draw.next()) * (TICKS_A_DAY / perDay)
    if (at >= ticks) return demand
    const tick = Math.floor(at)
    const cancelTick = draw.chance(0.1) ? tick + draw.between(1, 240) : null
    demand.push({ tick, shop: draw.weighted(weights), units: 1, cancelTick })
  }
}
