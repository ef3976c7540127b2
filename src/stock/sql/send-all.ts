import type { RawBuilder } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'

/** Runs statements of one transaction in this order. In a pipeline all of them are sent before this returns. */
export async function sendAll(em: Em, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  const db = merchantDb(em)
  await allOf(statements.map((statement) => statement.execute(db)))
}
