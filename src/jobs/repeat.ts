import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

/**
 * Does a task again and again, with a pause in between, until the signal aborts. A run that fails is logged and tried
 * again at the next turn: what it left undone is still there then.
 */
export async function repeat(
  task: { readonly name: string; readonly pauseMs: number; run(signal: AbortSignal): Promise<void> },
  { clock, log, signal }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await task.run(signal)
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, task: task.name }, 'a task failed; it will be tried again')
    }
    await clock.sleep(task.pauseMs, signal).catch(() => undefined)
  }
}
