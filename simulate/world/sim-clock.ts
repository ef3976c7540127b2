import type { Clock } from '../../src/clock.ts'

interface Sleeper {
  readonly atMs: number
  readonly number: number
  readonly wake: () => void
}

/**
 * A clock that only the simulation moves. Sleepers wake one at a time, in the order of their times; whoever moves the clock lets
 * each do what it can before the next one wakes, so a run comes out the same every time.
 */
export class SimClock implements Clock {
  #nowMs: number
  #numbers = 0
  readonly #heap: Sleeper[] = []
  readonly #gone = new Set<Sleeper>()

  constructor(startsAt: Date) {
    this.#nowMs = startsAt.getTime()
  }

  now(): Date {
    return new Date(this.#nowMs)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#gone.add(sleeper)
        reject(toError(signal?.reason))
      }
      if (signal?.aborted) return reject(toError(signal.reason))
      const sleeper = this.#add(ms, () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      })
      signal?.addEventListener('abort', stop, { once: true })
    })
  }

  deadline(ms: number): AbortSignal {
    const controller = new AbortController()
    this.#add(ms, () => controller.abort(new DOMException('the deadline has passed', 'TimeoutError')))
    return controller.signal
  }

  /** Moves to an instant; `settle` is awaited after each sleeper that wakes on the way. */
  async advanceTo(ms: number, settle: () => Promise<void>): Promise<void> {
    for (let next = this.#heap[0]; next && next.atMs <= ms; next = this.#heap[0]) {
      this.#pop()
      if (this.#gone.delete(next)) continue
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.wake()
      await settle()
    }
    this.#nowMs = Math.max(this.#nowMs, ms)
  }

  #add(ms: number, wake: () => void): Sleeper {
    const sleeper = { atMs: this.#nowMs + Math.max(0, ms), number: (this.#numbers += 1), wake }
    this.#heap.push(sleeper)
    for (let at = this.#heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1
      if (!this.#swapIfLater(parent, at)) break
      at = parent
    }
    return sleeper
  }

  #pop(): void {
    const last = this.#heap.pop()
    if (!last || this.#heap.length === 0) return
    this.#heap[0] = last
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const child = this.#isLater(left, right) ? right : left
      if (child >= this.#heap.length || !this.#swapIfLater(at, child)) return
      at = child
    }
  }

  #isLater(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]]
    if (!one || !other) return false
    return one.atMs > other.atMs || (one.atMs === other.atMs && one.number > other.number)
  }

  #swapIfLater(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]]
    if (!one || !other || !this.#isLater(a, b)) return false
    this.#heap[a] = other
    this.#heap[b] = one
    return true
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
