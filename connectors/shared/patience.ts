import type { Clock } from '../../src/clock.ts'
import { ChannelError } from '../../src/channels/errors.ts'

const tries = 3
const longestWaitMs = 5_000

/**
 * Repeats a read a few times over short bans and outages, so that one hiccup does not throw away a long walk. Longer ones,
 * and every fault that waiting does not cure, are the caller's. Never for writes.
 */
export async function withPatience<T>(clock: Clock, signal: AbortSignal, read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read()
    } catch (error) {
      const waitMs = error instanceof ChannelError ? waitOf(error, attempt) : null
      if (waitMs === null || attempt >= tries) throw error
      await clock.sleep(waitMs, signal)
    }
  }
}

function waitOf({ fault, retryAfterMs }: ChannelError, attempt: number): number | null {
  if (fault !== 'throttled' && fault !== 'unavailable') return null
  const waitMs = retryAfterMs ?? 300 * attempt
  return waitMs <= longestWaitMs ? waitMs : null
}
