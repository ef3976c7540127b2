import type { Clock } from '../clock.ts'
import { pgFailure } from '../db/pg-errors.ts'

const TRIES_MAX = 6
const WAIT_MS = 250

/** Does again what failed for a reason that passes: others at work on the same rows, a database that restarts. The work must bear repeating. */
export async function retryPassing<T>(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      const passes = ['conflict', 'lock timeout', 'connection lost', 'overloaded'].includes(pgFailure(error) ?? '')
      if (!passes || tries >= TRIES_MAX) throw error
      await clock.sleep(WAIT_MS * 2 ** tries, signal)
    }
  }
}
