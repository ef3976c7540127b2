import type { RawBuilder } from 'kysely'
import type { PoolClient } from 'pg'
import { merchantDb } from './merchant-db.ts'
import type { Em } from './orm.ts'
import { namesOf } from './statement-names.ts'
import { wireOf, type Wire } from './wire.ts'

/**
 * One connection whose statements need not wait for each other's answers: PostgreSQL works them off in the order they were
 * sent. While locks are held, each way to the server and back that is saved is time the next one does not wait for them.
 */
export class Pipeline {
  /**
   * Its statements run on this connection, inside the transaction while one is open. Each is sent before its `execute` returns: several that
   * are not awaited one by one arrive in the order of the calls.
   */
  readonly em: Em
  readonly #wire: Wire
  readonly #kept: Promise<unknown>[] = []
  #open = false

  constructor(em: Em, wire: Wire) {
    this.em = em.fork()
    this.em.setTransactionContext(wire.kysely)
    this.#wire = wire
  }

  /** Begins a transaction together with what `first` sends at once, and answers when all of it is answered. */
  begin<T>(first: () => Promise<T>): Promise<T> {
    return this.#begin('begin', first)
  }

  /** The same for a transaction that only reads, and sees one moment in all its statements. */
  beginReading<T>(first: () => Promise<T>): Promise<T> {
    return this.#begin('begin isolation level repeatable read, read only', first)
  }

  async #begin<T>(begin: string, first: () => Promise<T>): Promise<T> {
    this.#open = true
    const [, answer] = await allOf([this.#wire.say(begin), first()])
    return answer
  }

  /** Sends a statement before it returns, so that statements arrive in the order of these calls. */
  async send<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> {
    const { rows } = await statement.execute(merchantDb(this.em))
    return rows
  }

  /** Leaves it to the commit to wait for what was sent. */
  keep(answer: Promise<unknown>): void {
    // Whoever commits is told of a failure, and nobody else.
    answer.catch(() => undefined)
    this.#kept.push(answer)
  }

  /**
   * Commits together with some last statements; if one of them, or of those it was left to wait for, fails, nothing has been done. Each is
   * built while PostgreSQL works on the one before.
   */
  async commit(...last: readonly (() => RawBuilder<unknown> | undefined)[]): Promise<void> {
    for (const [n, build] of last.entries()) {
      if (n > 0) this.#wire.flush()
      const statement = build()
      if (statement) this.keep(this.send(statement))
    }
    const [, { command }] = await allOf([allOf(this.#kept), this.#commit()])
    // What PostgreSQL answers to the commit of a transaction that had failed.
    if (command !== 'COMMIT') throw new Error(`the transaction was not committed: ${command}`)
  }

  async #commit(): Promise<{ readonly command: string }> {
    const answer = await this.#wire.say('commit')
    this.#open = false
    return answer
  }

  /** Takes back what was begun and not committed. Waits for every answer, so that the connection can be used again. */
  async rollback(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.#wire.say('rollback')
  }
}

/** Gives `work` a connection of its own. What it has not committed by its end is rolled back. */
export async function inPipeline<T>(em: Em, work: (pipeline: Pipeline) => Promise<T>): Promise<T> {
  const pool = await em.getConnection().getNativeClient()
  const client: PoolClient = await pool.connect()
  const pipeline = new Pipeline(em, wireOf(client, namesOf(pool)))
  let broken = false
  try {
    return await work(pipeline)
  } finally {
    await pipeline.rollback().catch(() => (broken = true))
    client.release(broken)
  }
}

/** What all of them answer, or the first failure: but only once each has answered, so that none runs on behind its caller. */
export async function allOf<T extends readonly unknown[] | []>(answers: T): Promise<{ -readonly [N in keyof T]: Awaited<T[N]> }> {
  await Promise.allSettled(answers)
  return Promise.all(answers)
}
