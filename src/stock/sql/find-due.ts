import { sql } from 'kysely'
import { toPoolId, toSkuId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from './instants.ts'

/** Some balances with holds that expired between two instants and are not booked yet. */
export async function findDue(
  em: Em,
  { sinceMs, nowMs, limit }: { readonly sinceMs: number; readonly nowMs: number; readonly limit: number },
): Promise<readonly { readonly poolId: PoolId; readonly skuId: SkuId }[]> {
  const { rows } = await sql<{ pool_id: string; sku_id: string }>`
    select distinct l.pool_id, l.sku_id
      from ${sql.table('hold_line')} l
      join ${sql.table('pool_balance')} b on b.pool_id = l.pool_id and b.sku_id = l.sku_id
     where l.expires_at > ${instant(sinceMs)}::timestamptz and l.expires_at <= ${instant(nowMs)}::timestamptz
       and l.expires_at > b.expired_through
     limit ${limit}`.execute(merchantDb(em))
  return rows.map((row) => ({ poolId: toPoolId(row.pool_id), skuId: toSkuId(row.sku_id) }))
}
