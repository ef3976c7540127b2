import { sql, type RawBuilder } from 'kysely'
import type { KnownLine, KnownOrder, ToldPresale } from '../../domain/channel-order.ts'
import type { OrderChange } from '../../domain/order-change.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids, numbers, texts } from './columns.ts'
import { msOf } from './instants.ts'
import { dropChanges, insertChanges } from './order-changes.ts'
import { insertLines, keyOf, named, readLines, type OrderId } from './order-lines.ts'
import { sendAll } from './send-all.ts'

export type { OrderId } from './order-lines.ts'

interface OrderRow {
  readonly channel_id: string
  readonly order_id: string
  readonly revision: number
  readonly parent_id: string | null
  readonly leaf: boolean
  readonly state: KnownOrder['state']
  readonly created_ms: number
  readonly paid_ms: number | null
  readonly shipped_ms: number | null
  readonly cancelled_ms: number | null
  readonly modified_ms: number
  readonly ship_by_ms: number | null
  readonly shipping_hold: string | null
  readonly presale_kind: ToldPresale['kind'] | null
  readonly presale_step: ToldPresale['step'] | null
  readonly promised_ms: number | null
  readonly province: string | null
  readonly city: string | null
  readonly district: string | null
}

/** Orders with their lines; `lock` takes the rows for the transaction, in order of channel and number. */
export async function readOrders(
  em: Em,
  wanted: readonly OrderId[],
  { lock }: { readonly lock: boolean },
): Promise<readonly KnownOrder[]> {
  const { rows } = await sql<OrderRow>`
    select o.channel_id, o.order_id, o.revision, o.parent_id, o.leaf, o.state, ${msOf('o.created_at')} as created_ms,
           ${msOf('o.paid_at')} as paid_ms, ${msOf('o.shipped_at')} as shipped_ms, ${msOf('o.cancelled_at')} as cancelled_ms,
           ${msOf('o.modified_at')} as modified_ms, ${msOf('o.ship_by')} as ship_by_ms, o.shipping_hold,
           o.presale_kind, o.presale_step, ${msOf('o.promised_at')} as promised_ms, o.province, o.city, o.district
      from ${sql.table('channel_order')} o
      join ${named(wanted)} using (channel_id, order_id)
     order by o.channel_id, o.order_id ${lock ? sql`for update of o` : sql``}`.execute(merchantDb(em))
  if (rows.length === 0) return []
  const lines = await readLines(em, wanted)
  return rows.map((row) => toOrder(row, lines.get(keyOf(row)) ?? []))
}

function toOrder(row: OrderRow, lines: readonly KnownLine[]): KnownOrder {
  return {
    channelId: row.channel_id,
    orderId: row.order_id,
    revision: row.revision,
    parentId: row.parent_id,
    leaf: row.leaf,
    state: row.state,
    createdAtMs: row.created_ms,
    paidAtMs: row.paid_ms,
    shippedAtMs: row.shipped_ms,
    cancelledAtMs: row.cancelled_ms,
    modifiedAtMs: row.modified_ms,
    shipByMs: row.ship_by_ms,
    shippingHold: row.shipping_hold,
    presale:
      row.presale_kind && row.presale_step
        ? { kind: row.presale_kind, step: row.presale_step, promisedAtMs: row.promised_ms }
        : null,
    region: { province: row.province, city: row.city, district: row.district },
    lines,
  }
}

export interface OrdersToWrite {
  readonly fresh: readonly KnownOrder[]
  readonly known: readonly KnownOrder[]
  /** What the tellings of this batch have changed. */
  readonly changes: readonly OrderChange[]
}

/**
 * Stores new orders and changed ones, with all their lines. An order that somebody else has booked for the first time
 * meanwhile breaks the table's key, so that the batch is decided again on what is there now.
 */
export async function writeOrders(em: Em, { fresh, known, changes }: OrdersToWrite, recordedAtMs: number): Promise<void> {
  const isFresh = new Set(fresh.map(keyed))
  const of = (wanted: boolean) => changes.filter((change) => isFresh.has(keyed(change)) === wanted)
  await sendAll(em, [
    ...(known.length > 0 ? [updateOrders(known, of(false), recordedAtMs)] : []),
    ...(fresh.length > 0 ? [insertOrders(fresh, of(true), recordedAtMs)] : []),
    ...insertLines([...fresh, ...known]),
  ])
}

