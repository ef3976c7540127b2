import { sql } from 'kysely'
import type { Balance } from '../../domain/balance.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from './instants.ts'

/** Stores locked balances. The table's checks have the last word: a sum that would oversell fails the transaction. */
export async function writeBalances(em: Em, balances: readonly Balance[]): Promise<void> {
  const column = (of: (balance: Balance) => unknown) => balances.map(of)
  await sql`
    update ${sql.table('pool_balance')} b
       set on_hand = v.on_hand, held = v.held, quota = v.quota, lock_kept = v.lock_kept, safety_kept = v.safety_kept,
           safety_wanted = v.safety_wanted, deficit = v.deficit, overcommit = v.overcommit, expired_through = v.expired_through
      from unnest(
             ${column(({ poolId }) => poolId)}::bigint[], ${column(({ skuId }) => skuId)}::bigint[],
             ${column(({ onHand }) => onHand)}::bigint[], ${column(({ held }) => held)}::bigint[],
             ${column(({ quota }) => quota)}::bigint[], ${column(({ lockKept }) => lockKept)}::bigint[],
             ${column(({ safetyKept }) => safetyKept)}::bigint[], ${column(({ safetyWanted }) => safetyWanted)}::bigint[],
             ${column(({ deficit }) => deficit)}::bigint[], ${column(({ overcommit }) => overcommit)}::bigint[],
             ${column(({ expiredThroughMs }) => instant(expiredThroughMs))}::timestamptz[])
           as v (pool_id, sku_id, on_hand, held, quota, lock_kept, safety_kept, safety_wanted, deficit, overcommit, expired_through)
     where b.pool_id = v.pool_id and b.sku_id = v.sku_id`.execute(merchantDb(em))
}
