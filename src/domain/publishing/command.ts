import type { PoolId } from '../ids.ts'

export type CommandKind = 'raise' | 'lower' | 'set_zero'
export type CommandState = 'open' | 'unknown' | 'closed'
export type CommandCall = 'keyed delta' | 'delta'
/** What a lowering below what is for sale does. `unproven` is treated as `clamped`. */
export type BelowZero = 'refused' | 'clamped' | 'unproven'

/** How a command ended: what its answers proved, or what a reading settled. */
export type CommandOutcome = 'acknowledged' | 'refused' | 'settled' | 'given up'

export type TryOutcome = 'acknowledged' | 'refused by gateway' | 'refused by business' | 'unknown'

/** One time a command was sent. Instants are the platform's clock. */
export interface CommandTry {
  /** Grows with every try of the listing. */
  readonly number: number
  readonly signedAtMs: number
  /** The platform refuses the request from here on. */
  readonly diesAtMs: number
  readonly fence: string
  readonly answeredAtMs: number | null
  /** Null: no answer came, or it was never written down (R11: it is unknown). */
  readonly outcome: TryOutcome | null
  readonly resultingUnits: number | null
  readonly code: string | null
  readonly message: string | null
}

/** Units of a command, by the pool they come from or go back to. */
export interface CommandPart {
  readonly poolId: PoolId
  readonly units: number
}

/** A change of a shop's number: written down before it is sent (R1), and open until its outcome is proved. */
export interface StockCommand {
  readonly id: string
  readonly listingId: string
  readonly kind: CommandKind
  readonly units: number
  readonly parts: readonly CommandPart[]
  /** Random, made before the first try, never used for other arguments (R12). */
  readonly platformKey: string
  readonly call: CommandCall
  readonly belowZero: BelowZero
  readonly keyMemoryMs: number | null
  readonly state: CommandState
  readonly outcome: CommandOutcome | null
  /** Units that came back out of the listing's quota through it. */
  readonly freed: number
  readonly fence: string
  readonly createdAtMs: number
  readonly closedAtMs: number | null
  readonly tries: readonly CommandTry[]
}

/** Whether a try can still be applied, or may have been without anyone having said so, at an instant of the platform's clock. */
export function isInFlight({ outcome, diesAtMs }: CommandTry, platformMs: number): boolean {
  return (outcome === null || outcome === 'unknown') && diesAtMs >= platformMs
}
