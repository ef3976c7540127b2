import { TICK_MS } from '../scenario.ts'
import type { Act } from './agenda.ts'

/** So long after the last thing that happened all of it is seen, and what it made due is done. */
const AWAKE_MS = 120 * TICK_MS

/**
 * Leaves out what only looks for what has happened, as long as nothing has. Before something happens again, the last look of
 * each kind is made up for: then all is as if none had been left out.
 */
export class Idle {
  readonly #rests: boolean
  #touchedMs = Infinity
  readonly #leftOut = new Map<string, Act>()

  constructor(rests: boolean) {
    this.#rests = rests
  }

  /** What is to be done now, in this order: nothing where the act is left out. */
  turn(act: Act): readonly Act[] {
    if (!act.looks) {
      this.#touchedMs = act.atMs
      const last = [...this.#leftOut.values()].toSorted((a, b) => a.atMs - b.atMs)
      this.#leftOut.clear()
      return [...last.map((one) => ({ ...one, run: () => one.run(true) })), act]
    }
    if (!this.#rests || act.atMs <= this.#touchedMs + AWAKE_MS) return [act]
    this.#leftOut.set(act.name, act)
    return []
  }
}
