/** Time for a sandbox. Anything with these two methods will do, so a test's or a simulation's clock can drive it. */
export interface Clock {
  now(): Date
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The machine's clock. */
export class WallClock implements Clock {
  now(): Date {
    return new Date()
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(toError(signal.reason))
      const stop = (): void => {
        clearTimeout(timer)
        reject(toError(signal?.reason))
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }
}

interface Sleeper {
  readonly atMs: number
  readonly wake: () => void
}

/** Stands still until it is moved; sleepers wake in the order of their times. */
export class ManualClock implements Clock {
  #nowMs: number
  readonly #sleepers = new Set<Sleeper>()

  constructor(startsAt: Date) {
    this.#nowMs = startsAt.getTime()
  }

  now(): Date {
    return new Date(this.#nowMs)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(toError(signal.reason))
      const stop = (): void => {
        this.#sleepers.delete(sleeper)
        reject(toError(signal?.reason))
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const sleeper: Sleeper = { atMs: this.#nowMs + ms, wake }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }

  /** A signal that aborts once the clock has been moved by `ms`. */
  deadline(ms: number): AbortSignal {
    const controller = new AbortController()
    const wake = (): void => controller.abort(new DOMException('the deadline has passed', 'TimeoutError'))
    this.#sleepers.add({ atMs: this.#nowMs + ms, wake })
    return controller.signal
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms
    const due = [...this.#sleepers].filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)
    for (const sleeper of due) {
      this.#sleepers.delete(sleeper)
      this.#nowMs = Math.max(this.#nowMs, sleeper.atMs)
      sleeper.wake()
    }
    this.#nowMs = untilMs
  }

  /** How many wait for this clock: lets a test wait for a condition instead of a time. */
  get sleepers(): number {
    return this.#sleepers.size
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
