import type { Proof } from '../../src/channels/feed.ts'
import type { ShopFront } from '../world/shop-front.ts'

/** The books of a policy that keeps a ledger. */
export interface Books {
  read(): Promise<BookState>
  /** Everything kept twice that does not agree. */
  audit(): Promise<readonly string[]>
  /** I8, I14: quotas that moved for no cause of their own listing's. */
  causes(): Promise<readonly string[]>
  /** I15: what is not booked of what the shop's lists must have shown up to these marks; left out: its watermarks. */
  missing(front: ShopFront, marks?: Marks): Promise<readonly string[]>
  /** Units each shop was charged for as sold beyond what it was given. */
  charged(): Promise<readonly number[]>
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

/** Where units are. */
export interface BalanceFigures {
  readonly onHand: number
  readonly free: number
  readonly held: number
  readonly quota: number
  readonly kept: number
  readonly deficit: number
  readonly overcommit: number
}

/** The balance of a good in a pool, and what the records behind it come to. */
export interface BalanceState extends BalanceFigures {
  readonly pool: number
  readonly good: number
  /** What the quotas of all listings claim of it. */
  readonly claimed: number
  /** Units held for the shops' orders, and units that have left for them. */
  readonly known: number
  readonly shipped: number
}

/** The figures are of all balances together. */
export interface BookState extends BalanceFigures {
  readonly balances: readonly BalanceState[]
  /** Units a day that are expected to be oversold by what is granted, and units that were charged for having been. */
  readonly grantedPerDay: number
  readonly chargedUnits: number
  /** What sets are made of, oldest first: each version counts for orders from its own time on. */
  readonly versions: readonly VersionState[]
  /** By the shop's place in the scenario; null: it has no channel yet. */
  readonly shops: readonly (ShopBooks | null)[]
}

export const proofs = ['taken at order', 'taken at payment', 'back'] as const satisfies readonly Proof[]

/** Up to where of its own time each kind of event is booked. */
export type Marks = Readonly<Partial<Record<Proof, number>>>

export interface VersionState {
  readonly id: string
  readonly effectiveMs: number
  /** Units of each good in a set. */
  readonly set: readonly number[]
}

export interface ShopBooks {
  /** Of all its pools together. */
  readonly quota: number
  /** By pool. */
  readonly quotas: readonly number[]
  /** What a set of its quota claims of each good. */
  readonly claims: readonly number[]
  /** How many sets are free in its pools. */
  readonly freeSets: number
  /** The same as `known` and `shipped`, in units of each good. */
  readonly goods: readonly { readonly known: number; readonly shipped: number }[]
  /** Whether the listing's number is in the arithmetic. */
  readonly joined: boolean
  /** Sets held for its orders, and sets that have left for them. */
  readonly known: number
  readonly shipped: number
  /** Of the sets held, those for orders whose units the shop has not taken. */
  readonly unpaid: number
  /** Commands to the shop that are not closed, SET 0 apart. */
  readonly openCommands: number
  /** When the oldest of them was written down. */
  readonly openSinceMs: number | null
  readonly marks: Marks
  /** The answer of the latest reading that has settled something. */
  readonly settledMs: number | null
}
