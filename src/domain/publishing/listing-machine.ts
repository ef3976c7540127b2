import type { CommandKind } from './command.ts'

/** Where a listing stands in the protocol. */
const listingStates = ['idle', 'raising', 'lowering', 'unknown', 'observed'] as const
export type ListingState = (typeof listingStates)[number]

/** What one try said of a command, or what befell it. */
const commandEvents = [
  'acknowledged',
  'acknowledged at zero',
  'refused by gateway',
  'refused by business',
  'no answer',
  'settled',
] as const
export type CommandEvent = (typeof commandEvents)[number]

/** What an event does to the quota of a listing: nothing, what was surely taken, what was set aside, or what a reading leaves. */
export type QuotaEffect = 'none' | 'take off' | 'give back' | 'settle'

export interface Transition {
  readonly to: ListingState
  readonly quota: QuotaEffect
}

const illegal = 'illegal'
type Cell = Transition | typeof illegal
const cell = (to: ListingState, quota: QuotaEffect = 'none'): Transition => ({ to, quota })

/**
 * Every state answers every event. `unknown` is a command one of whose tries has no certain answer: an error of a later try
 * says nothing of the earlier one (N9), and only the same key, or a reading, ends it.
 */
const table: Readonly<Record<ListingState, Readonly<Record<CommandEvent, Cell>>>> = {
  idle: {
    acknowledged: illegal,
    'acknowledged at zero': illegal,
    'refused by gateway': illegal,
    'refused by business': illegal,
    'no answer': illegal,
    settled: cell('idle', 'settle'),
  },
  raising: {
    acknowledged: cell('idle'),
    'acknowledged at zero': cell('idle'),
    'refused by gateway': cell('idle', 'give back'),
    // Only the gateway refuses before the service has seen the call.
    'refused by business': cell('unknown'),
    'no answer': cell('unknown'),
    settled: illegal,
  },
  lowering: {
    acknowledged: cell('idle', 'take off'),
    'acknowledged at zero': cell('observed'),
    'refused by gateway': cell('idle'),
    'refused by business': cell('idle'),
    'no answer': cell('unknown'),
    settled: illegal,
  },
  unknown: {
    acknowledged: cell('idle', 'take off'),
    'acknowledged at zero': cell('observed'),
    'refused by gateway': cell('unknown'),
    'refused by business': cell('unknown'),
    'no answer': cell('unknown'),
    settled: cell('idle', 'settle'),
  },
  observed: {
    acknowledged: illegal,
    'acknowledged at zero': illegal,
    'refused by gateway': illegal,
    'refused by business': illegal,
    'no answer': illegal,
    settled: cell('idle', 'settle'),
  },
}

/** The state of a listing whose command is of this kind and has, or has not, a try without a certain answer. */
export function stateOf(kind: Exclude<CommandKind, 'set_zero'>, isUnknown: boolean): ListingState {
  if (isUnknown) return 'unknown'
  return kind === 'raise' ? 'raising' : 'lowering'
}

export function step(state: ListingState, event: CommandEvent): Cell {
  return table[state][event]
}
