import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { TagDemand } from '../domain/publishing/similar-demand.ts'
import { ids } from '../stock/sql/columns.ts'

interface Row {
  readonly id: string
  readonly tag: string
  readonly per_second: number
  readonly skus: number
}

/** Of each of these SKUs that shares a tag with goods that are known: how fast those sell, tag by tag. */
export async function readSimilar(em: Em, skuIds: readonly string[]): Promise<ReadonlyMap<string, readonly TagDemand[]>> {
  const { rows } = await sql<Row>`
    select s.id, d.tag, d.per_second, d.skus
      from ${sql.table('sku')} s
      join ${sql.table('tag_demand')} d on d.tag = any(s.tags)
     where s.id = any(${ids(skuIds)}::bigint[]) and s.tags <> '{}'
     order by s.id, d.tag`.execute(merchantDb(em))
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, tags]) => [
      id,
      tags.map(({ tag, per_second: perSecond, skus }) => ({ tag, perSecond, skus })),
    ]),
  )
}
