import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import type { PlanFacts } from './read-plan.ts'

/** The tags of these SKUs, of those that have any. */
export async function readTags(em: Em, skuIds: readonly string[]): Promise<PlanFacts['tags']> {
  const { rows } = await sql<{ id: string; tags: readonly string[] }>`
    select id, to_json(tags) as tags from ${sql.table('sku')} where id = any(${ids(skuIds)}::bigint[]) and tags <> '{}'`.execute(
    merchantDb(em),
  )
  return new Map(rows.map(({ id, tags }) => [id, tags]))
}
