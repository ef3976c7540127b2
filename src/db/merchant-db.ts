import {
  DefaultQueryExecutor,
  PostgresQueryCompiler,
  RawNode,
  TableNode,
  type CompiledQuery,
  type QueryExecutorProvider,
  type QueryResult,
} from 'kysely'
import type { Em } from './orm.ts'
import { bareTable, keepText, partsOf, writtenText } from './written-texts.ts'

export const SHARED_SCHEMA = 'onepool'

/**
 * One merchant's tables, inside the transaction of `em` where it has one.
 *
 * Visible SQL names its tables with `sql.table` and gets the schema and bound parameters:
 * ``sql<Row>`update ${sql.table('pool_balance')} set held = held + ${units} where sku_id = any(${skuIds}) returning free`.execute(merchantDb(em))``.
 * As in plain `pg`, `bigint` columns come back as text; with MikroORM's parsers, so do dates and timestamps.
 *
 * MikroORM's `em.execute` is not for values: it writes them into the text of the statement.
 */
export function merchantDb(em: Em): QueryExecutorProvider {
  return inSchema(em, merchantSchema(em))
}

/** The tables all merchants share, inside the transaction of `em` where it has one. */
export function sharedDb(em: Em): QueryExecutorProvider {
  return inSchema(em, SHARED_SCHEMA)
}

/** The schema this entity manager is for. @throws when it is for none: a missing merchant must never read another's rows. */
export function merchantSchema(em: Em): string {
  const { schema } = em
  if (schema === undefined) throw new Error('this entity manager has no merchant: use em.fork({ schema })')
  return schema
}

/** What was made for each pool, connection or transaction: a statement costs less than to make it anew. */
const madeFor = new WeakMap<object, Map<string, QueryExecutorProvider>>()

function inSchema(em: Em, schema: string): QueryExecutorProvider {
  const kysely = em.getKysely()
  const made = madeFor.get(kysely) ?? new Map<string, QueryExecutorProvider>()
  madeFor.set(kysely, made)
  const known = made.get(schema)
  if (known) return known
  const inner = kysely.getExecutor()
  const executor = new SchemaExecutor(new SchemaCompiler(schema), inner.adapter, inner, [...inner.plugins])
  const provider = { getExecutor: () => executor }
  made.set(schema, provider)
  return provider
}

/** Runs what nobody wants to call off, and no plugin changes, by as few steps as there are. */
class SchemaExecutor extends DefaultQueryExecutor {
  override executeQuery<Row>(
    query: CompiledQuery,
    options?: Parameters<DefaultQueryExecutor['executeQuery']>[1],
  ): Promise<QueryResult<Row>> {
    if (options?.signal || this.plugins.length > 0) return super.executeQuery(query, options)
    return this.provideConnection((connection) => connection.executeQuery<Row>(query))
  }
}

/** Kysely's `withSchema` leaves the tables named inside raw SQL alone, and walks each statement once more. */
class SchemaCompiler extends PostgresQueryCompiler {
  readonly #schema: string

  constructor(schema: string) {
    super()
    this.#schema = schema
  }

  override compileQuery(...[node, queryId]: Parameters<PostgresQueryCompiler['compileQuery']>): CompiledQuery {
    const parts = RawNode.is(node) ? partsOf(node) : null
    if (!RawNode.is(node) || !parts) return super.compileQuery(node, queryId)
    const sql = writtenText(this.#schema, node, parts)
    if (sql !== undefined) return { query: node, queryId, sql, parameters: parts.values }
    const compiled = super.compileQuery(node, queryId)
    keepText(this.#schema, node, { parts, sql: compiled.sql })
    return compiled
  }

  protected override visitRaw({ sqlFragments, parameters }: RawNode): void {
    for (const [n, text] of sqlFragments.entries()) {
      this.append(text)
      const parameter = parameters[n]
      if (!parameter) continue
      const table = bareTable(parameter)
      this.visitNode(table === null ? parameter : TableNode.createWithSchema(this.#schema, table))
    }
  }
}
