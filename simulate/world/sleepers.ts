export interface Sleeper {
  readonly atMs: number
  readonly number: number
  /** Tells whether anybody was still waiting for it. */
  readonly wake: () => boolean
}

/** Who sleeps, soonest first; of one instant, in the order they fell asleep. */
export class Sleepers {
  readonly #heap: Sleeper[] = []
  readonly #gone = new Set<Sleeper>()

  /** Who wakes next. */
  get first(): Sleeper | undefined {
    for (let next = this.#heap[0]; next; next = this.#heap[0]) {
      if (!this.#gone.delete(next)) return next
      this.#pop()
    }
    return undefined
  }

  /** Somebody does not wait any more. */
  leave(sleeper: Sleeper): void {
    this.#gone.add(sleeper)
  }

  takeFirst(): Sleeper | undefined {
    const { first } = this
    if (first) this.#pop()
    return first
  }

  add(sleeper: Sleeper): void {
    this.#heap.push(sleeper)
    for (let at = this.#heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1
      if (!this.#swapIfLater(parent, at)) break
      at = parent
    }
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
    return isAfter(one, other)
  }

  #swapIfLater(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]]
    if (!one || !other || !this.#isLater(a, b)) return false
    this.#heap[a] = other
    this.#heap[b] = one
    return true
  }
}

export function isAfter(one: Sleeper, other: Sleeper): boolean {
  return one.atMs > other.atMs || (one.atMs === other.atMs && one.number > other.number)
}
