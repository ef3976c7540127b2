import type { BookState } from '../policies/books.ts'

const DAY_MS = 86_400_000

/** What is shown beyond the goods by choice: how long shops show anything, what is expected to go wrong, and what is on record of it. */
export class Beyond {
  #atMs: number | null = null
  #shownMs = 0
  #shopMs = 0
  #expectedUnits = 0

  /** Up to this instant nothing has changed since the last one. */
  pass(nowMs: number, { sellable, state }: { readonly sellable: readonly number[]; readonly state: BookState | null }): void {
    const passedMs = this.#atMs === null ? 0 : nowMs - this.#atMs
    this.#atMs = nowMs
    this.#shopMs += passedMs * sellable.length
    this.#shownMs += passedMs * sellable.filter((units) => units > 0).length
    this.#expectedUnits += (passedMs / DAY_MS) * (state?.grantedPerDay ?? 0)
  }

  /** The part of all the shops' time in which they showed something. */
  get shownShare(): number {
    return this.#shopMs === 0 ? 0 : this.#shownMs / this.#shopMs
  }

  get expectedUnits(): number {
    return this.#expectedUnits
  }
}

/** Once all orders are booked: what was sold and is not there is deficit, and was charged to the budget. */
export function unrecorded({ deficit, chargedUnits }: BookState, oversold: number, worst: number): readonly string[] {
  const found: string[] = []
  if (deficit !== Math.max(0, oversold))
    found.push(`overcommit: ${oversold} units are sold beyond the goods, the deficit is ${deficit}`)
  if (chargedUnits < worst) found.push(`overcommit: ${worst} units were sold beyond the goods, ${chargedUnits} were charged`)
  return found
}
