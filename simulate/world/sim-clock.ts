import { getEventListeners } from 'node:events'
import type { Clock } from '../../src/clock.ts'
import { isAfter, Sleepers, type Sleeper } from './sleepers.ts'

/** One for all: most deadlines pass when nobody waits for them any more. */
const passed = new DOMException('the deadline has passed', 'TimeoutError')

/**
 * A clock that only the simulation moves. Sleepers wake one at a time, in the order of their times; whoever moves the clock lets
 * each do what it can before the next one wakes, so a run comes out the same every time.
 */
export class SimClock implements Clock {
  #nowMs: number
  #numbers = 0
  readonly #sleepers = new Sleepers()
  /** Most of these are of calls that were answered long ago. */
  readonly #deadlines = new Sleepers()

  constructor(startsAt: Date) {
    this.#nowMs = startsAt.getTime()
  }

  now(): Date {
    return new Date(this.#nowMs)
  }

  /** When somebody wakes next, deadlines apart; null: nobody does by himself. */
  get nextMs(): number | null {
    return this.#sleepers.first?.atMs ?? null
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#sleepers.leave(sleeper)
        reject(toError(signal?.reason))
      }
      if (signal?.aborted) return reject(toError(signal.reason))
      const sleeper = this.#newSleeper(ms, () => {
        signal?.removeEventListener('abort', stop)
        resolve()
        return true
      })
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }

  /** Who works under one listens to the signal itself, or through `anyOf`: of `AbortSignal.any` it would not be seen. */
  deadline(ms: number): AbortSignal {
    const controller = new AbortController()
    const { signal } = controller
    const pass = (): boolean => {
      const isAwaited = getEventListeners(signal, 'abort').length > 0
      controller.abort(passed)
      return isAwaited
    }
    this.#deadlines.add(this.#newSleeper(ms, pass))
    return signal
  }

  /**
   * Moves to an instant; `settle` is awaited after each sleeper that wakes on the way, and after all deadlines of one instant, unless
   * nobody waited for any of them.
   */
  async advanceTo(ms: number, settle: () => Promise<void>): Promise<void> {
    for (let from = this.#from(); from; from = this.#from()) {
      const { first } = from
      if (!first || first.atMs > ms) break
      this.#nowMs = Math.max(this.#nowMs, first.atMs)
      const isDeadline = from === this.#deadlines
      let isAwaited = false
      do isAwaited = from.takeFirst()?.wake() === true || isAwaited
      while (isDeadline && this.#from() === from && from.first?.atMs === first.atMs)
      if (isAwaited) await settle()
    }
    this.#nowMs = Math.max(this.#nowMs, ms)
  }

  /** Where whoever wakes next is. */
  #from(): Sleepers {
    const [sleeper, deadline] = [this.#sleepers.first, this.#deadlines.first]
    return deadline && (!sleeper || isAfter(sleeper, deadline)) ? this.#deadlines : this.#sleepers
  }

  #newSleeper(ms: number, wake: Sleeper['wake']): Sleeper {
    return { atMs: this.#nowMs + Math.max(0, ms), number: (this.#numbers += 1), wake }
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
