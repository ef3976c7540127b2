/** Something that happens in a run at its time. */
export interface Act {
  readonly atMs: number
  readonly name: string
  /** Only looks for what has happened: left out as long as nothing has. */
  readonly looks?: boolean
  /** `rested`: others of its kind before it were left out. */
  run(rested?: boolean): void | Promise<void>
}

/** What is still to happen, soonest first; of one instant, in the order it was added. */
export class Agenda {
  readonly #acts: Act[] = []

  add(act: Act): void {
    let at = this.#acts.length
    while (at > 0 && (this.#acts[at - 1]?.atMs ?? -Infinity) > act.atMs) at -= 1
    this.#acts.splice(at, 0, act)
  }

  next(): Act | undefined {
    return this.#acts.shift()
  }

  /** The next one, unless it is later than this. */
  nextBy(ms: number): Act | undefined {
    return (this.#acts[0]?.atMs ?? Infinity) <= ms ? this.#acts.shift() : undefined
  }
}
