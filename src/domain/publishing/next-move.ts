import type { StockCommand } from './command.ts'
import { nextForUnknown } from './next-try.ts'

/** How a listing stands when the publisher looks at it. Instants of ours unless said otherwise. */
export interface Standing {
  /** Its first settled reading since its channel was joined has become its quota. */
  readonly joined: boolean
  readonly quota: number
  /** What it should be able to sell; null until somebody has reckoned it. */
  readonly wanted: number | null
  /** Commands that are not settled. */
  readonly commands: readonly StockCommand[]
  /** A reading waits to be settled. */
  readonly reading: boolean
  /** What the reading that waits leaves to be taken off, less what was taken since; null: none waits. */
  readonly forSale: number | null
  /** A reading of it can settle something. */
  readonly readable: boolean
  readonly mayRaise: boolean
  /** When a raise that is not allowed now may be: its channel joins, or is blind. Null: somebody has to allow it. */
  readonly raiseLaterMs: number | null
  /** Whether its number is written at all. */
  readonly written: boolean
  readonly frozenUntilMs: number | null
  /** Raises have failed again and again: the next one is begun then. Null: at once. */
  readonly raiseAgainMs: number | null
  readonly nowMs: number
  /** The platform's clock at `nowMs`. */
  readonly platformMs: number
  readonly requestLifetimeMs: number
}

export type NextMove =
  | { readonly do: 'raise' | 'lower'; readonly units: number }
  | { readonly do: 'again'; readonly commandId: string }
  | { readonly do: 'read' }
  /** Null: until something makes it due. */
  | { readonly do: 'wait'; readonly untilMs: number | null }

const REST: NextMove = { do: 'wait', untilMs: null }

/** The one next thing to do about a listing: whatever was begun is brought to its end before anything new is. */
export function nextMove(standing: Standing): NextMove {
  const { joined, commands, reading, readable, nowMs } = standing
  // What waits to be settled makes the listing due again when it is.
  if (reading && (!joined || commands.length > 0)) return REST
  for (const command of commands) {
    // Where nothing is written any more nothing is sent again: its tries die, and then it is read.
    const next = nextForUnknown(standing.written ? command : { ...command, call: 'delta' }, standing)
    if (next.step === 'wait') return { do: 'wait', untilMs: nowMs + Math.max(0, next.untilMs - standing.platformMs) }
    if (next.step === 'same key') return { do: 'again', commandId: command.id }
  }
  if (!joined || commands.length > 0) return readable ? { do: 'read' } : REST
  return standing.written ? closeGap(standing) : REST
}

function closeGap({ wanted, quota, forSale, mayRaise, raiseLaterMs, raiseAgainMs, frozenUntilMs, nowMs }: Standing): NextMove {
  // Below zero it waits for a cancellation, or to be charged: more for sale would only sell more that is not there.
  if (wanted === null || wanted === quota || quota < 0) return REST
  if (wanted > quota) {
    if (!mayRaise) return { do: 'wait', untilMs: raiseLaterMs }
    const isLater = raiseAgainMs !== null && raiseAgainMs > nowMs
    return isLater ? { do: 'wait', untilMs: raiseAgainMs } : { do: 'raise', units: wanted - quota }
  }
  // What was sold unseen is not there to be taken off: the platform would refuse all of it.
  const units = Math.min(quota - wanted, quota, forSale ?? Infinity)
  if (units <= 0) return REST
  return frozenUntilMs !== null && frozenUntilMs > nowMs ? { do: 'wait', untilMs: frozenUntilMs } : { do: 'lower', units }
}
