import type { Numbered } from './topic.ts'

/** No transaction of ours lasts as long: a number that is still missing then was rolled back. */
const MISSING_MS = 90_000
/** Beyond so many missing numbers the oldest are given up. */
const MISSING_MAX = 10_000

/**
 * How far the rows of a topic have been read. Rows are numbered when they are written and seen when their transaction
 * commits, so a lower number may appear after a higher one: what is missing in between is looked for until it cannot come.
 */
export class Reading {
  #after: number
  readonly #missing = new Map<number, number>()

  /** `there` are the newest numbers when the reading begins: the rows that are still to come among them are told, too. */
  constructor(there: readonly number[], nowMs: number) {
    this.#after = Math.max(0, ...there)
    const known = new Set(there)
    for (let id = Math.min(this.#after, ...there) + 1; id < this.#after; id += 1) if (!known.has(id)) this.#missing.set(id, nowMs)
  }

  get wanted(): { readonly after: number; readonly missing: readonly number[] } {
    return { after: this.#after, missing: [...this.#missing.keys()] }
  }

  /** Takes what a look for `wanted` has found. Returns what is new. */
  take<Event>(found: readonly Numbered<Event>[], nowMs: number): readonly Numbered<Event>[] {
    const news = found.filter(({ id }) => id > this.#after || this.#missing.has(id))
    for (const { id } of news) {
      for (let between = Math.max(this.#after, id - MISSING_MAX - 1) + 1; between < id; between += 1)
        this.#missing.set(between, nowMs)
      this.#missing.delete(id)
      this.#after = Math.max(this.#after, id)
    }
    for (const [id, sinceMs] of this.#missing) {
      if (sinceMs > nowMs - MISSING_MS && this.#missing.size <= MISSING_MAX) break
      this.#missing.delete(id)
    }
    return news
  }
}
