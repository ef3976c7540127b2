import type { Proof } from '../../src/channels/feed.ts'
import type { Family } from '../families.ts'
import type { Scenario } from '../scenario.ts'
import type { Quiet } from '../world/quiet.ts'
import type { ShopFront } from '../world/shop-front.ts'
import type { SimClock } from '../world/sim-clock.ts'

export const policyNames = ['onepool', 'naive-shared', 'percentage-split', 'static-split', 'onepool-overcommit'] as const
/** Those that are compared unless others are asked for. */
export function policiesOf(family: Family): readonly PolicyName[] {
  return family === 'thin-tail' ? ['onepool', 'onepool-overcommit'] : policyNames.filter((name) => name !== 'onepool-overcommit')
}

export type PolicyName = (typeof policyNames)[number]

/** What a policy finds itself in. */
export interface PolicyWorld {
  readonly scenario: Scenario
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly fronts: readonly ShopFront[]
  readonly signal: AbortSignal
  /** Puts on the agenda what the policy itself is due for. */
  readonly later: (at: Date, name: string, run: (rested?: boolean) => Promise<void>, more?: { readonly looks: boolean }) => void
}

/** Who decides what the shops are told. Every method may still be waiting for an answer when the clock goes on. */
export interface Policy {
  /** The shop is from now on kept in step. */
  join(front: ShopFront): Promise<void>
  receive(units: number): Promise<void>
  /** `rested`: polls before it were left out, which would have found nothing. A shop's poll is due: its orders are read, and then is done whatever they make due. */
  poll(front: ShopFront, rested?: boolean): Promise<void>
  /** The shop has told of one order: that one is asked for by itself, however late the lists are. */
  push(front: ShopFront, orderId: string): Promise<void>
  /** The operator stops a shop, or all (null), and lets it sell again. */
  stop(front: ShopFront | null): Promise<void>
  resume(front: ShopFront | null): Promise<void>
  /**
   * What happens once a day: the shops' orders are read again by another way, and the operator, having looked at what other
   * hands did, lets every shop be raised again.
   */
  endDay(): Promise<void>
  /** What it has on record, where it keeps a ledger. */
  readonly books: Books | null
  dispose(): Promise<void>
}

/** The books of a policy that keeps a ledger. */
export interface Books {
  read(): Promise<BookState>
  /** Everything kept twice that does not agree. */
  audit(): Promise<readonly string[]>
  /** I8, I14: quotas that moved for no cause of their own listing's. */
  causes(): Promise<readonly string[]>
  /** I15: what is not booked of what the shop's lists must have shown up to these marks; left out: its watermarks. */
  missing(front: ShopFront, marks?: Marks): Promise<readonly string[]>
  /** Units that each shop was found to sell beyond its quota, and that are booked since. */
  covered(): Promise<readonly number[]>
  /** By how much each shop's listing may be sold beyond the goods, as operators are told it. */
  bounds(): Promise<readonly StatedBound[]>
}

/** As `guarantee` of a listing tells it; null: no bound is known. */
export interface StatedBound {
  readonly units: number | null
  /** Where lists or calls are later than the shop says. */
  readonly ifLate: number | null
}

export interface BookState {
  readonly onHand: number
  readonly free: number
  readonly held: number
  readonly quota: number
  readonly kept: number
  readonly deficit: number
  readonly overcommit: number
  /** Units a day that are expected to be oversold by what is granted, and units that were charged for having been. */
  readonly grantedPerDay: number
  readonly chargedUnits: number
  /** By the shop's place in the scenario; null: it has no channel yet. */
  readonly shops: readonly (ShopBooks | null)[]
}

export const proofs = ['taken at order', 'taken at payment', 'back'] as const satisfies readonly Proof[]

/** Up to where of its own time each kind of event is booked. */
export type Marks = Readonly<Partial<Record<Proof, number>>>

export interface ShopBooks {
  readonly quota: number
  /** Whether the listing's number is in the arithmetic. */
  readonly joined: boolean
  /** Units held for its orders, and units that have left for them. */
  readonly known: number
  readonly shipped: number
  /** Of the units held, those for orders whose units the shop has not taken. */
  readonly unpaid: number
  /** Commands to the shop that are not closed, SET 0 apart. */
  readonly openCommands: number
  /** When the oldest of them was written down. */
  readonly openSinceMs: number | null
  readonly marks: Marks
  /** The answer of the latest reading that has settled something. */
  readonly settledMs: number | null
}
