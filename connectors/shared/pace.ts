import type { Clock } from '../../src/clock.ts'

/** Whose turn it is to call a platform. */
export interface Turns {
  turn(signal: AbortSignal): Promise<void>
  slowDown(waitMs: number): void
  /** A pace of its own for one method of one shop, where the platform counts that method by itself, and allows more of it. */
  beside(callsPerSecond: number): Turns
}

/** The same turns, with every one counted. */
export function counted(turns: Turns, onCall: () => void): Turns {
  return {
    async turn(signal) {
      await turns.turn(signal)
      onCall()
    },
    slowDown: (waitMs) => turns.slowDown(waitMs),
    beside: (callsPerSecond) => counted(turns.beside(callsPerSecond), onCall),
  }
}

/** Paces calls: an even rate that halves when the platform throttles and grows back slowly. One per application key. */
export class Pace implements Turns {
  readonly #clock: Clock
  readonly #fullPerSecond: number
  #perSecond: number
  #nextAt = 0

  constructor(clock: Clock, callsPerSecond: number) {
    this.#clock = clock
    this.#fullPerSecond = callsPerSecond
    this.#perSecond = callsPerSecond
  }

  /** Waits for this call's turn. A short burst of one second's worth of calls may go at once. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now().getTime()
    const gapMs = 1_000 / this.#perSecond
    const at = Math.max(this.#nextAt, now - 1_000)
    this.#nextAt = at + gapMs
    this.#perSecond = Math.min(this.#fullPerSecond, this.#perSecond * 1.02)
    if (at > now) await this.#clock.sleep(at - now, signal)
  }

  /** The platform throttled us: half the rate, and nothing at all for `waitMs`. */
  slowDown(waitMs: number): void {
    this.#perSecond = Math.max(this.#fullPerSecond / 64, this.#perSecond / 2)
    this.#nextAt = Math.max(this.#nextAt, this.#clock.now().getTime() + waitMs)
  }

  beside(callsPerSecond: number): Turns {
    return new Pace(this.#clock, Math.max(callsPerSecond, this.#fullPerSecond))
  }
}
