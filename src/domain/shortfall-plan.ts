import { assert } from './assert.ts'
import { cheapestFlow, type FlowEdge } from './cheapest-flow.ts'

export const treatments = ['substitute', 'delay', 'cancel'] as const
/** What can be done about units that are promised and not there: take them elsewhere, let the buyer wait, or call off. */
export type Treatment = (typeof treatments)[number]

/** What one treatment costs, in fen, where the merchant has said so. */
export interface Penalty {
  readonly treatment: Treatment
  /** Null: for every channel that has no row of its own. */
  readonly channelId: string | null
  readonly platform: string | null
  /** For each order, however many units. */
  readonly fixedFen: number
  readonly perUnitFen: number
  /** For each unit and each day, begun, beyond its ship-by time. */
  readonly perDayFen: number
  /** Of the price of each unit, in thousandths. */
  readonly priceShare: number
}

/** An order that holds units of the SKU in the pool. */
export interface ShortNeed {
  readonly reference: string
  readonly channelId: string | null
  readonly platform: string | null
  readonly units: number
  readonly orderedAtMs: number
  readonly shipByMs: number | null
  /** Of one unit, where it is known. */
  readonly priceFen: number | null
  /** Of the order's channel, 1 first; null: it has none, and comes after those that have. */
  readonly rank: number | null
}

/** Free units of the same SKU in another pool. */
export interface SubstitutePlace {
  readonly pool: string
  readonly units: number
}

export interface ComingGoods {
  readonly receipt: string
  readonly dueAtMs: number
  readonly units: number
}

export interface PlanInput {
  readonly shortUnits: number
  readonly needs: readonly ShortNeed[]
  readonly substitutes: readonly SubstitutePlace[]
  readonly coming: readonly ComingGoods[]
  readonly penalties: readonly Penalty[]
  readonly nowMs: number
}

export interface PlanStep {
  readonly reference: string
  readonly treatment: Treatment
  readonly units: number
  /** The pool to take them from. */
  readonly pool: string | null
  /** The receipt to wait for, and until when. */
  readonly receipt: string | null
  readonly untilMs: number | null
  readonly costFen: number
}

export interface ShortfallPlan {
  /** The least harmful first. */
  readonly steps: readonly PlanStep[]
  readonly costFen: number
  /** Short units that none of these orders holds. */
  readonly unplannedUnits: number
}

const DAY_MS = 86_400_000
/** Costs beyond this are all the same: nobody would choose them. */
const COST_MAX = 1_000_000_000
/** Ties are broken below the fen: harm goes to the younger order of the later channel. */
const TIES = 1_000_000

/** An order's fixed penalty counts by the unit, spread over all it holds. */
interface Way {
  readonly treatment: Treatment
  readonly pool: string | null
  readonly receipt: string | null
  readonly untilMs: number | null
  readonly units: number
}

/**
 * What to do about each short unit, so that the harm is least: every short unit is taken elsewhere, waited for or called off, and
 * none of the goods is used twice. The goods that are there go to the orders whose harm would be greatest.
 */
export function planShortfall(input: PlanInput): ShortfallPlan {
  const needs = input.needs.filter(({ units }) => units > 0).toSorted(byDefence)
  const held = needs.reduce((sum, { units }) => sum + units, 0)
  const short = Math.min(input.shortUnits, held)
  const ways = waysOf(input, short)
  const flows = cheapestFlow({
    units: short,
    edges: edgesOf(needs, ways, input),
    sources: needs.map(({ units }) => units),
    sinks: ways.map(({ units }) => units),
  })
  const steps = flows.flatMap(({ source, sink, units }) => stepOf({ need: needs[source], way: ways[sink], units }, input))
  assert(steps.reduce((sum, { units }) => sum + units, 0) === short, 'a plan treats every short unit')
  const ranked = steps.toSorted((a, b) => a.costFen / a.units - b.costFen / b.units || (a.reference < b.reference ? -1 : 1))
  return { steps: ranked, costFen: sumOf(ranked), unplannedUnits: input.shortUnits - short }
}

function sumOf(steps: readonly PlanStep[]): number {
  return steps.reduce((sum, { costFen }) => sum + costFen, 0)
}

/** Defended first: the channel that comes first, then what has to leave first, then what was ordered first. */
function byDefence(a: ShortNeed, b: ShortNeed): number {
  const [rank, other] = [a.rank ?? Infinity, b.rank ?? Infinity]
  if (rank !== other) return rank < other ? -1 : 1
  const [left, right] = [a.shipByMs ?? Infinity, b.shipByMs ?? Infinity]
  if (left !== right) return left < right ? -1 : 1
  return a.orderedAtMs - b.orderedAtMs || (a.reference < b.reference ? -1 : 1)
}

function waysOf({ substitutes, coming }: PlanInput, short: number): readonly Way[] {
  const nothing = { pool: null, receipt: null, untilMs: null }
  return [
    ...substitutes.map(({ pool, units }) => ({ ...nothing, treatment: 'substitute' as const, pool, units })),
    ...coming.map(({ receipt, dueAtMs, units }) => ({
      ...nothing,
      treatment: 'delay' as const,
      receipt,
      untilMs: dueAtMs,
      units,
    })),
    { ...nothing, treatment: 'cancel', units: short },
  ]
}

function edgesOf(needs: readonly ShortNeed[], ways: readonly Way[], input: PlanInput): readonly FlowEdge[] {
  return needs.flatMap((need, source) =>
    ways.map((way, sink) => ({ source, sink, cost: Math.round(unitCost(need, way, input) * TIES) + needs.length - source })),
  )
}

/** What one unit costs, its part of the order's fixed penalty included. */
export function unitCost(
  need: ShortNeed,
  way: Pick<Way, 'treatment' | 'untilMs'>,
  { penalties }: Pick<PlanInput, 'penalties'>,
): number {
  const penalty = penaltyOf(penalties, { treatment: way.treatment, need })
  if (!penalty) return 0
  const { fixedFen, perUnitFen, perDayFen, priceShare } = penalty
  const lateMs = way.untilMs === null || need.shipByMs === null ? 0 : Math.max(0, way.untilMs - need.shipByMs)
  const cost =
    fixedFen / need.units + perUnitFen + perDayFen * Math.ceil(lateMs / DAY_MS) + ((need.priceFen ?? 0) * priceShare) / 1_000
  return Math.min(COST_MAX, cost)
}

/** The row of the order's own channel, else of its platform, else the one for all. */
export function penaltyOf(
  penalties: readonly Penalty[],
  { treatment, need }: { readonly treatment: Treatment; readonly need: Pick<ShortNeed, 'channelId' | 'platform'> },
): Penalty | undefined {
  const own = penalties.filter((one) => one.treatment === treatment)
  return (
    own.find(({ channelId }) => channelId !== null && channelId === need.channelId) ??
    own.find(({ channelId, platform }) => channelId === null && platform !== null && platform === need.platform) ??
    own.find(({ channelId, platform }) => channelId === null && platform === null)
  )
}

function stepOf(
  { need, way, units }: { readonly need: ShortNeed | undefined; readonly way: Way | undefined; readonly units: number },
  input: PlanInput,
): readonly PlanStep[] {
  if (!need || !way) return []
  const { treatment, pool, receipt, untilMs } = way
  const costFen = Math.round(unitCost(need, way, input) * units)
  return [{ reference: need.reference, treatment, units, pool, receipt, untilMs, costFen }]
}
