/** One listing that may show units beyond what is there: single units of the SKU, raised and lowered at will. */
export interface Shower {
  readonly listingId: string
  readonly rank: number
  /** What it is expected to sell. */
  readonly perSecond: number
  /** How long its sales stay unseen at most, and how long the other shops then still show what is gone. */
  readonly blindSeconds: number
}

/** One SKU in one pool: what is really there to be shared, and who could show it. */
export interface Showing {
  readonly thereUnits: number
  readonly showers: readonly Shower[]
}

/** What is accepted: units beyond what is there, and oversold units a day. Either at 0: none. */
export interface OvercommitLimits {
  readonly capUnits: number
  readonly oversellPerDay: number
}

/** What it comes to when so many units are shown beyond what is there. */
export interface CurvePoint {
  readonly overcommitUnits: number
  /** Shops that show something. */
  readonly shops: number
  /** Units a day that shoppers ask for in shops that show nothing, as long as there are any. */
  readonly lostPerDay: number
  /** Units a day that are sold and not there, as long as the last ones are for sale: no more than this is expected. */
  readonly oversoldPerDay: number
}

export interface Overcommit {
  readonly units: number
  readonly oversoldPerDay: number
  /** The listings that show a unit each. Empty: nothing is shown beyond what is there. */
  readonly shown: ReadonlySet<string>
}

export const NO_OVERCOMMIT: Overcommit = { units: 0, oversoldPerDay: 0, shown: new Set() }

/**
 * Who is expected to sell more than this before a sale is seen everywhere is a fast mover: its last units are gone before
 * anybody can be told, and how many shoppers follow them is anybody's guess.
 */
const SLOW_UNSEEN_UNITS = 0.1

const DAY_SECONDS = 86_400

/**
 * From everybody strict (the first point) to a unit in every shop. The better rank is shown first, of one rank whoever sells
 * most. Empty: there is nothing to show, or enough for every shop.
 *
 * A shopper gets a unit that is not there when as many as there are were sold unseen before. Sales come by chance and do not know of
 * each other, so that is the chance of so many in the time in which they stay unseen.
 */
export function overcommitCurve({ thereUnits, showers }: Showing): readonly CurvePoint[] {
  if (thereUnits < 1 || thereUnits >= showers.length) return []
  const points: CurvePoint[] = []
  const all = showers.reduce((sum, { perSecond }) => sum + perSecond, 0)
  let [perSecond, unseenUnits] = [0, 0]
  for (const [n, shower] of inTurn(showers).entries()) {
    perSecond += shower.perSecond
    unseenUnits += shower.perSecond * shower.blindSeconds
    const overcommitUnits = n + 1 - thereUnits
    if (overcommitUnits < 0) continue
    const oversold = overcommitUnits === 0 ? 0 : perSecond * chanceOfAtLeast(thereUnits, unseenUnits)
    points.push({
      overcommitUnits,
      shops: n + 1,
      lostPerDay: Math.max(0, all - perSecond) * DAY_SECONDS,
      oversoldPerDay: oversold * DAY_SECONDS,
    })
  }
  return points
}

/** What the limits allow beyond what is there, fewest units first; nothing for a fast mover. */
export function allowedOvercommits(showing: Showing, { capUnits, oversellPerDay }: OvercommitLimits): readonly CurvePoint[] {
  if (capUnits <= 0 || oversellPerDay <= 0 || isFast(showing.showers)) return []
  return overcommitCurve(showing).filter(
    ({ overcommitUnits, oversoldPerDay }) =>
      overcommitUnits > 0 && overcommitUnits <= capUnits && oversoldPerDay <= oversellPerDay,
  )
}

/** As many shops as the limits allow. */
export function decideOvercommit(showing: Showing, limits: OvercommitLimits): Overcommit {
  const most = allowedOvercommits(showing, limits).at(-1)
  if (!most) return NO_OVERCOMMIT
  const shown = inTurn(showing.showers).slice(0, most.shops)
  return {
    units: most.overcommitUnits,
    oversoldPerDay: most.oversoldPerDay,
    shown: new Set(shown.map(({ listingId }) => listingId)),
  }
}

export function isFast(showers: readonly Shower[]): boolean {
  return showers.reduce((sum, { perSecond, blindSeconds }) => sum + perSecond * blindSeconds, 0) > SLOW_UNSEEN_UNITS
}

function inTurn(showers: readonly Shower[]): readonly Shower[] {
  return showers.toSorted(
    (a, b) =>
      a.rank - b.rank ||
      b.perSecond - a.perSecond ||
      a.listingId.length - b.listingId.length ||
      (a.listingId < b.listingId ? -1 : Number(a.listingId > b.listingId)),
  )
}

/** The chance of at least so many, where `mean` are expected: Poisson's. The tail is added up, so that small chances stay exact. */
function chanceOfAtLeast(units: number, mean: number): number {
  if (mean <= 0) return 0
  let term = Math.exp(-mean)
  for (let n = 1; n <= units; n += 1) term *= mean / n
  let sum = 0
  for (let n = units; n < units + TERMS_MAX && term > 0; n += 1) {
    sum += term
    term *= mean / (n + 1)
    if (n > mean && term < sum * 1e-12) break
  }
  return Math.min(1, sum)
}

const TERMS_MAX = 1_000
