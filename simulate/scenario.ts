import { z } from 'zod'

/** One tick of a scenario. */
export const TICK_MS = 15_000
/** A call that is not answered may be applied so many ticks late. */
export const LATE_TICKS = 40
/** Shoppers come for so many ticks; afterwards the faults stop and the run goes on until all must have settled. */
export const TICKS = 600

const tick = z.number().int().nonnegative()
const probability = z.number().min(0).max(1)
const semantics = ['keyed', 'refusing', 'clamped'] as const
export type ShopSemantics = (typeof semantics)[number]

const Shop = z.object({
  /** What a stock call means at this shop: one with a key, one refused below zero, or one clamped at zero. */
  semantics: z.enum(semantics),
  /** Whether a cancelled unit is for sale again by itself. */
  restores: z.boolean(),
  rank: z.number().int().positive(),
  pollTicks: z.number().int().positive(),
  feedLagTicks: tick,
  /** How late the platform says its lists are; left out: as late as they are. */
  statedLagTicks: tick.optional(),
  /** Chances of a stock call: refused by the gateway; answered by nothing, whether it was applied or not. */
  refused: probability,
  unknown: probability,
  /** From the sending of a stock call or a reading to its answer. */
  roundTripTicks: z.number().nonnegative(),
  /** A promotion slot: the platform refuses to lower the number. */
  freeze: z.tuple([tick, tick]).nullable(),
  /** The shop tells of its orders at once; the lists still say what there is. */
  push: z.boolean(),
  /** How long an order stays unpaid or ungrouped; 0: paid at once. */
  hiddenTicks: tick,
  /** Left out: Tmall for keyed (JD where orders are hidden), Pinduoduo for refusing, Taobao for clamped. */
  platform: z.enum(['taobao', 'jd', 'pinduoduo']).optional(),
  /** Whether it is known what becomes of a cancelled unit; left out: known. */
  restoreKnown: z.boolean().optional(),
  /** Units shown, and sold, before the shop joins at `joinTick`. Left out: it has joined before the start, showing nothing. */
  shown: z.number().int().nonnegative().optional(),
  joinTick: tick.optional(),
  takesAt: z.enum(['order', 'payment']).optional(),
  /** The shop cannot be reached from and to. */
  down: z.tuple([tick, tick]).nullable().optional(),
  /** How late a call that was not answered may be applied; left out: 40 ticks, while its signature is good. */
  lateTicks: tick.optional(),
  /** Such a call is applied although its signature has expired: the platform breaks its word. */
  beyondLife: z.boolean().optional(),
  /** The places of the pools it sells from, in this order; left out: all there are. */
  pools: z.array(tick).min(1).optional(),
})

const Demand = z.object({
  tick,
  shop: z.number().int().nonnegative(),
  units: z.number().int().positive(),
  cancelTick: tick.nullable(),
  /** When the seller ships the order, where it does so before the end. */
  shipTick: tick.optional(),
  /** When the buyer of goods that have left gets the money back; the goods do not come back. */
  refundTick: tick.optional(),
})

/** What a set is made of, by good: units of each. */
const set = z.array(z.number().int().nonnegative()).min(1).max(3)

/** Every listing sells sets: `from` of orders made before `tick`, `to` of later ones. */
const RecipeChange = z.object({
  from: set,
  to: set,
  tick,
  /** When the operator says so. */
  toldTick: tick,
  /** What there is of each good but the first at the start. */
  others: z.array(z.number().int().nonnegative()).max(2),
})

