import { SystemClock } from '../../src/clock.ts'
import type { Log } from '../../src/log.ts'
import type { ProcessCrew } from './process-crew.ts'

const KILL_EVERY_MS = 5_000
const RESTART_AFTER_MS = 5_000

/** Kills a worker every few seconds of wall time, and restarts the database once. */
export async function causeChaos(
  crew: ProcessCrew,
  {
    restartDatabase,
    log,
    signal,
  }: { readonly restartDatabase: () => Promise<void>; readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  const clock = new SystemClock()
  const restarting = clock
    .sleep(RESTART_AFTER_MS, signal)
    .then(restartDatabase)
    .catch((error: unknown) => (signal.aborted ? undefined : log.error({ err: error }, 'the database was not restarted')))
  for (let n = 0; !signal.aborted; n += 1) {
    await clock.sleep(KILL_EVERY_MS, signal).catch(() => undefined)
    if (!signal.aborted) crew.kill(n)
  }
  await restarting
}
