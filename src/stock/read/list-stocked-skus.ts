import { sql, type RawBuilder } from 'kysely'
import { toSkuId, type LocationId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { toListed, type Listed, type PageWanted } from './list-page.ts'

export interface StockedSku {
  readonly id: SkuId
  readonly code: string
}

/** A pool knows a SKU once something of it was ever booked there; a location has it while goods or named holds of it are there. */
export type StockedIn = { readonly poolId: PoolId } | { readonly locationId: LocationId }

/** The SKUs of a pool or a location in the order of their codes; the key of a row is its code. */
export async function listStockedSkus(
  em: Em,
  { first, after, where }: PageWanted & { readonly where: StockedIn },
): Promise<Listed<StockedSku>> {
  const { rows } = await sql<{ id: string; code: string }>`
    select k.id, k.code
      from ${sql.table('sku')} k
     where (${after}::text is null or k.code > ${after}) and exists (${stocked(where)})
     order by k.code
     limit ${first + 1}`.execute(merchantDb(em))
  const skus = rows.map(({ id, code }) => ({ id: toSkuId(id), code }))
  return toListed(skus, first)
}

function stocked(where: StockedIn): RawBuilder<unknown> {
  if ('poolId' in where)
    return sql`select from ${sql.table('pool_balance')} b where b.sku_id = k.id and b.pool_id = ${where.poolId}::bigint`
  return sql`select from ${sql.table('location_stock')} s
              where s.sku_id = k.id and s.location_id = ${where.locationId}::bigint and (s.units <> 0 or s.named <> 0)`
}