export const ScenarioLine = z.object({
  seed: z.number().int().nonnegative(),
  shops: z.array(Shop).min(1).max(16),
  stock: z.number().int().nonnegative(),
  /** `pool`: which one they come into; left out: the first. */
  receipts: z.array(z.object({ tick, units: z.number().int().positive(), pool: tick.optional() })),
  demand: z.array(Demand),
  /** How many units of the stock lie in each pool; left out: there is one. */
  pools: z.array(z.number().int().nonnegative()).min(1).max(4).optional(),
  /** Left out: a listing sells single units of the one good there is. */
  recipeChange: RecipeChange.optional(),
  /** A flash sale of one shop: so many units are locked for it before it begins. */
  campaign: z.object({ shop: tick, units: z.number().int().positive(), tick, endTick: tick, leadTicks: tick }).optional(),
  /** What a hand in a seller's console adds to a shop's number, or takes off it. */
  hands: z.array(z.object({ tick, shop: tick, units: z.number().int() })).optional(),
  /** What the operator has told the product to do about that; left out: cut back. */
  handEdits: z.enum(['adopt', 'cut back', 'alarm']).optional(),
  /** The operator stops a shop, or all (null), and lets it sell again. */
  stops: z.array(z.object({ tick, shop: tick.nullable(), resumeTick: tick })).optional(),
  /** What each shop sold of it in so many days before, as the product remembers it; left out: it is new. */
  past: z.object({ days: z.number().positive(), units: z.array(z.number().nonnegative()) }).optional(),
  /** Polls and counter reads are left out as long as nothing has happened that they could find. */
  rests: z.boolean().optional(),
  /** Shoppers come for so many ticks; left out: 600. */
  ticks: tick.optional(),
})

export type Scenario = z.output<typeof ScenarioLine>
export type ScenarioShop = Scenario['shops'][number]
export type DemandEvent = Scenario['demand'][number]
export type RecipeChange = NonNullable<Scenario['recipeChange']>

/** The kinds of stock calls in a run, in one word: `mixed` where there are several. */
export function semanticsOfRun({ shops }: Pick<Scenario, 'shops'>): ShopSemantics | 'mixed' {
  const [first, ...more] = new Set(shops.map((shop) => shop.semantics))
  return first !== undefined && more.length === 0 ? first : 'mixed'
}

/** Whether only a bound is stated: of what is sold beyond the goods, or of what is said to be. */
export function isBounded(scenario: Pick<Scenario, 'shops' | 'hands' | 'demand' | 'recipeChange'>): boolean {
  return needsAllowance(scenario) || mayReturnDearer(scenario)
}

/** A platform sells more than it has, or breaks its word, or another hand edits its numbers. */
export function needsAllowance({ shops, hands = [] }: Pick<Scenario, 'shops' | 'hands'>): boolean {
  return hands.length > 0 || shops.some((shop) => shop.takesAt === 'payment' || breaksItsWord(shop))
}

/** Sets that were ordered by one recipe are called off, and put on sale again by their platform when another one takes more. */
export function mayReturnDearer({ shops, demand, recipeChange: change }: Pick<Scenario, 'shops' | 'demand' | 'recipeChange'>) {
  if (!change || change.to.every((units, good) => units <= (change.from[good] ?? 0))) return false
  return demand.some(
    ({ shop, tick: at, cancelTick }) =>
      shops[shop]?.restores === true && at < change.tick && cancelTick !== null && cancelTick >= change.toldTick,
  )
}

/** Lists later than stated, or requests applied after their signature has expired. */
export function breaksItsWord({ feedLagTicks, statedLagTicks = feedLagTicks, beyondLife = false }: ScenarioShop): boolean {
  return beyondLife || feedLagTicks > statedLagTicks
}

/** As late as any platform states of its own lists. */
const LAG_TICKS = 12

/**
 * A shop that shows nothing at the start has joined by then: so long before that the reading it joins by is settled. One that
 * already sells joins while it does.
 */
export function joinTickOf({ joinTick, shown, pollTicks, feedLagTicks, roundTripTicks }: ScenarioShop): number {
  if (joinTick !== undefined || shown !== undefined) return joinTick ?? 0
  return -Math.ceil(Math.max(LAG_TICKS, feedLagTicks) + 2 * pollTicks + roundTripTicks)
}
