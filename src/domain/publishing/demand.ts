/** What a listing has sold, and in which time it could have: older units and times weigh less. */
export interface Demand {
  readonly units: number
  readonly seconds: number
  /** Units a second of late, with a short memory: bursts are seen by it. */
  readonly perSecond: number
  /** Units of each order by themselves, by as many: divided by `units`, how many are taken at once. */
  readonly squares: number
  readonly atMs: number
}

/** After so long what was sold weighs 1/e: for what usually sells, and for what sells now. */
const MEMORY_MS = 3 * 86_400_000
const LATELY_SECONDS = 1_200

const NO_DEMAND: Omit<Demand, 'atMs'> = { units: 0, seconds: 0, perSecond: 0, squares: 0 }

export interface Sold {
  readonly sold: number
  /** Orders that took these. */
  readonly orders: number
  /** Up to when it is known what was sold. */
  readonly throughMs: number
  readonly couldSell: boolean
}

/**
 * Demand after more was, or was not, sold. While there was nothing to sell nothing could be: then what is known stays as it
 * is, so that a shop that ran out is not taken for one that nobody wants.
 */
export function demandAfter(before: Demand | null, { sold, orders, throughMs, couldSell }: Sold): Demand {
  const { units, seconds, perSecond, squares, atMs } = before ?? { ...NO_DEMAND, atMs: throughMs }
  const passedMs = couldSell || sold > 0 ? Math.max(0, throughMs - atMs) : 0
  const kept = Math.exp(-passedMs / MEMORY_MS)
  const usual = seconds > 0 ? (units / seconds) * (passedMs / 1_000) : 0
  const counted = damped(sold, usual)
  return {
    units: units * kept + counted,
    squares: squares * kept + (counted * counted) / Math.max(1, orders),
    seconds: seconds * kept + passedMs / 1_000,
    perSecond: perSecond * Math.exp(-passedMs / (LATELY_SECONDS * 1_000)) + sold / LATELY_SECONDS,
    atMs: Math.max(atMs, throughMs),
  }
}

/** So many units at once, or so many times what is usual, are taken as they are. */
const TAKEN_UNITS = 20
const TAKEN_TIMES = 3

/** One buyer who takes a pallet is no demand for pallets: what is far beyond the usual counts by the root of it. */
function damped(sold: number, usual: number): number {
  const most = Math.max(TAKEN_UNITS, TAKEN_TIMES * usual)
  return sold <= most ? sold : most + Math.sqrt(sold - most)
}

/** Every listing counts as if it had sold so many units more, in the time in which the listings of the SKU usually do. */
export const PRIOR_UNITS = 5
/** The same for the SKU as a whole, of which nothing may be known: some ten units a day. */
const SKU_UNITS = 1
const SKU_SECONDS = 9_000
export const USUAL_PER_SECOND = SKU_UNITS / SKU_SECONDS

/** What a listing has sold of a SKU, and in which time it could have, older ones weighing less; and units a second of late. */
export interface SoldOf {
  readonly soldUnits: number
  /** The units of each order by themselves, by as many. */
  readonly soldSquares: number
  readonly soldSeconds: number
  readonly perSecond: number
}

/**
 * How fast the listings of a SKU sell, one of them alone taken: what a listing is thought to do that has sold nothing yet. As long as
 * nothing is known of the SKU, that is what goods like it do.
 */
export function usualPerSecond(listings: readonly SoldOf[], similarPerSecond?: number): number {
  let units = SKU_UNITS
  let seconds = similarPerSecond === undefined ? SKU_SECONDS : SKU_UNITS / similarPerSecond
  for (const { soldUnits, soldSeconds } of listings) {
    units += soldUnits
    seconds += soldSeconds
  }
  return units / seconds
}

/** Orders of so many units and fewer are what chance is reckoned with everywhere. */
const USUAL_SIZE = 3

/** How many units of a SKU go at once: a unit that was sold went together with so many, itself among them. */
export function unitsAtOnce(listings: readonly SoldOf[]): number {
  let units = SKU_UNITS
  let squares = SKU_UNITS
  for (const { soldUnits, soldSquares } of listings) {
    units += soldUnits
    squares += soldSquares
  }
  return squares / units
}

/**
 * How much more than usual chance moves what the listings of a SKU sell, since so much of it goes at once: 1 for orders of a few units.
 * Ten orders of one unit are ten chances, one order of ten is one.
 */
export function lumpOf(listings: readonly SoldOf[]): number {
  return Math.max(1, unitsAtOnce(listings) / USUAL_SIZE)
}

/**
 * Units a second that a listing is expected to sell: what it has sold, drawn towards the usual as long as that is little. A burst
 * counts at once, as far as it cannot be chance: by three standard deviations.
 */
export function expectedPerSecond(
  { soldUnits, soldSeconds, perSecond }: SoldOf,
  { usual, lump }: { readonly usual: number; readonly lump: number },
): number {
  const prior = PRIOR_UNITS * lump
  const mean = (soldUnits + prior) / (soldSeconds + prior / usual)
  const lately = perSecond * LATELY_SECONDS
  return Math.max(mean, (lately - 3 * Math.sqrt(lately * lump)) / LATELY_SECONDS)
}
