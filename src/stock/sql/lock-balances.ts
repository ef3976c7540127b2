import { sql, type RawBuilder } from 'kysely'
import type { Balance } from '../../domain/balance.ts'
import { toPoolId, toSkuId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { manyIds, ids } from './columns.ts'
import { msOf } from './instants.ts'

type At = { readonly poolId: PoolId; readonly skuId: SkuId }

/** Makes the rows that facts will need. Runs before the transaction that locks them, so it never holds a lock itself. */
export async function createBalances(em: Em, keys: readonly At[]): Promise<void> {
  await sql`
    insert into ${sql.table('pool_balance')} (pool_id, sku_id)
    select pool_id, sku_id
      from unnest(${ids(keys.map(({ poolId }) => poolId))}::bigint[], ${ids(keys.map(({ skuId }) => skuId))}::bigint[]) as wanted (pool_id, sku_id)
     order by pool_id, sku_id
        on conflict do nothing`.execute(merchantDb(em))
}

export interface BalanceRow {
  readonly pool_id: string
  readonly sku_id: string
  readonly on_hand: string
  readonly held: string
  readonly quota: string
  readonly lock_kept: string
  readonly safety_kept: string
  readonly safety_wanted: string
  readonly deficit: string
  readonly overcommit: string
  readonly overcommit_wanted: string
  readonly overcommit_per_day: number
  readonly expired_through_ms: number
}

/** Locks balances in the order every transaction keeps: by pool, then SKU. Rows that do not exist are not returned. */
export function lockBalances(keys: readonly At[]): RawBuilder<BalanceRow> {
  return sql<BalanceRow>`
    select b.pool_id, b.sku_id, b.on_hand, b.held, b.quota, b.lock_kept, b.safety_kept, b.safety_wanted, b.deficit, b.overcommit,
           b.overcommit_wanted, b.overcommit_per_day,
           ${msOf('b.expired_through')} as expired_through_ms
      from ${sql.table('pool_balance')} b
      join unnest(${manyIds(keys.map(({ poolId }) => poolId))}, ${manyIds(keys.map(({ skuId }) => skuId))}) as wanted (pool_id, sku_id)
           using (pool_id, sku_id)
     order by b.pool_id, b.sku_id
       for update of b`
}

export function toBalance(row: BalanceRow): Balance {
  return {
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    onHand: Number(row.on_hand),
    held: Number(row.held),
    quota: Number(row.quota),
    lockKept: Number(row.lock_kept),
    safetyKept: Number(row.safety_kept),
    safetyWanted: Number(row.safety_wanted),
    deficit: Number(row.deficit),
    overcommit: Number(row.overcommit),
    overcommitWanted: Number(row.overcommit_wanted),
    overcommitPerDay: row.overcommit_per_day,
    expiredThroughMs: row.expired_through_ms,
  }
}
