import type { Clock } from '../../src/clock.ts'
import { ManualClock } from '../../sandbox/shared/clock.ts'

/** A clock on which every wait is over at once, the time having moved on by as much: nothing in a test really sleeps. */
export class JumpingClock extends ManualClock implements Clock {
  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    await Promise.resolve()
    this.advance(ms)
  }
}
