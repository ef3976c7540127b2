import { SystemClock } from '../../src/clock.ts'
import { pgFailure } from '../../src/db/pg-errors.ts'

const TRIES_MAX = 120
const PAUSE_MS = 250
const passing: ReadonlySet<string | undefined> = new Set(['conflict', 'lock timeout', 'connection lost', 'overloaded'])

/** Does again what failed because the database was away for a moment: the work bears repeating. */
export async function surely<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const clock = new SystemClock()
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      const passes = passing.has(pgFailure(error) ?? 'none') || (error instanceof Error && error.name === 'OutcomeUnknown')
      if (!passes || tries >= TRIES_MAX) throw error
      await clock.sleep(PAUSE_MS, signal)
    }
  }
}
