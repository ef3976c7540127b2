import { sql } from 'kysely'
import { orderKey } from '../domain/channel-order.ts'
import type { ChangedFact } from '../domain/order-change.ts'
import { toSkuId, type SkuId } from '../domain/ids.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { OrderId } from '../stock/sql/orders.ts'

/** One entry of an order's history. */
export interface OrderEvent {
  readonly revision: number
  readonly happenedAtMs: number
  readonly recordedAtMs: number
  readonly toldBy: string
  readonly facts: readonly ChangedFact[]
}

/** What every telling changed of these orders, oldest first, by `orderKey`. */
export async function readHistories(em: Em, orders: readonly OrderId[]): Promise<ReadonlyMap<string, readonly OrderEvent[]>> {
  const { rows } = await sql<{
    channel_id: string
    order_id: string
    revision: number
    happened_ms: number
    recorded_ms: number
    told_by: string
    changes: readonly ChangedFact[] | string
  }>`
    select h.channel_id, h.order_id, h.revision, ${msOf('h.happened_at')} as happened_ms, ${msOf('h.recorded_at')} as recorded_ms,
           h.told_by, h.changes
      from ${sql.table('channel_order_change')} h
     where (h.channel_id, h.order_id) in (
           select * from unnest(${orders.map(({ channelId }) => channelId)}::bigint[], ${orders.map(({ orderId }) => orderId)}::text[]))
     order by h.channel_id, h.order_id, h.revision`.execute(merchantDb(em))
  const byOrder = Map.groupBy(rows, (row) => orderKey({ channelId: row.channel_id, orderId: row.order_id }))
  return new Map(
    [...byOrder].map(([key, events]) => [
      key,
      events.map((row) => ({
        revision: row.revision,
        happenedAtMs: row.happened_ms,
        recordedAtMs: row.recorded_ms,
        toldBy: row.told_by,
        facts: typeof row.changes === 'string' ? JSON.parse(row.changes) : row.changes,
      })),
    ]),
  )
}

export interface SoldComponent {
  readonly skuId: SkuId
  readonly units: number
}

/** What one unit of these recipe versions consists of. */
export async function readComponents(
  em: Em,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SoldComponent[]>> {
  const { rows } = await sql<{ version_id: string; sku_id: string; units: number }>`
    select recipe_version_id as version_id, sku_id, units from ${sql.table('recipe_component')}
     where recipe_version_id = any(${versionIds}::bigint[]) order by recipe_version_id, sku_id`.execute(merchantDb(em))
  const byVersion = Map.groupBy(rows, ({ version_id: id }) => id)
  return new Map(
    [...byVersion].map(([id, parts]) => [id, parts.map((part) => ({ skuId: toSkuId(part.sku_id), units: part.units }))]),
  )
}
