import { sql } from 'kysely'
import { parseHoldId } from '../../domain/ids.ts'
import { assert } from '../../domain/assert.ts'
import type { ManualOrder } from '../../domain/manual-order.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from './instants.ts'

export interface ManualOrderRow {
  readonly reference: string
  readonly kind: ManualOrder['kind']
  readonly reason: string
  readonly channel_id: string | null
  readonly for_order_id: string | null
  readonly gifts: readonly number[]
  readonly hold_id: string
  readonly actor: string
  readonly created_ms: number
}

export function toManualOrder(row: ManualOrderRow): ManualOrder {
  const holdId = parseHoldId(row.hold_id)
  assert(holdId !== undefined, 'a manual order has a hold')
  return {
    reference: row.reference,
    kind: row.kind,
    reason: row.reason,
    channelId: row.channel_id,
    forOrderId: row.for_order_id,
    gifts: row.gifts,
    holdId,
    actor: row.actor,
    createdAtMs: row.created_ms,
  }
}

/** Stores new ones; of one that is there only its gifts can have changed. */
export async function writeManualOrders(em: Em, orders: readonly ManualOrder[]): Promise<void> {
  for (const one of orders) {
    await sql`
      insert into ${sql.table('manual_order')}
        (reference, kind, reason, channel_id, for_order_id, gifts, hold_id, actor, created_at)
      values (${one.reference}, ${one.kind}, ${one.reason}, ${one.channelId}::bigint, ${one.forOrderId}::text, ${one.gifts}::integer[],
              ${one.holdId}::uuid, ${one.actor}, ${instant(one.createdAtMs)}::timestamptz)
          on conflict (reference) do update set gifts = excluded.gifts`.execute(merchantDb(em))
  }
}
