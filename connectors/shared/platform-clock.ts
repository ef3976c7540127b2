import type { Clock } from '../../src/clock.ts'
import type { PlatformClockReading } from '../../src/channels/connector.ts'
import { withPatience } from './patience.ts'

/** Follows a platform's clock: an offset to ours, measured by asking for the time. */
export class PlatformClock {
  readonly #clock: Clock
  #offsetMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): Date {
    return this.at(this.#clock.now())
  }

  at(ours: Date): Date {
    return new Date(ours.getTime() + this.#offsetMs)
  }

  /**
   * `resolutionMs` is how coarse the platform's answer is: whole seconds are right within one second. Every poll begins with this question: one
   * that is refused for a moment, or not answered, does not cost the poll.
   */
  measure(readTime: () => Promise<Date>, { resolutionMs, signal }: Measuring): Promise<PlatformClockReading> {
    return withPatience(this.#clock, signal, () => this.#measureOnce(readTime, resolutionMs))
  }

  async #measureOnce(readTime: () => Promise<Date>, resolutionMs: number): Promise<PlatformClockReading> {
    const askedMs = this.#clock.now().getTime()
    const theirsMs = (await readTime()).getTime() + resolutionMs / 2
    const answeredMs = this.#clock.now().getTime()
    this.#offsetMs = Math.round(theirsMs - (askedMs + answeredMs) / 2)
    return { offsetMs: this.#offsetMs, doubtMs: Math.ceil((answeredMs - askedMs + resolutionMs) / 2) }
  }
}

interface Measuring {
  readonly resolutionMs: number
  readonly signal: AbortSignal
}
