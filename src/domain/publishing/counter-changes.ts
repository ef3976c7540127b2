import type { StockCommand } from './command.ts'
import type { LevelChange, Span } from './level-changes.ts'

/** Instants of ours and the platform's may be off by so much. */
const CLOCK_DOUBT_MS = 2_000

/** What one line of an order did to the number, and when, as far as it can be told. */
export interface CounterLine {
  readonly taken: LevelChange
  readonly back: LevelChange | null
}

export interface Touched {
  readonly changes: readonly LevelChange[]
  readonly stops: readonly Span[]
}

/** Everything of ours and of the buyers' that touched a listing's number. */
export function touchedBy(commands: readonly StockCommand[], lines: readonly CounterLine[]): Touched {
  const moves = commands.flatMap((command) => (command.kind === 'set_zero' ? [] : (changeOf(command) ?? [])))
  const orders = lines.flatMap(({ taken, back }) => (back ? [taken, back] : [taken]))
  const stops = commands.flatMap((command) => (command.kind === 'set_zero' ? (spanOf(command) ?? []) : []))
  return { changes: [...moves, ...orders], stops }
}

/** A move is certain when its answer proves it; one that the gateway refused did nothing; any other may have done all, or nothing. */
function changeOf(command: StockCommand): LevelChange | null {
  const span = spanOf(command)
  if (!span) return null
  const { kind, outcome, freed } = command
  // Without a key every request counts that reached the service: a probe sends one again.
  const times = command.call === 'delta' ? command.tries.filter(reached).length : 1
  const units = command.units * times
  const certain = outcome === 'acknowledged' && (kind === 'raise' || freed === units)
  return { ...span, units: kind === 'raise' ? units : -units, certain }
}

/** From the first request that may have reached the service to the last instant one may have been applied. */
function spanOf({ tries }: StockCommand): Span | null {
  const some = tries.filter(reached)
  if (some.length === 0) return null
  const ends = some.map(({ outcome, answeredAtMs, diesAtMs }) =>
    answeredAtMs === null || outcome === null || outcome === 'unknown' ? diesAtMs : answeredAtMs,
  )
  return {
    fromMs: Math.min(...some.map(({ signedAtMs }) => signedAtMs)) - CLOCK_DOUBT_MS,
    toMs: Math.max(...ends) + CLOCK_DOUBT_MS,
  }
}

function reached({ outcome }: StockCommand['tries'][number]): boolean {
  return outcome !== 'refused by gateway'
}
