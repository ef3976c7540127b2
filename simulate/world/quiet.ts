import type { Pool } from 'pg'

/** Turns of the event loop in which nothing happens, after which nothing will: more than any queue of ours gathers for. */
const TURNS = 8

/**
 * Knows whether anybody is still at work: statements under way at the database, requests under way on a socket, or callbacks about to run.
 * Whoever waits for the simulated clock is not at work.
 */
export class Quiet {
  #underWay = 0
  #seen = 0
  #waiters: (() => void)[] = []

  /** Statements and requests so far: who compares two of these knows whether anything was asked in between. */
  get seen(): number {
    return this.#seen
  }

  begin(): void {
    this.#underWay += 1
    this.#seen += 1
  }

  end(): void {
    this.#underWay -= 1
    this.#seen += 1
    if (this.#underWay > 0) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }

  async during<T>(work: PromiseLike<T>): Promise<T> {
    this.begin()
    try {
      return await work
    } finally {
      this.end()
    }
  }

  /** Resolves once all who work have come to their end, or wait for the clock. */
  async settled(): Promise<void> {
    for (let calm = 0; calm < TURNS;) {
      if (this.#underWay > 0) {
        await new Promise<void>((resolve) => this.#waiters.push(resolve))
        calm = 0
      }
      const seen = this.#seen
      await turn()
      calm = this.#seen === seen ? calm + 1 : 0
    }
  }

  /** Counts every statement of a pool, and every wait for a connection of it. */
  watch(pool: Pool): void {
    this.#count(pool, 'connect')
    pool.on('connect', (client) => this.#count(client, 'query'))
  }

  #count(of: object, method: string): void {
    const asked: unknown = Reflect.get(of, method)
    if (typeof asked !== 'function') throw new TypeError(`no method ${method} to count`)
    Reflect.set(of, method, (...args: unknown[]): unknown => {
      const answer: unknown = Reflect.apply(asked, of, args)
      return answer instanceof Promise ? this.during(answer) : answer
    })
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
