import { sql, type RawBuilder } from 'kysely'
import type { Balance } from '../../domain/balance.ts'
import { bigint, float, instants, rowsOf } from './rows.ts'

/** Stores locked balances. The table's checks have the last word: a sum that would oversell fails the transaction. */
export function writeBalances(balances: readonly Balance[]): RawBuilder<unknown> {
  const rows = rowsOf({
    sku_id: bigint(balances.map(({ skuId }) => skuId)),
    pool_id: bigint(balances.map(({ poolId }) => poolId)),
    on_hand: bigint(balances.map(({ onHand }) => onHand)),
    held: bigint(balances.map(({ held }) => held)),
    quota: bigint(balances.map(({ quota }) => quota)),
    lock_kept: bigint(balances.map(({ lockKept }) => lockKept)),
    safety_kept: bigint(balances.map(({ safetyKept }) => safetyKept)),
    safety_wanted: bigint(balances.map(({ safetyWanted }) => safetyWanted)),
    deficit: bigint(balances.map(({ deficit }) => deficit)),
    overcommit: bigint(balances.map(({ overcommit }) => overcommit)),
    overcommit_wanted: bigint(balances.map(({ overcommitWanted }) => overcommitWanted)),
    overcommit_per_day: float(balances.map(({ overcommitPerDay }) => overcommitPerDay)),
    expired_through: instants(balances.map(({ expiredThroughMs }) => expiredThroughMs)),
  })
  return sql`
    update ${sql.table('pool_balance')} b
       set on_hand = v.on_hand, held = v.held, quota = v.quota, lock_kept = v.lock_kept, safety_kept = v.safety_kept,
           safety_wanted = v.safety_wanted, deficit = v.deficit, overcommit = v.overcommit,
           overcommit_wanted = v.overcommit_wanted, overcommit_per_day = v.overcommit_per_day, expired_through = v.expired_through
      from (${rows}) as v
     where b.pool_id = v.pool_id and b.sku_id = v.sku_id`
}
