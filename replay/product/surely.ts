import { SystemClock } from '../../src/clock.ts'
import { pgFailure } from '../../src/db/pg-errors.ts'

const TRIES_MAX = 120
const PAUSE_MS = 250
const passing: ReadonlySet<string | undefined> = new Set(['conflict', 'lock timeout', 'connection lost', 'overloaded'])

/** The queue was full, and nothing was done. */
class Busy extends Error {
  override readonly name = 'Busy'
}

/** An answer that is one: "busy" is none, and is thrown for `surely` to ask again. */
export function answered<T extends { readonly kind: string }>(answer: T): T {
  if (answer.kind === 'refused' && 'code' in answer && answer.code === 'BUSY') throw new Busy('the queue was full')
  return answer
}

/** Does again what failed because the database was away for a moment, or too much was asked of it: the work bears repeating. */
export async function surely<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const clock = new SystemClock()
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      const passes =
        passing.has(pgFailure(error) ?? 'none') ||
        error instanceof Busy ||
        (error instanceof Error && error.name === 'OutcomeUnknown')
      if (!passes || tries >= TRIES_MAX) throw error
      await clock.sleep(PAUSE_MS, signal)
    }
  }
}
