import { DefaultQueryExecutor, PostgresQueryCompiler, TableNode, type QueryExecutorProvider, type RawNode } from 'kysely'
import type { Em } from './orm.ts'

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
  const executor = new DefaultQueryExecutor(new SchemaCompiler(schema), inner.adapter, inner, [...inner.plugins])
  const provider = { getExecutor: () => executor }
  made.set(schema, provider)
  return provider
}

/** Kysely's `withSchema` leaves the tables named inside raw SQL alone, and walks each statement once more. */
class SchemaCompiler extends PostgresQueryCompiler {
  readonly #schema: string

  constructor(schema: string) {
    super()
    this.#schema = schema
  }

  protected override visitRaw({ sqlFragments, parameters }: RawNode): void {
    for (const [n, text] of sqlFragments.entries()) {
      this.append(text)
      const parameter = parameters[n]
      if (!parameter) continue
      const isBare = TableNode.is(parameter) && !parameter.table.schema
      this.visitNode(isBare ? TableNode.createWithSchema(this.#schema, parameter.table.identifier.name) : parameter)
    }
  }
}
