import { sql, type RawBuilder } from 'kysely'
import type { OrderChange } from '../../domain/order-change.ts'
import { ids, numbers, texts } from './columns.ts'

/** What comes after so many changes of one order is booked and not written down: no shop changes an order so often. */
export const CHANGES_MAX = 100

/** The statement that writes down what changed of orders: part of the one that changes them. */
export function insertChanges(changes: readonly OrderChange[], recordedAtMs: number): RawBuilder<unknown> {
  const kept = changes.filter(({ revision }) => revision <= CHANGES_MAX)
  return sql`
    insert into ${sql.table('channel_order_change')} (channel_id, order_id, revision, happened_at, recorded_at, told_by, changes)
    select channel_id, order_id, revision, to_timestamp(happened_ms / 1000), to_timestamp(${recordedAtMs}::float8 / 1000), told_by,
           changes::jsonb
      from unnest(${ids(kept.map(({ channelId }) => channelId))}::bigint[], ${texts(kept.map(({ orderId }) => orderId))}::text[],
                  ${numbers(kept.map(({ revision }) => revision))}::integer[],
                  ${numbers(kept.map(({ happenedAtMs }) => happenedAtMs))}::float8[], ${texts(kept.map(({ toldBy }) => toldBy))}::text[],
                  ${texts(kept.map(({ facts }) => JSON.stringify(facts)))}::text[])
           as v (channel_id, order_id, revision, happened_ms, told_by, changes)`
}
