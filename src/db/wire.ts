import {
  DefaultQueryExecutor,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from 'kysely'
import type { PoolClient, QueryResult as PgResult } from 'pg'
import type { StatementNames } from './statement-names.ts'

/**
 * A connection on which what is sent in one turn of the event loop travels together: to wake PostgreSQL costs more than most statements.
 */
export class Wire {
  /** Its statements are sent before `execute` returns. Nothing of it begins or ends a transaction. */
  readonly kysely: Kysely<unknown>
  readonly #client: PoolClient
  readonly #names: StatementNames
  #gathering = false

  constructor(client: PoolClient, names: StatementNames) {
    this.#client = client
    this.#names = names
    const connection = new WireConnection(this)
    const provider = { provideConnection: <T>(use: (one: DatabaseConnection) => Promise<T>) => use(connection) }
    const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), provider)
    this.kysely = new Kysely<unknown>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor })
  }

  /** A statement without values that has no name. */
  say(text: string): Promise<{ readonly command: string }> {
    this.#gather()
    return this.#client.query(text)
  }

  query<Row extends object>(text: string, values: readonly unknown[]): Promise<PgResult<Row>> {
    this.#gather()
    const name = this.#names.nameOf(text)
    return this.#client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) })
  }

  /** Sends what was gathered so far, so that PostgreSQL works on it meanwhile. */
  flush(): void {
    if (!this.#gathering) return
    this.#gathering = false
    this.#client.connection.stream.uncork()
  }

  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    this.#client.connection.stream.cork()
    process.nextTick(() => this.flush())
  }
}

class WireConnection implements DatabaseConnection {
  readonly #wire: Wire

  constructor(wire: Wire) {
    this.#wire = wire
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { command, rowCount, rows } = await this.#wire.query<Row & object>(sql, parameters)
    const isWriting = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE'
    return { rows, ...(isWriting ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
  }

  streamQuery(): never {
    throw new Error('a pipeline answers with all rows at once')
  }
}

const dialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

const wires = new WeakMap<PoolClient, Wire>()

export function wireOf(client: PoolClient, names: StatementNames): Wire {
  const known = wires.get(client)
  if (known) return known
  const wire = new Wire(client, names)
  wires.set(client, wire)
  return wire
}