function updateOrders(known: readonly KnownOrder[], changes: readonly OrderChange[], recordedAtMs: number): RawBuilder<unknown> {
  return sql`
    with told as (${insertChanges(changes, recordedAtMs)}),
    dropped as (${dropChanges(changes)}),
    gone as (
      delete from ${sql.table('channel_order_line')} l using ${named(known)}
       where l.channel_id = wanted.channel_id and l.order_id = wanted.order_id)
    update ${sql.table('channel_order')} o
       set revision = v.revision, parent_id = v.parent_id, leaf = v.leaf, state = v.state, created_at = v.created_at,
           paid_at = v.paid_at, shipped_at = v.shipped_at, cancelled_at = v.cancelled_at, modified_at = v.modified_at,
           ship_by = v.ship_by, shipping_hold = v.shipping_hold, presale_kind = v.presale_kind, presale_step = v.presale_step,
           promised_at = v.promised_at, province = v.province, city = v.city, district = v.district, recorded_at = v.recorded_at
      from (${orderRows(known, recordedAtMs)}) v
     where o.channel_id = v.channel_id and o.order_id = v.order_id`
}

function insertOrders(fresh: readonly KnownOrder[], changes: readonly OrderChange[], recordedAtMs: number): RawBuilder<unknown> {
  return sql`
    with told as (${insertChanges(changes, recordedAtMs)})
    insert into ${sql.table('channel_order')}
      (channel_id, order_id, revision, parent_id, leaf, state, created_at, paid_at, shipped_at, cancelled_at, modified_at, ship_by,
       shipping_hold, presale_kind, presale_step, promised_at, province, city, district, recorded_at)
    ${orderRows(fresh, recordedAtMs)}`
}

function orderRows(orders: readonly KnownOrder[], recordedAtMs: number) {
  // Of two batches with the same new orders, one waits for the other: never each for each.
  const sorted = orders.toSorted((a, b) => (keyed(a) < keyed(b) ? -1 : 1))
  const text = (of: (order: KnownOrder) => string | null) => texts(sorted.map(of))
  const instants = (of: (order: KnownOrder) => number | null) => numbers(sorted.map(of))
  return sql`
    select channel_id, order_id, revision, parent_id, leaf, state, to_timestamp(created_ms / 1000) as created_at,
           to_timestamp(paid_ms / 1000) as paid_at, to_timestamp(shipped_ms / 1000) as shipped_at,
           to_timestamp(cancelled_ms / 1000) as cancelled_at, to_timestamp(modified_ms / 1000) as modified_at,
           to_timestamp(ship_by_ms / 1000) as ship_by, shipping_hold, presale_kind, presale_step,
           to_timestamp(promised_ms / 1000) as promised_at, province, city, district,
           to_timestamp(${recordedAtMs}::float8 / 1000) as recorded_at
      from unnest(
             ${ids(sorted.map(({ channelId }) => channelId))}::bigint[], ${text(({ orderId }) => orderId)}::text[],
             ${numbers(sorted.map(({ revision }) => revision))}::integer[], ${text(({ parentId }) => parentId)}::text[],
             ${numbers(sorted.map(({ leaf }) => String(leaf)))}::boolean[], ${text(({ state }) => state)}::text[],
             ${instants(({ createdAtMs }) => createdAtMs)}::float8[], ${instants(({ paidAtMs }) => paidAtMs)}::float8[],
             ${instants(({ shippedAtMs }) => shippedAtMs)}::float8[], ${instants(({ cancelledAtMs }) => cancelledAtMs)}::float8[],
             ${instants(({ modifiedAtMs }) => modifiedAtMs)}::float8[], ${instants(({ shipByMs }) => shipByMs)}::float8[],
             ${text(({ shippingHold }) => shippingHold)}::text[], ${text(({ presale }) => presale?.kind ?? null)}::text[],
             ${text(({ presale }) => presale?.step ?? null)}::text[], ${instants(({ presale }) => presale?.promisedAtMs ?? null)}::float8[],
             ${text(({ region }) => region.province)}::text[], ${text(({ region }) => region.city)}::text[],
             ${text(({ region }) => region.district)}::text[])
           as v (channel_id, order_id, revision, parent_id, leaf, state, created_ms, paid_ms, shipped_ms, cancelled_ms, modified_ms,
                 ship_by_ms, shipping_hold, presale_kind, presale_step, promised_ms, province, city, district)
     order by channel_id, order_id`
}

function keyed({ channelId, orderId }: OrderId): string {
  return `${channelId.padStart(19, '0')}/${orderId}`
}
