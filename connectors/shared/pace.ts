import { anyOf } from '../../src/any-signal.ts'
import type { Clock } from '../../src/clock.ts'

/** Whose turn it is to call a platform. */
export interface Turns {
  /** Waits for this call's turn, until one of these aborts. False: no more calls are begun. */
  turn(...signals: readonly AbortSignal[]): Promise<boolean>
  slowDown(waitMs: number): void
  /** A pace of its own for one method of one shop, where the platform counts that method by itself, and allows more of it. */
  beside(callsPerSecond: number): Turns
}

interface Watched {
  /** Told of every call. */
  readonly onCall?: () => void
  /** After it no more calls are begun: those that wait for their turn do not get it. */
  readonly stopping?: AbortSignal
}

/** The same turns, counted, until somebody stops. */
export function watched(turns: Turns, watch: Watched): Turns {
  const { onCall, stopping } = watch
  return {
    async turn(...signals) {
      if (stopping?.aborted) return false
      try {
        if (!(await turns.turn(...signals, ...(stopping ? [stopping] : [])))) return false
      } catch (error) {
        if (stopping?.aborted && signals.every(({ aborted }) => !aborted)) return false
        throw error
      }
      onCall?.()
      return true
    },
    slowDown: (waitMs) => turns.slowDown(waitMs),
    beside: (callsPerSecond) => watched(turns.beside(callsPerSecond), watch),
  }
}

/** In so long a pace that was halved is what it was. */
const DOUBLES_MS = 10_000
/** What is throttled so soon after another call was under way beside it: it says nothing of the slower pace. */
const TOGETHER_MS = 1_000
const LEAST = 1 / 64

/**
 * Paces calls: an even rate that halves when the platform throttles and grows back with time. Were it to grow with each call, a slow pace would
 * stay slow: a platform that throttles a few calls whatever their pace would bring it to a standstill. One per application key.
 */
export class Pace implements Turns {
  readonly #clock: Clock
  readonly #fullPerSecond: number
  /** What the rate was at some instant, and when that was. */
  #perSecond: number
  #perSecondAt = 0
  #slowedAt = -Infinity
  #nextAt = 0

  constructor(clock: Clock, callsPerSecond: number) {
    this.#clock = clock
    this.#fullPerSecond = callsPerSecond
    this.#perSecond = callsPerSecond
  }

  /** A short burst of one second's worth of calls may go at once. */
  async turn(...signals: readonly AbortSignal[]): Promise<boolean> {
    const now = this.#clock.now().getTime()
    const at = Math.max(this.#nextAt, now - 1_000)
    this.#nextAt = at + 1_000 / this.#rateAt(at)
    if (at <= now) return true
    using until = anyOf(...signals)
    await this.#clock.sleep(at - now, until.signal)
    return true
  }

  /** The platform throttled us: half the rate, and nothing at all for `waitMs`. */
  slowDown(waitMs: number): void {
    const now = this.#clock.now().getTime()
    if (now - this.#slowedAt >= TOGETHER_MS) {
      this.#perSecond = Math.max(this.#fullPerSecond * LEAST, this.#rateAt(now) / 2)
      this.#slowedAt = now
    }
    this.#perSecondAt = now + waitMs
    this.#nextAt = Math.max(this.#nextAt, now + waitMs)
  }

  #rateAt(ms: number): number {
    const grownMs = Math.max(0, ms - this.#perSecondAt)
    return Math.min(this.#fullPerSecond, this.#perSecond * 2 ** (grownMs / DOUBLES_MS))
  }

  beside(callsPerSecond: number): Turns {
    return new Pace(this.#clock, Math.max(callsPerSecond, this.#fullPerSecond))
  }
}
