import pg, { type Connection, type FieldDef, type QueryResult, type Submittable } from 'pg'

declare module 'pg' {
  interface Connection {
    /** The text of each name that is prepared on it, and of each whose answer is still on its way. */
    readonly parsedStatements: Record<string, string>
    readonly submittedNamedStatements: Record<string, string>
  }
}

type Row = Record<string, unknown>

/** How the rows of a statement are read: PostgreSQL refuses a prepared statement whose columns have become others. */
interface Shape {
  readonly fields: FieldDef[]
  readonly columns: readonly { readonly name: string; readonly parse: (text: string) => unknown }[]
}

const NO_ROWS: Shape = { fields: [], columns: [] }

/** How `pg` reads a bigint: it looks whether all of it is digits, and leaves it the text that it is. */
const readBigint: unknown = pg.types.getTypeParser(pg.types.builtins.INT8, 'text')
const asItIs = (text: string) => text

/** By the statement's name. */
const shapesOf = new WeakMap<Connection, Map<string, Shape>>()

export interface Named {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** How a client reads the columns of each type. */
type ParserOf = (type: number) => (text: string) => unknown

/**
 * A prepared statement on its way. PostgreSQL tells once a connection what columns it answers with; `pg` by itself asks for that each time,
 * which costs both sides about as much as the rows.
 */
export class NamedStatement implements Submittable {
  readonly name: string
  readonly text: string
  readonly #values: (string | Buffer | null)[]
  readonly #parserOf: ParserOf
  readonly #done = Promise.withResolvers<QueryResult<Row>>()
  readonly #rows: Row[] = []
  #shapes = new Map<string, Shape>()
  #shape: Shape | undefined
  #command = ''
  #rowCount: number | null = null
  #unreadable: unknown

  /** @throws for a value that cannot be sent. */
  constructor({ name, text, values }: Named, parserOf: ParserOf) {
    this.name = name
    this.text = text
    this.#values = values.map(prepared)
    this.#parserOf = parserOf
  }

  get answer(): Promise<QueryResult<Row>> {
    return this.#done.promise
  }

  submit(connection: Connection): void {
    const { name, text } = this
    this.#shapes = shapesOf.get(connection) ?? this.#shapes
    shapesOf.set(connection, this.#shapes)
    this.#shape = this.#shapes.get(name)
    connection.stream.cork()
    if (!connection.parsedStatements[name] && !connection.submittedNamedStatements[name]) {
      connection.parse({ name, text, types: [] }, true)
      connection.submittedNamedStatements[name] = text
    }
    connection.bind({ statement: name, values: this.#values }, true)
    if (!this.#shape) connection.describe({ type: 'P' }, true)
    connection.execute(null, true)
    connection.sync()
    connection.stream.uncork()
  }

  handleRowDescription({ fields }: { readonly fields: FieldDef[] }): void {
    const columns = fields.map(({ name, dataTypeID }) => {
      const parse = this.#parserOf(dataTypeID)
      return { name, parse: parse === readBigint ? asItIs : parse }
    })
    this.#learn({ fields, columns })
  }

  handleDataRow({ fields: texts }: { readonly fields: readonly (string | null)[] }): void {
    const { columns } = this.#shape ?? NO_ROWS
    const row: Row = {}
    try {
      for (let n = 0; n < columns.length; n += 1) {
        const column = columns[n]
        const text = texts[n]
        if (column) row[column.name] = typeof text === 'string' ? column.parse(text) : null
      }
      this.#rows.push(row)
    } catch (error) {
      this.#unreadable ??= error
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const words = text.split(' ')
    this.#command = words[0] ?? ''
    this.#rowCount = words.length > 1 ? Number(words.at(-1)) : null
    if (!this.#shape) this.#learn(NO_ROWS)
  }

  handleReadyForQuery(): void {
    if (this.#unreadable !== undefined) return this.handleError(this.#unreadable)
    const { fields } = this.#shape ?? NO_ROWS
    this.#done.resolve({ command: this.#command, rowCount: this.#rowCount, oid: 0, fields, rows: this.#rows })
  }

  handleError(error: unknown): void {
    this.#done.reject(error)
  }

  #learn(shape: Shape): void {
    this.#shape = shape
    this.#shapes.set(this.name, shape)
  }
}

const utils: unknown = Reflect.get(pg, 'utils')
const prepare: unknown = typeof utils === 'object' && utils !== null ? Reflect.get(utils, 'prepareValue') : undefined

/** As `pg` itself writes a value. */
function prepared(value: unknown): string | Buffer | null {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return null
  if (typeof prepare !== 'function') throw new TypeError('pg does not say how it writes values')
  const text: unknown = Reflect.apply(prepare, undefined, [value])
  return typeof text === 'string' || text instanceof Buffer ? text : null
}
