import type { Clock } from '../../src/clock.ts'

const firstPauseMs = 1_000
const longestPauseMs = 60_000
/** A connection that lived this long was a good one: the next pause is short again. */
const goodLifeMs = 60_000

/**
 * Keeps a connection for ever: `live` resolves or throws when it ends, and is begun again after a pause that doubles up to a
 * minute. Gives up never, because a push that stopped for good is found out by nobody. Ends when the signal aborts.
 */
export async function reconnectForEver(
  clock: Clock,
  live: () => Promise<void>,
  { signal, onEnd }: { readonly signal: AbortSignal; readonly onEnd?: (why: string) => void },
): Promise<void> {
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    const startedMs = clock.now().getTime()
    const why = await live().then(
      () => 'closed',
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    )
    if (signal.aborted) return
    onEnd?.(why)
    if (clock.now().getTime() - startedMs >= goodLifeMs) pauseMs = firstPauseMs
    await clock.sleep(pauseMs, signal).catch(() => undefined)
    pauseMs = Math.min(longestPauseMs, pauseMs * 2)
  }
}
