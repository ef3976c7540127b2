import { sql } from 'kysely'
import type { KnownLine, KnownOrder } from '../../domain/channel-order.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids, numbers, texts } from './columns.ts'
import { msOf } from './instants.ts'

export type OrderId = Pick<KnownOrder, 'channelId' | 'orderId'>

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
}

interface LineRow {
  readonly channel_id: string
  readonly order_id: string
  readonly line: number
  readonly line_id: string
  readonly listing: string
  readonly merchant_code: string | null
  readonly units: number
  readonly state: KnownLine['state']
  readonly shipped_units: number
  readonly refund: KnownLine['refund']
  readonly takes_at: KnownLine['takesAt']
  readonly restores: boolean
  readonly present: boolean
  readonly listing_id: string | null
  readonly recipe_version_id: string | null
  readonly charged: number
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
           ${msOf('o.modified_at')} as modified_ms, ${msOf('o.ship_by')} as ship_by_ms, o.shipping_hold
      from ${sql.table('channel_order')} o
      join ${named(wanted)} using (channel_id, order_id)
     order by o.channel_id, o.order_id ${lock ? sql`for update of o` : sql``}`.execute(merchantDb(em))
  if (rows.length === 0) return []
  const found = await sql<LineRow>`
    select l.channel_id, l.order_id, l.line, l.line_id, l.listing, l.merchant_code, l.units, l.state, l.shipped_units, l.refund,
           l.takes_at, l.restores, l.present, l.listing_id, l.recipe_version_id, l.charged
      from ${sql.table('channel_order_line')} l
      join ${named(wanted)} using (channel_id, order_id)
     order by l.channel_id, l.order_id, l.line`.execute(merchantDb(em))
  const lines = Map.groupBy(found.rows, keyOf)
  return rows.map((row) => toOrder(row, lines.get(keyOf(row)) ?? []))
}

function named(orders: readonly OrderId[]) {
  return sql`unnest(${ids(orders.map(({ channelId }) => channelId))}::bigint[], ${texts(orders.map(({ orderId }) => orderId))}::text[])
    as wanted (channel_id, order_id)`
}

function keyOf(row: { readonly channel_id: string; readonly order_id: string }): string {
  return `${row.channel_id}/${row.order_id}`
}

function toOrder(row: OrderRow, lines: readonly LineRow[]): KnownOrder {
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
    lines: lines.map(toLine),
  }
}

function toLine(row: LineRow): KnownLine {
  return {
    line: row.line,
    lineId: row.line_id,
    listing: row.listing,
    merchantCode: row.merchant_code,
    units: row.units,
    state: row.state,
    shippedUnits: row.shipped_units,
    refund: row.refund,
    takesAt: row.takes_at,
    restores: row.restores,
    present: row.present,
    listingId: row.listing_id,
    recipeVersionId: row.recipe_version_id,
    charged: row.charged,
  }
}

/**
 * Stores new orders and changed ones, with all their lines. An order that somebody else has booked for the first time
 * meanwhile breaks the table's key, so that the batch is decided again on what is there now.
 */
export async function writeOrders(
  em: Em,
  { fresh, known }: { readonly fresh: readonly KnownOrder[]; readonly known: readonly KnownOrder[] },
  recordedAtMs: number,
): Promise<void> {
  if (known.length > 0) {
    await sql`
      with gone as (
        delete from ${sql.table('channel_order_line')} l using ${named(known)}
         where l.channel_id = wanted.channel_id and l.order_id = wanted.order_id)
      update ${sql.table('channel_order')} o
         set revision = v.revision, parent_id = v.parent_id, leaf = v.leaf, state = v.state, created_at = v.created_at,
             paid_at = v.paid_at, shipped_at = v.shipped_at, cancelled_at = v.cancelled_at, modified_at = v.modified_at,
             ship_by = v.ship_by, shipping_hold = v.shipping_hold, recorded_at = v.recorded_at
        from (${orderRows(known, recordedAtMs)}) v
       where o.channel_id = v.channel_id and o.order_id = v.order_id`.execute(merchantDb(em))
  }
  if (fresh.length > 0) {
    await sql`
      insert into ${sql.table('channel_order')}
        (channel_id, order_id, revision, parent_id, leaf, state, created_at, paid_at, shipped_at, cancelled_at, modified_at, ship_by,
         shipping_hold, recorded_at)
      ${orderRows(fresh, recordedAtMs)}`.execute(merchantDb(em))
  }
  await insertLines(em, [...fresh, ...known])
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
           to_timestamp(ship_by_ms / 1000) as ship_by, shipping_hold, to_timestamp(${recordedAtMs}::float8 / 1000) as recorded_at
      from unnest(
             ${ids(sorted.map(({ channelId }) => channelId))}::bigint[], ${text(({ orderId }) => orderId)}::text[],
             ${numbers(sorted.map(({ revision }) => revision))}::integer[], ${text(({ parentId }) => parentId)}::text[],
             ${numbers(sorted.map(({ leaf }) => String(leaf)))}::boolean[], ${text(({ state }) => state)}::text[],
             ${instants(({ createdAtMs }) => createdAtMs)}::float8[], ${instants(({ paidAtMs }) => paidAtMs)}::float8[],
             ${instants(({ shippedAtMs }) => shippedAtMs)}::float8[], ${instants(({ cancelledAtMs }) => cancelledAtMs)}::float8[],
             ${instants(({ modifiedAtMs }) => modifiedAtMs)}::float8[], ${instants(({ shipByMs }) => shipByMs)}::float8[],
             ${text(({ shippingHold }) => shippingHold)}::text[])
           as v (channel_id, order_id, revision, parent_id, leaf, state, created_ms, paid_ms, shipped_ms, cancelled_ms, modified_ms,
                 ship_by_ms, shipping_hold)
     order by channel_id, order_id`
}

function keyed({ channelId, orderId }: OrderId): string {
  return `${channelId.padStart(19, '0')}/${orderId}`
}

async function insertLines(em: Em, orders: readonly KnownOrder[]): Promise<void> {
  const all = orders.flatMap(({ channelId, orderId, lines }) => lines.map((line) => ({ channelId, orderId, ...line })))
  if (all.length === 0) return
  const text = (of: (line: KnownLine) => string | null) => texts(all.map(of))
  const count = (of: (line: KnownLine) => number) => numbers(all.map(of))
  await sql`
    insert into ${sql.table('channel_order_line')}
      (channel_id, order_id, line, line_id, listing, merchant_code, units, state, shipped_units, refund, takes_at, restores, present,
       listing_id, recipe_version_id, charged)
    select *
      from unnest(
        ${ids(all.map(({ channelId }) => channelId))}::bigint[], ${texts(all.map(({ orderId }) => orderId))}::text[],
        ${count(({ line }) => line)}::integer[], ${text(({ lineId }) => lineId)}::text[], ${text(({ listing }) => listing)}::text[],
        ${text(({ merchantCode }) => merchantCode)}::text[], ${count(({ units }) => units)}::integer[],
        ${text(({ state }) => state)}::text[], ${count(({ shippedUnits }) => shippedUnits)}::integer[],
        ${text(({ refund }) => refund)}::text[], ${text(({ takesAt }) => takesAt)}::text[],
        ${numbers(all.map(({ restores }) => String(restores)))}::boolean[], ${numbers(all.map(({ present }) => String(present)))}::boolean[],
        ${ids(all.map(({ listingId }) => listingId))}::bigint[], ${ids(all.map(({ recipeVersionId }) => recipeVersionId))}::bigint[],
        ${count(({ charged }) => charged)}::integer[])`.execute(merchantDb(em))
}
