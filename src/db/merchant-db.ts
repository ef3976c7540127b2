import { OperationNodeTransformer, TableNode, type KyselyPlugin, type RawNode } from 'kysely'
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
export function merchantDb(em: Em) {
  return inSchema(em, merchantSchema(em))
}

/** The tables all merchants share, inside the transaction of `em` where it has one. */
export function sharedDb(em: Em) {
  return inSchema(em, SHARED_SCHEMA)
}

/** The schema this entity manager is for. @throws when it is for none: a missing merchant must never read another's rows. */
export function merchantSchema(em: Em): string {
  const { schema } = em
  if (schema === undefined) throw new Error('this entity manager has no merchant: use em.fork({ schema })')
  return schema
}

function inSchema(em: Em, schema: string) {
  return em.getKysely().withSchema(schema).withPlugin(new RawTablesPlugin(schema))
}

/** Kysely's `withSchema` leaves the tables named inside raw SQL alone. */
class RawTablesPlugin implements KyselyPlugin {
  readonly #transformer: RawTablesTransformer

  constructor(schema: string) {
    this.#transformer = new RawTablesTransformer(schema)
  }

  transformQuery({ node, queryId }: Parameters<KyselyPlugin['transformQuery']>[0]) {
    return this.#transformer.transformNode(node, queryId)
  }

  transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]) {
    return Promise.resolve(result)
  }
}

class RawTablesTransformer extends OperationNodeTransformer {
  readonly #schema: string

  constructor(schema: string) {
    super()
    this.#schema = schema
  }

  protected override transformRaw(node: RawNode, queryId?: Parameters<OperationNodeTransformer['transformNode']>[1]): RawNode {
    const transformed = super.transformRaw(node, queryId)
    const parameters = transformed.parameters.map((parameter) =>
      TableNode.is(parameter) && !parameter.table.schema
        ? TableNode.createWithSchema(this.#schema, parameter.table.identifier.name)
        : parameter,
    )
    return { ...transformed, parameters }
  }
}
