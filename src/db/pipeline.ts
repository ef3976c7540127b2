import { Kysely, PostgresDialect, type RawBuilder } from 'kysely'
import type { PoolClient, QueryResult } from 'pg'
import { merchantDb } from './merchant-db.ts'
import type { Em } from './orm.ts'
import { namesOf, type StatementNames } from './statement-names.ts'

/**
 * One connection whose statements need not wait for each other's answers: PostgreSQL works them off in the order they were
 * sent. While locks are held, each way to the server and back that is saved is time the next one does not wait for them.
 */
export class Pipeline {
  /** Its statements run on this connection, inside the transaction while one is open. */
  readonly em: Em
  readonly #client: PoolClient
  #open = false

  readonly #names: StatementNames

  constructor(em: Em, client: PoolClient, names: StatementNames) {
    this.em = em.fork()
    this.em.setTransactionContext(kyselyOn(client, names))
    this.#client = client
    this.#names = names
  }

  /** Begins a transaction together with what `first` sends at once. Nothing more is sent before all of it is answered. */
  async begin<T>(first: () => Promise<T>): Promise<T> {
    this.#open = true
    const [, answer] = await this.#inOnePacket(() => allOf([this.#client.query('begin'), first()]))
    return answer
  }

  /** Sends a statement before it returns, so that statements arrive in the order of these calls. */
  async send<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> {
    const { sql, parameters } = statement.compile(merchantDb(this.em))
    const { rows } = await query<Row & object>(this.#client, { text: sql, values: parameters, names: this.#names })
    return rows
  }

  /**
   * Commits together with some last statements; if one of them fails, nothing has been done. Each is built while PostgreSQL
   * works on the one before.
   */
  async commit(...last: readonly (() => RawBuilder<unknown>)[]): Promise<void> {
    const before = last.slice(0, -1).map((build) => this.send(build()))
    const end = last.slice(-1).map((build) => build())
    const sent = this.#inOnePacket(() => allOf([allOf(end.map((statement) => this.send(statement))), this.#commit()]))
    const [, [, { command }]] = await allOf([allOf(before), sent])
    // What PostgreSQL answers to the commit of a transaction that had failed.
    if (command !== 'COMMIT') throw new Error(`the transaction was not committed: ${command}`)
  }

  async #commit(): Promise<{ readonly command: string }> {
    const answer = await this.#client.query('commit')
    this.#open = false
    return answer
  }

  /** What `send` sends before it returns travels together: PostgreSQL is woken once for all of it. */
  #inOnePacket<T>(send: () => Promise<T>): Promise<T> {
    const { stream } = this.#client.connection
    stream.cork()
    try {
      return send()
    } finally {
      stream.uncork()
    }
  }

  /** Takes back what was begun and not committed. Waits for every answer, so that the connection can be used again. */
  async rollback(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.#client.query('rollback')
  }
}

/** Gives `work` a connection of its own. What it has not committed by its end is rolled back. */
export async function inPipeline<T>(em: Em, work: (pipeline: Pipeline) => Promise<T>): Promise<T> {
  const pool = await em.getConnection().getNativeClient()
  const client = await pool.connect()
  const pipeline = new Pipeline(em, client, namesOf(pool))
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

interface Sent {
  readonly text: string
  readonly values: readonly unknown[]
  readonly names: StatementNames
}

/** The statement is sent before this returns. */
async function query<Row extends object>(client: PoolClient, { text, values, names }: Sent): Promise<QueryResult<Row>> {
  const name = names.nameOf(text)
  try {
    return await client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) })
  } catch (error) {
    if (name !== undefined) names.failed(error)
    throw error
  }
}

const kyselyByClient = new WeakMap<PoolClient, Kysely<unknown>>()

/** Statements awaited one by one: nothing of it begins or ends a transaction. */
function kyselyOn(client: PoolClient, names: StatementNames): Kysely<unknown> {
  const before = kyselyByClient.get(client)
  if (before) return before
  const named = new Proxy(client.query.bind(client), {
    apply(_target, _self, [text, values]: readonly unknown[]) {
      return query(client, { text: String(text), values: Array.isArray(values) ? values : [], names })
    },
  })
  const one = { query: named, release: () => undefined }
  const pool = { options: {}, connect: () => Promise.resolve(one), end: () => Promise.resolve() }
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  kyselyByClient.set(client, kysely)
  return kysely
}
