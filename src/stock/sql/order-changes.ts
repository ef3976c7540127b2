import { sql, type RawBuilder } from 'kysely'
import type { OrderChange } from '../../domain/order-change.ts'
import { ids, numbers, texts } from './columns.ts'

/** So many changes of one order are kept: the first ones, and as many of the newest. What is between them goes. */
export const CHANGES_MAX = 100
const NEWEST = CHANGES_MAX / 2

/** The statement that writes down what changed of orders: part of the one that changes them. Each is told to who listens. */
export function insertChanges(changes: readonly OrderChange[], recordedAtMs: number): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table('channel_order_change')} (channel_id, order_id, revision, happened_at, recorded_at, told_by, changes)
    select channel_id, order_id, revision, to_timestamp(happened_ms / 1000), to_timestamp(${recordedAtMs}::float8 / 1000), told_by,
           changes::jsonb
      from unnest(${ids(changes.map(({ channelId }) => channelId))}::bigint[], ${texts(changes.map(({ orderId }) => orderId))}::text[],
                  ${numbers(changes.map(({ revision }) => revision))}::integer[],
                  ${numbers(changes.map(({ happenedAtMs }) => happenedAtMs))}::float8[], ${texts(changes.map(({ toldBy }) => toldBy))}::text[],
                  ${texts(changes.map(({ facts }) => JSON.stringify(facts)))}::text[])
           as v (channel_id, order_id, revision, happened_ms, told_by, changes)`
}

/** The statement that makes room for them where an order has changed without end: part of the same. */
export function dropChanges(changes: readonly OrderChange[]): RawBuilder<unknown> {
  const full = changes.filter(({ revision }) => revision > CHANGES_MAX)
  return sql`
    delete from ${sql.table('channel_order_change')} c
     using unnest(${ids(full.map(({ channelId }) => channelId))}::bigint[], ${texts(full.map(({ orderId }) => orderId))}::text[],
                  ${numbers(full.map(({ revision }) => revision - NEWEST))}::integer[]) as v (channel_id, order_id, revision)
     where c.channel_id = v.channel_id and c.order_id = v.order_id and c.revision = v.revision`
}
