interface Versioned {
  readonly id: string
  readonly createdAt: Date
  readonly modifiedAt: Date
}

interface Entry<T> {
  readonly atMs: number
  readonly value: T
  readonly previous: Entry<T> | null
  next: Entry<T> | null
}

export interface LogWindow {
  readonly from: Date
  readonly to: Date
  /** The instant whose state is shown: later versions are not in the lists yet. */
  readonly asOf: Date
}

/**
 * All versions of a shop's orders or refunds, in the order they were written. A list shows, of each, the version of one
 * instant, so late lists and moving windows come out as they would at the platform. Windows work on whole seconds, both ends in.
 */
export class VersionLog<T extends Versioned> {
  readonly #entries: Entry<T>[] = []
  readonly #created: { readonly atMs: number; readonly id: string }[] = []
  readonly #settled: { readonly atMs: number; readonly id: string }[] = []
  readonly #latest = new Map<string, Entry<T>>()
  readonly #settledAt: (value: T) => Date | null
  #lastWindow: { readonly key: string; readonly found: readonly T[] } | null = null

  constructor(settledAt: (value: T) => Date | null = () => null) {
    this.#settledAt = settledAt
  }

  write(value: T): void {
    const previous = this.#latest.get(value.id) ?? null
    const entry: Entry<T> = { atMs: value.modifiedAt.getTime(), value, previous, next: null }
    if (previous) previous.next = entry
    else insert(this.#created, { atMs: value.createdAt.getTime(), id: value.id })
    const settledAt = this.#settledAt(value)
    if (settledAt && !(previous && this.#settledAt(previous.value)))
      insert(this.#settled, { atMs: settledAt.getTime(), id: value.id })
    this.#entries.push(entry)
    this.#latest.set(value.id, entry)
  }

  latest(id: string, asOf?: Date): T | null {
    let entry = this.#latest.get(id) ?? null
    while (entry && asOf && entry.atMs > asOf.getTime()) entry = entry.previous
    return entry?.value ?? null
  }

  all(): T[] {
    return [...this.#latest.values()].map(({ value }) => value)
  }

  /** Oldest change first. The pages of one walk ask for the same window again and again: the last answer is kept. */
  modifiedIn(window: LogWindow): readonly T[] {
    const shown = firstAt(this.#entries, window.asOf.getTime() + 1)
    const key = `${window.from.getTime()} ${window.to.getTime()} ${shown}`
    if (this.#lastWindow?.key !== key) this.#lastWindow = { key, found: this.#modified(window) }
    return this.#lastWindow.found
  }

  #modified({ from, to, asOf }: LogWindow): T[] {
    const found: T[] = []
    const asOfMs = asOf.getTime()
    for (let place = firstAt(this.#entries, second(from)); place < this.#entries.length; place += 1) {
      const entry = this.#entries[place]
      if (!entry || entry.atMs > asOfMs || entry.atMs >= second(to) + 1_000) break
      if (!entry.next || entry.next.atMs > asOfMs) found.push(entry.value)
    }
    return found
  }

  /** Oldest first. */
  createdIn(window: LogWindow): T[] {
    return this.#keyed(this.#created, window)
  }

  /** By the moment given to the constructor, oldest first. */
  settledIn(window: LogWindow): T[] {
    return this.#keyed(this.#settled, window).filter((value) => this.#settledAt(value) !== null)
  }

  #keyed(index: readonly { readonly atMs: number; readonly id: string }[], { from, to, asOf }: LogWindow): T[] {
    const found: T[] = []
    for (let place = firstAt(index, second(from)); place < index.length; place += 1) {
      const entry = index[place]
      if (!entry || entry.atMs >= second(to) + 1_000) break
      const value = this.latest(entry.id, asOf)
      if (value) found.push(value)
    }
    return found
  }
}

function second(at: Date): number {
  return Math.floor(at.getTime() / 1_000) * 1_000
}

/** The first place whose time is not before `atMs`. */
function firstAt(sorted: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.atMs ?? Infinity) < atMs) low = middle + 1
    else high = middle
  }
  return low
}

function insert<T extends { readonly atMs: number }>(sorted: T[], entry: T): void {
  sorted.splice(firstAt(sorted, entry.atMs + 1), 0, entry)
}
