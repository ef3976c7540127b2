import type { StepKind, TraceSteps } from './derivation.ts'
import type { RuledPolicy, RuledTaker } from './policy.ts'
import { divide, shareByRules, type Seat } from './share-by-rules.ts'

/**
 * A quota that is off its share by no more than so many times the root of it stays as it is: chance alone moves a share as far,
 * each call costs money, and while its outcome is in doubt the listing cannot be helped.
 */
const WORTH_MOVING = 0.8
/**
 * A listing that surely sells for a day with what it has is not brought up before its share is so many times that: each sale of
 * plentiful goods would move all their listings. A rush finds there what is due to it, within this factor. A stated share is kept.
 */
const LASTING_TIMES = 2

/**
 * All there is, shared by the rules and by expected demand: nobody knows which shop sells next, and units that are kept back sell
 * nowhere. A listing that is short of its share is brought up to it, out of what is free, and where that is not enough, out of
 * listings that have more than theirs, those of the last rank first. A gap that is not worth a call waits.
 */
export const allocate: RuledPolicy = (pool, takers, trace) => {
  const ordered = inOrder(takers)
  const { leftToOthersUnits, reserveUnits } = divide(pool, ordered)
  const shares = shareByRules(pool, ordered, trace)
  const moves = shares.map((seat) => toMove(seat, pool.rule.minimumMoveUnits))
  // What is promised beyond the goods is taken back first, and what is kept for direct sales.
  const owed = reserveUnits - pool.freeUnits
  if (owed > 0) lower(moves, owed, { surely: true })
  raise(moves, Math.max(0, pool.freeUnits - leftToOthersUnits - reserveUnits))
  if (trace) for (const move of moves) tellWhy(move, trace)
  return new Map(moves.map(({ seat, wanted }) => [seat.taker.listingId, wanted]))
}

/** The same takers come to the same, in whatever order they are named. */
function inOrder(takers: readonly RuledTaker[]): readonly RuledTaker[] {
  for (let n = 1; n < takers.length; n += 1) {
    const [before, after] = [takers[n - 1], takers[n]]
    if (before && after && byId(before, after) > 0) return takers.toSorted(byId)
  }
  return takers
}

/** Ids are numbers in words: the shorter is the smaller. */
function byId({ listingId: a }: RuledTaker, { listingId: b }: RuledTaker): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b))
}

interface Move {
  readonly seat: Seat
  readonly share: number
  /** Whether the way to its share is worth a call. */
  readonly isWorthIt: boolean
  wanted: number
}

function toMove(seat: Seat, minimumMoveUnits: number): Move {
  const { taker, expected, units: share } = seat
  const wanted = Math.max(0, taker.quotaUnits)
  const gap = Math.abs(share - wanted)
  const runsOut = share > wanted && wanted < expected.unseenUnits + expected.untilReached
  const enough = Math.max(expected.unseenUnits + expected.dayUnits, taker.rule.floorUnits)
  const isLasting = share > wanted && wanted >= enough && taker.rule.sharePercent === null
  const isWorthIt =
    gap > WORTH_MOVING * Math.sqrt(share * expected.lump) &&
    (gap >= minimumMoveUnits || runsOut) &&
    (!isLasting || share > LASTING_TIMES * wanted)
  return { seat, share, isWorthIt, wanted }
}

/**
 * Brings up who is short of its share: out of what is free, then out of who has more than its own. Nothing stays free while
 * somebody has nothing to sell.
 */
function raise(moves: readonly Move[], freeUnits: number): void {
  const below = moves.filter(({ seat, wanted, share }) => seat.taker.mayRaise && share > wanted)
  if (below.length === 0) return
  const short = below.filter(({ isWorthIt }) => isWorthIt)
  const missing = short.reduce((sum, { share, wanted }) => sum + share - wanted, 0)
  const taken = missing > freeUnits ? lower(moves, missing - freeUnits) : 0
  const left = fill(short, freeUnits + taken)
  if (left > 0 && moves.some(({ seat, wanted }) => seat.taker.mayRaise && wanted === 0)) fill(below, left)
}

/** The first rank first, of one rank whoever has least of what it should have. Returns the units that are left. */
function fill(moves: readonly Move[], units: number): number {
  let left = units
  for (const move of moves.toSorted((a, b) => rankOf(a) - rankOf(b) || a.wanted / a.share - b.wanted / b.share)) {
    const some = Math.max(0, Math.min(move.share - move.wanted, left))
    move.wanted += some
    left -= some
  }
  return left
}

/** Takes what is beyond their shares, of the last rank first, from those that have most of it; whole sets only. */
function lower(moves: readonly Move[], units: number, { surely = false } = {}): number {
  const donors = moves
    .filter(({ seat, wanted, share, isWorthIt }) => seat.taker.mayLower && wanted > share && (surely || isWorthIt))
    .toSorted((a, b) => rankOf(b) - rankOf(a) || b.wanted - b.share - (a.wanted - a.share))
  let taken = 0
  for (const donor of donors) {
    if (taken >= units) break
    const { perSet } = donor.seat.taker
    const some = Math.floor((donor.wanted - donor.share) / perSet) * perSet
    donor.wanted -= some
    taken += some
  }
  return taken
}

function rankOf({ seat }: Move): number {
  return seat.taker.rule.rank
}

/** Why a listing is not to have its share for now. */
function tellWhy({ seat, share, wanted, isWorthIt }: Move, trace: TraceSteps): void {
  if (wanted === share) return
  const { listingId, mayRaise, mayLower } = seat.taker
  const [allowed, waits]: readonly [boolean, StepKind] = wanted < share ? [mayRaise, 'out of reach'] : [mayLower, 'left alone']
  const forbidden = wanted < share ? 'may not be raised' : 'may not be lowered'
  const kind = !allowed ? forbidden : isWorthIt ? waits : 'minimum move'
  trace(listingId, { kind, units: wanted - share, toUnits: wanted })
}
