import { findPostmaster, isGone, stopPostmaster } from './postmaster.ts'
import type { ServerPlace } from './take-server.ts'

const STOP_FAST_MS = 30_000
const STOP_IMMEDIATE_MS = 10_000
const POLL_MS = 20

/** Stops by the pid file and waits for it to go: an adopted server is no child of ours, so there is no exit to wait for. */
export async function stopServer({ folder, clock, log }: Pick<ServerPlace, 'folder' | 'clock' | 'log'>): Promise<void> {
  const ways = [
    ['fast', STOP_FAST_MS],
    ['immediate', STOP_IMMEDIATE_MS],
  ] as const
  for (const [how, timeoutMs] of ways) {
    const found = await findPostmaster(folder)
    if (typeof found === 'string') return
    stopPostmaster(found.pid, how)
    for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += POLL_MS) {
      if (await isGone(folder, found.pid)) return
      await clock.sleep(POLL_MS)
    }
    log.warn({ how, timeoutMs }, 'PostgreSQL did not stop in time')
  }
}
