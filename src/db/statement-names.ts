import { hash } from 'node:crypto'
import type { Pool } from 'pg'
import { pgFailure } from './pg-errors.ts'

const SENT_BEFORE_NAMED = 5
/** A plan costs each connection about 50 KB. */
const NAMED_MAX = 250
const REMEMBERED_MAX = 1_000

/**
 * Names for statements that are sent over and over: PostgreSQL then parses and plans each once a connection, not each time.
 *
 * A name is a digest of the statement's text, so that it never stands for another statement, whoever else uses the same
 * connection. A pooler that hands connections around may forget names or find them taken: after the first such answer none
 * is given any more, and what failed of it is done again.
 */
export class StatementNames {
  readonly #sent = new Map<string, number>()
  readonly #names = new Map<string, string>()
  #refused = false

  nameOf(text: string): string | undefined {
    if (this.#refused) return undefined
    return this.#names.get(text) ?? this.#nameIfFrequent(text)
  }

  #nameIfFrequent(text: string): string | undefined {
    const times = (this.#sent.get(text) ?? 0) + 1
    if (times <= SENT_BEFORE_NAMED || this.#names.size >= NAMED_MAX) {
      if (times > 1 || this.#sent.size < REMEMBERED_MAX) this.#sent.set(text, times)
      return undefined
    }
    this.#sent.delete(text)
    const name = `onepool_${hash('sha256', text, 'hex').slice(0, 32)}`
    this.#names.set(text, name)
    return name
  }

  /** Looks at what a named statement failed of. */
  failed(error: unknown): void {
    if (pgFailure(error) === 'statement forgotten') this.#refused = true
  }
}

/** The names of each pool's statements: all its connections use the same. */
const namesByPool = new WeakMap<Pool, StatementNames>()

export function namesOf(pool: Pool): StatementNames {
  const names = namesByPool.get(pool) ?? new StatementNames()
  namesByPool.set(pool, names)
  return names
}
