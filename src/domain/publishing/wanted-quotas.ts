import { expectedSales } from './demand.ts'
import { shareUnits } from './share-units.ts'

/** One listing that sells from a pool, by the SKU that is reckoned. Units are those of the SKU. */
export interface Taker {
  readonly listingId: string
  /** Units of the SKU in one set of the listing. */
  readonly perSet: number
  /** What its quota claims of the pool now; below zero counts as nothing. */
  readonly quotaUnits: number
  /** Units sold a second of late. */
  readonly perSecond: number
  /** How long sales of it stay unseen, and a raise needs. */
  readonly blindSeconds: number
  readonly mayRaise: boolean
  readonly mayLower: boolean
}

/** One SKU in one pool. */
export interface PoolUnits {
  /** Below zero: so many are promised beyond what is there. */
  readonly freeUnits: number
  /** The share left to shops that are not published yet, and to the system before us. */
  readonly leftToOthersPercent: number
}

/** What each listing should be able to sell out of one pool, in units of one SKU. The sum never exceeds what is there. */
export type QuotaPolicy = (pool: PoolUnits, takers: readonly Taker[]) => ReadonlyMap<string, number>

/** Beside what was sold of late, every listing counts as if it had sold so many units in the same time. */
const EVERYBODY_UNITS = 1.5
const MEMORY_SECONDS = 1_200

/**
 * Equal shares, moved by recent demand. A listing that can last until its next chance is left alone; one that cannot is
 * brought up to its share out of what is free, and where that is not enough, out of listings that have more than theirs.
 */
export const shareByDemand: QuotaPolicy = (pool, takers) => {
  const there = pool.freeUnits + takers.reduce((sum, { quotaUnits }) => sum + Math.max(0, quotaUnits), 0)
  const aside = Math.floor((there * pool.leftToOthersPercent) / 100)
  const shared = Math.max(0, there - aside)
  const shares = shareUnits(
    shared,
    takers.map((taker) => ({ id: taker.listingId, weight: weightOf(taker) })),
  )
  const seats = takers.map((taker) => toSeat(taker, shares.get(taker.listingId) ?? 0))
  // What is promised beyond the goods is taken back first.
  if (pool.freeUnits < 0) lower(seats, -pool.freeUnits, { toShare: true })
  raise(seats, Math.max(0, pool.freeUnits - aside))
  return new Map(seats.map(({ taker, wanted }) => [taker.listingId, wanted]))
}

function weightOf({ perSecond, mayRaise, quotaUnits }: Taker): number {
  if (!mayRaise && quotaUnits <= 0) return 0
  return perSecond * MEMORY_SECONDS + EVERYBODY_UNITS
}

interface Seat {
  readonly taker: Taker
  readonly share: number
  /** It lasts until its next chance with so many. */
  readonly enough: number
  wanted: number
}

function toSeat(taker: Taker, share: number): Seat {
  const expected = Math.max(taker.perSet, expectedSales(taker, taker.blindSeconds))
  return { taker, share, enough: Math.min(share, expected), wanted: Math.max(0, taker.quotaUnits) }
}

/**
 * Brings up who runs short: out of what is free, then out of who has more than its share. What is free then goes to who has
 * less than half of its share, so that a burst finds it there.
 */
function raise(seats: readonly Seat[], freeUnits: number): void {
  const short = seats.filter(({ taker, wanted, enough }) => taker.mayRaise && wanted < enough)
  const missing = short.reduce((sum, { share, wanted }) => sum + share - wanted, 0)
  const taken = missing > freeUnits ? lower(seats, missing - freeUnits) : 0
  const left = fill(short, freeUnits + taken)
  const thin = seats.filter(({ taker, wanted, share }) => taker.mayRaise && wanted < share / 2)
  fill(thin, Math.min(left, freeUnits))
}

/** Who has least of what it should have goes first. Returns the units that are left. */
function fill(seats: readonly Seat[], units: number): number {
  let left = units
  for (const seat of seats.toSorted((a, b) => a.wanted / a.share - b.wanted / b.share)) {
    const some = Math.max(0, Math.min(seat.share - seat.wanted, left))
    seat.wanted += some
    left -= some
  }
  return left
}

/** Takes what is beyond their shares from those that have most of it; whole sets only. Returns the units taken. */
function lower(seats: readonly Seat[], wanted: number, { toShare = false } = {}): number {
  const donors = seats
    .filter(({ taker, wanted: has, share, enough }) => taker.mayLower && has > (toShare ? share : Math.max(share, enough)))
    .toSorted((a, b) => b.wanted - b.share - (a.wanted - a.share))
  let taken = 0
  for (const donor of donors) {
    if (taken >= wanted) break
    const { perSet } = donor.taker
    const units = Math.floor((donor.wanted - donor.share) / perSet) * perSet
    donor.wanted -= units
    taken += units
  }
  return taken
}
