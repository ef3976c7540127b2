import { sql } from 'kysely'
import { toLocationId, toPoolId, toSkuId, type LocationId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from './instants.ts'

/** Units of holds that have expired and are still booked as held. */
export interface DueUnits {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly locationId: LocationId | null
  readonly units: number
  readonly lines: number
}

interface Row {
  readonly pool_id: string
  readonly sku_id: string
  readonly location_id: string | null
  readonly units: string
  readonly lines: string
}

/**
 * Sums what has come due at these locked balances since they were last booked. A sum and an instant are all that is
 * written for it, however many holds expire together: no row of a hold changes.
 */
export async function readDueUnits(
  em: Em,
  keys: readonly { poolId: PoolId; skuId: SkuId }[],
  nowMs: number,
): Promise<readonly DueUnits[]> {
  const { rows } = await sql<Row>`
    select b.pool_id, b.sku_id, due.location_id, due.units, due.lines
      from ${sql.table('pool_balance')} b
      join unnest(${keys.map(({ poolId }) => poolId)}::bigint[], ${keys.map(({ skuId }) => skuId)}::bigint[]) as wanted (pool_id, sku_id)
           using (pool_id, sku_id)
     cross join lateral (
           select l.location_id, sum(greatest(l.units - l.released - l.shipped, 0)) as units, count(*) as lines
             from ${sql.table('hold_line')} l
            where l.sku_id = b.sku_id and l.pool_id = b.pool_id
              and l.expires_at > b.expired_through and l.expires_at <= ${instant(nowMs)}::timestamptz
            group by l.location_id) due`.execute(merchantDb(em))
  return rows.map((row) => ({
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    locationId: row.location_id === null ? null : toLocationId(row.location_id),
    units: Number(row.units),
    lines: Number(row.lines),
  }))
}
