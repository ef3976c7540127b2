import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { toPoolId, type PoolId, type SkuId } from '../domain/ids.ts'
import { exposureOf } from '../domain/presale.ts'

export interface ListedPresaleQuota {
  readonly channelId: string
  /** The listing's key. */
  readonly listing: string
  readonly poolId: PoolId
  readonly sold: number
  /** By what its shop shows. */
  readonly mayStillSell: number
  /** Of that, what no expected receipt covers. */
  readonly toLower: number
}

const LISTINGS_MAX = 500

/** What listings have sold of a SKU before it came in, and may still sell; those that must be lowered first. */
export async function listPresaleQuotas(em: Em, skuId: SkuId): Promise<readonly ListedPresaleQuota[]> {
  const { rows } = await sql<{
    readonly channel_id: string
    readonly external_id: string
    readonly pool_id: string
    readonly granted: string
    readonly sold: string
    readonly to_lower: string
  }>`
    select l.channel_id, l.external_id, q.pool_id, q.granted, q.sold, q.to_lower
      from ${sql.table('presale_quota')} q join ${sql.table('listing')} l on l.id = q.listing_id
     where q.sku_id = ${skuId}
     order by q.to_lower desc, q.listing_id, q.pool_id limit ${LISTINGS_MAX}`.execute(merchantDb(em))
  return rows.map((row) => ({
    channelId: row.channel_id,
    listing: row.external_id,
    poolId: toPoolId(row.pool_id),
    sold: Number(row.sold),
    mayStillSell: exposureOf({ listingId: '', granted: Number(row.granted), sold: Number(row.sold), toLower: 0 }),
    toLower: Number(row.to_lower),
  }))
}
