import { sql, type RawBuilder } from 'kysely'
import type { Balance } from '../../domain/balance.ts'
import { ids, numbers } from './columns.ts'

/** Stores locked balances. The table's checks have the last word: a sum that would oversell fails the transaction. */
export function writeBalances(balances: readonly Balance[]): RawBuilder<unknown> {
  const units = (of: (balance: Balance) => number) => numbers(balances.map(of))
  return sql`
    update ${sql.table('pool_balance')} b
       set on_hand = v.on_hand, held = v.held, quota = v.quota, lock_kept = v.lock_kept, safety_kept = v.safety_kept,
           safety_wanted = v.safety_wanted, deficit = v.deficit, overcommit = v.overcommit,
           expired_through = to_timestamp(v.expired_through_ms / 1000)
      from unnest(
             ${ids(balances.map(({ poolId }) => poolId))}::bigint[], ${ids(balances.map(({ skuId }) => skuId))}::bigint[],
             ${units(({ onHand }) => onHand)}::bigint[], ${units(({ held }) => held)}::bigint[],
             ${units(({ quota }) => quota)}::bigint[], ${units(({ lockKept }) => lockKept)}::bigint[],
             ${units(({ safetyKept }) => safetyKept)}::bigint[], ${units(({ safetyWanted }) => safetyWanted)}::bigint[],
             ${units(({ deficit }) => deficit)}::bigint[], ${units(({ overcommit }) => overcommit)}::bigint[],
             ${units(({ expiredThroughMs }) => expiredThroughMs)}::float8[])
           as v (pool_id, sku_id, on_hand, held, quota, lock_kept, safety_kept, safety_wanted, deficit, overcommit, expired_through_ms)
     where b.pool_id = v.pool_id and b.sku_id = v.sku_id`
}
