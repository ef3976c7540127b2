import { expectedPerSecond, usualPerSecond } from './demand.ts'
import { shareUnits } from './share-units.ts'

/** One listing that sells from a pool, by the SKU that is reckoned. Units are those of the SKU. */
export interface Taker {
  readonly listingId: string
  /** Units of the SKU in one set of the listing. */
  readonly perSet: number
  /** What its quota claims of the pool now; below zero counts as nothing. */
  readonly quotaUnits: number
  /** What it has sold, and in which time it could have; older ones weigh less. */
  readonly soldUnits: number
  readonly soldSeconds: number
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

/**
 * A quota that is off its share by no more than so many times the root of it stays as it is: chance alone moves a share as far,
 * and calls cost money.
 */
const WORTH_MOVING = 0.5

/**
 * All there is, shared by expected demand: nobody knows which shop sells next, and units that are kept back sell nowhere. A
 * listing that is short of its share by more than chance is brought up to it, out of what is free, and where that is not enough,
 * out of listings that have more than theirs.
 */
export const shareByDemand: QuotaPolicy = (pool, takers) => {
  const there = pool.freeUnits + takers.reduce((sum, { quotaUnits }) => sum + Math.max(0, quotaUnits), 0)
  const aside = Math.floor((there * pool.leftToOthersPercent) / 100)
  const seats = toSeats(Math.max(0, there - aside), takers)
  // What is promised beyond the goods is taken back first.
  if (pool.freeUnits < 0) lower(seats, -pool.freeUnits, { surely: true })
  raise(seats, Math.max(0, pool.freeUnits - aside))
  return new Map(seats.map(({ taker, wanted }) => [taker.listingId, wanted]))
}

interface Seat {
  readonly taker: Taker
  readonly share: number
  wanted: number
}

interface Expected {
  readonly id: string
  readonly taker: Taker
  readonly weight: number
  /** Sales that nobody has seen yet are gone: they stay with their listing, and only what is left is shared. */
  readonly unseen: number
}

/** Who may not be raised gets no more than it has: the others share the rest. */
function toSeats(units: number, takers: readonly Taker[]): readonly Seat[] {
  const expected = expect(takers)
  const unseen = expected.reduce((sum, one) => sum + one.unseen, 0)
  const shared = Math.max(0, units - unseen)
  const first = shareUnits(shared, expected)
  const most = ({ taker, unseen: own }: Expected): number => Math.max(0, taker.quotaUnits - own)
  const stay = expected.filter((one) => !one.taker.mayRaise && (first.get(one.id) ?? 0) > most(one))
  const rest = expected.filter((one) => !stay.includes(one))
  const left = shared - stay.reduce((sum, one) => sum + most(one), 0)
  const shares = stay.length === 0 || rest.length === 0 ? first : shareUnits(left, rest)
  return expected.map((one) => {
    const { taker, unseen: own } = one
    const share = Math.min(units, own + (stay.includes(one) ? most(one) : (shares.get(one.id) ?? 0)))
    return { taker, share, wanted: Math.max(0, taker.quotaUnits) }
  })
}

function expect(takers: readonly Taker[]): readonly Expected[] {
  const usual = usualPerSecond(takers.map(({ soldUnits, soldSeconds }) => ({ units: soldUnits, seconds: soldSeconds })))
  return takers.map((taker) => {
    const { listingId: id, soldUnits, soldSeconds, perSecond, quotaUnits, blindSeconds } = taker
    const weight = expectedPerSecond({ units: soldUnits, seconds: soldSeconds, perSecond }, usual)
    return { id, taker, weight, unseen: Math.max(0, Math.min(quotaUnits, Math.floor(weight * blindSeconds))) }
  })
}

function isWorthIt(units: number, share: number): boolean {
  return units > WORTH_MOVING * Math.sqrt(share)
}

/**
 * Brings up who is short of its share: out of what is free, then out of who has more than its own. Nothing stays free while
 * somebody has nothing to sell.
 */
function raise(seats: readonly Seat[], freeUnits: number): void {
  const below = seats.filter(({ taker, wanted, share }) => taker.mayRaise && share > wanted)
  const short = below.filter(({ wanted, share }) => isWorthIt(share - wanted, share))
  const missing = short.reduce((sum, { share, wanted }) => sum + share - wanted, 0)
  const taken = missing > freeUnits ? lower(seats, missing - freeUnits) : 0
  const left = fill(short, freeUnits + taken)
  if (seats.some(({ taker, wanted }) => taker.mayRaise && wanted === 0)) fill(below, left)
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
function lower(seats: readonly Seat[], wanted: number, { surely = false } = {}): number {
  const donors = seats
    .filter(({ taker, wanted: has, share }) => taker.mayLower && has > share && (surely || isWorthIt(has - share, share)))
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
