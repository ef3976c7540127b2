import { apportion, type Sharer } from './apportion.ts'
import type { StepKind, TraceSteps } from './derivation.ts'
import { expectDemand, type Expected } from './expected-demand.ts'
import type { RuledPool, RuledTaker } from './policy.ts'

/** One listing and what it should have: units of the SKU, sales that nobody has seen yet among them. */
export interface Seat extends Sharer {
  readonly taker: RuledTaker
  readonly expected: Expected
  readonly place: number
}

/** What there is to share, and what is not shared. */
export interface Divided {
  readonly sharedUnits: number
  readonly leftToOthersUnits: number
  readonly reserveUnits: number
}

export function divide({ freeUnits, leftToOthersPercent, rule }: RuledPool, takers: readonly RuledTaker[]): Divided {
  let there = freeUnits
  for (const { quotaUnits } of takers) if (quotaUnits > 0) there += quotaUnits
  const all = Math.max(0, there)
  const leftToOthersUnits = Math.floor((all * leftToOthersPercent) / 100)
  const reserveUnits = Math.min(rule.reserveUnits, all - leftToOthersUnits)
  return { sharedUnits: all - leftToOthersUnits - reserveUnits, leftToOthersUnits, reserveUnits }
}

/**
 * What each listing should have, whatever it has now: what it has probably sold unseen, its floor, then rank by rank what it is
 * expected to sell until units can reach it again, then the rest by share. Whole sets only.
 */
export function shareByRules(pool: RuledPool, takers: readonly RuledTaker[], trace?: TraceSteps): readonly Seat[] {
  const divided = divide(pool, takers)
  const expected = expectDemand(takers, pool.rule.confidence, pool.similarPerSecond)
  const seats = takers.map((taker, place) => toSeat(taker, expected[place], place))
  const steps = trace ? new Steps(seats, trace) : null
  steps?.setAside(divided)
  let left = divided.sharedUnits
  left = giveUpTo(seats, left, ({ expected: { unseenUnits } }) => unseenUnits)
  steps?.made('sold unseen')
  const byRank = seats.toSorted((a, b) => a.taker.rule.rank - b.taker.rule.rank || a.place - b.place)
  left = giveUpTo(byRank, left, ({ taker }) => taker.rule.floorUnits)
  steps?.made('floor')
  left = giveRanks(byRank, left)
  steps?.made('expected demand')
  left = giveRest(seats, left)
  steps?.made('share of the rest')
  if (takers.some(({ perSet }) => perSet > 1)) keepWholeSets(seats, left)
  steps?.made('share of the rest')
  return seats
}

function toSeat(taker: RuledTaker, expected: Expected | undefined, place: number): Seat {
  const { rule, mayRaise, quotaUnits } = taker
  const has = Math.max(0, quotaUnits)
  const cap = rule.capUnits ?? Infinity
  const known = expected ?? { perSecond: 0, unseenUnits: 0, untilReached: 0, dayUnits: 0, lump: 1 }
  // Who may not be raised gets no more than it has: the others share the rest.
  const most = mayRaise ? cap : Math.min(cap, has)
  return { taker, expected: known, place, weight: known.perSecond, most, units: 0 }
}

/** One after the other, as far as it goes. Returns what is left. */
function giveUpTo(seats: readonly Seat[], units: number, level: (seat: Seat) => number): number {
  let left = units
  for (const seat of seats) {
    const some = Math.min(left, Math.max(0, Math.min(level(seat), seat.most) - seat.units))
    seat.units += some
    left -= some
  }
  return left
}

/** Ranks in turn; those of one rank share what does not suffice for all of them. */
function giveRanks(byRank: readonly Seat[], units: number): number {
  let left = units
  for (let from = 0; from < byRank.length && left > 0;) {
    const rank = byRank[from]?.taker.rule.rank
    let to = from
    while (byRank[to]?.taker.rule.rank === rank) to += 1
    const turn = byRank.slice(from, to).map((seat) => {
      const enough = seat.expected.unseenUnits + seat.expected.untilReached
      return { seat, weight: seat.weight, most: Math.max(seat.units, Math.min(seat.most, enough)), units: seat.units }
    })
    left = apportion(left, turn)
    for (const { seat, units: own } of turn) seat.units = own
    from = to
  }
  return left
}

/**
 * Channels whose share is named get that part of it, the others the rest. By demand what a listing has had in its turn counts:
 * what it should have follows from what it sells, not from how late its orders are seen.
 */
function giveRest(seats: readonly Seat[], units: number): number {
  if (seats.every(({ taker }) => taker.rule.sharePercent === null)) return apportion(units, seats)
  const groups = [...Map.groupBy(seats, ({ taker }) => (taker.rule.sharePercent === null ? null : taker.channelId)).values()]
  const named = groups.reduce((sum, [seat]) => sum + (seat?.taker.rule.sharePercent ?? 0), 0)
  const parts = groups.map((members) => ({
    members,
    weight: members[0]?.taker.rule.sharePercent ?? Math.max(0, 100 - named),
    most: members.reduce((sum, { most, units: has }) => sum + most - has, 0),
    units: 0,
  }))
  const left = apportion(units, parts)
  for (const { members, units: part } of parts) {
    if (members[0]?.taker.rule.sharePercent === null) apportion(part, members)
    else giveAnew(members, part)
  }
  return left
}

/** Beside what they have already. */
function giveAnew(members: readonly Seat[], units: number): void {
  const parts = members.map((seat) => ({ seat, weight: seat.weight, most: seat.most - seat.units, units: 0 }))
  apportion(units, parts)
  for (const { seat, units: own } of parts) seat.units += own
}

/** What is no whole set sells in no set: single listings get it. */
function keepWholeSets(seats: readonly Seat[], units: number): void {
  let left = units
  for (const seat of seats) {
    const odd = seat.units % seat.taker.perSet
    seat.units -= odd
    left += odd
  }
  apportion(
    left,
    seats.filter(({ taker }) => taker.perSet === 1),
  )
}

/** Tells what each step has changed. */
class Steps {
  readonly #seats: readonly Seat[]
  readonly #trace: TraceSteps
  readonly #told: number[]

  constructor(seats: readonly Seat[], trace: TraceSteps) {
    this.#seats = seats
    this.#trace = trace
    this.#told = seats.map(() => 0)
  }

  setAside({ leftToOthersUnits, reserveUnits }: Divided): void {
    for (const { taker } of this.#seats) {
      if (leftToOthersUnits > 0) this.#trace(taker.listingId, { kind: 'left to others', units: -leftToOthersUnits, toUnits: 0 })
      if (reserveUnits > 0) this.#trace(taker.listingId, { kind: 'reserve', units: -reserveUnits, toUnits: 0 })
    }
  }

  made(kind: StepKind): void {
    for (const [n, { taker, units, most }] of this.#seats.entries()) {
      const change = units - (this.#told[n] ?? 0)
      this.#told[n] = units
      if (change !== 0) this.#trace(taker.listingId, { kind, units: change, toUnits: units })
      if (change !== 0 && units === most && most === taker.rule.capUnits) {
        this.#trace(taker.listingId, { kind: 'cap', units: 0, toUnits: units })
      }
    }
  }
}
