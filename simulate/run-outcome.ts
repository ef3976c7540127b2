import type { TurnedAway } from './checks/turned-away.ts'

/** What a run came to. */
export interface RunOutcome {
  readonly soldUnits: number
  readonly soldByShop: readonly number[]
  /** By how many units more was sold at any time than had been received. */
  readonly oversoldUnits: number
  readonly stockCalls: number
  /** Reads of counters that something had to be settled by. */
  readonly settlingReads: number
  /** Reads of counters at the stated cadence, which look for hand edits. */
  readonly cadenceReads: number
  /** Units that were asked for in vain while as many were unsold, by where those were. */
  readonly turnedAway: TurnedAway
  /** The part of the shops' time in which they showed something, and the units expected to be oversold by what was shown beyond the goods. */
  readonly shownShare: number
  readonly expectedUnits: number
  readonly violations: readonly string[]
  /** What had not come to rest although nothing failed any more. */
  readonly unsettled: readonly string[]
}
