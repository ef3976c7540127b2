import { TICK_MS } from '../scenario.ts'

/** So long after the last thing that happened all of it is seen, and what it made due is done. */
const AWAKE_MS = 120 * TICK_MS

/** Knows whether polls and counter reads can still find anything that they have not found already. */
export class Idle {
  readonly #rests: boolean
  #touchedMs = Infinity

  constructor(rests: boolean) {
    this.#rests = rests
  }

  touch(atMs: number): void {
    this.#touchedMs = atMs
  }

  isAt(atMs: number): boolean {
    return this.#rests && atMs > this.#touchedMs + AWAKE_MS
  }
}
