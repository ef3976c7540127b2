import { sql, type RawBuilder } from 'kysely'
import type { KnownOrder } from '../domain/channel-order.ts'
import type { SkuId } from '../domain/ids.ts'
import type { OrderState } from '../domain/order-state.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { msOf } from '../stock/sql/instants.ts'
import { readOrders, type OrderId } from '../stock/sql/orders.ts'

export const orderSorts = ['changed', 'placed', 'ship by'] as const
/** `changed` and `placed`: newest first. `ship by`: what has to leave first; only orders that say when. */
export type OrderSort = (typeof orderSorts)[number]

export interface ListOrders extends PageWanted {
  readonly channelIds: readonly string[]
  readonly sort: OrderSort
  readonly orderId: string | null
  readonly states: readonly OrderState[] | null
  readonly skuId: SkuId | null
  /** Some line's listing is not mapped, so that nothing is held for it. */
  readonly unmapped: boolean
  /** Holds units of a SKU of which real orders need more than there is. */
  readonly shortfall: boolean
  readonly placedFrom: Date | null
  readonly placedTo: Date | null
}

/** An order as it is listed: what is known of it, and when we last learned something. */
export interface ListedOrder extends KnownOrder {
  readonly recordedAtMs: number
}

const columns: Readonly<Record<OrderSort, RawBuilder<unknown>>> = {
  changed: sql`o.modified_at`,
  placed: sql`o.created_at`,
  'ship by': sql`o.ship_by`,
}

/** Orders of these channels, three statements a page; the key of a row says where it stands in this order. */
export async function listOrders(em: Em, wanted: ListOrders): Promise<Listed<ListedOrder & { readonly key: string }>> {
  const column = columns[wanted.sort]
  const direction = wanted.sort === 'ship by' ? sql`asc` : sql`desc`
  const { rows } = await sql<OrderRow>`
    select o.channel_id, o.order_id, ${msOf('o.recorded_at')} as recorded_ms,
           (extract(epoch from ${column}) * 1000000)::bigint::text as sorted_by
      from ${sql.table('channel_order')} o
     where o.channel_id = any(${wanted.channelIds}::bigint[]) and ${chosenBy(wanted)} and ${behind(wanted)}
     order by ${column} ${direction}, o.channel_id, o.order_id
     limit ${wanted.first + 1}`.execute(merchantDb(em))
  const listed = toListed(rows, wanted.first)
  const orders = await withLines(em, listed.rows)
  const keys = new Map(listed.rows.map((row) => [nameOf(row), JSON.stringify([row.sorted_by, row.channel_id, row.order_id])]))
  return {
    rows: orders.map((order) => ({ ...order, key: keys.get(`${order.channelId}/${order.orderId}`) ?? '' })),
    hasNextPage: listed.hasNextPage,
  }
}

/** Orders by channel and number; one that is not known is left out. */
export async function findOrders(em: Em, wanted: readonly OrderId[]): Promise<readonly ListedOrder[]> {
  const { rows } = await sql<Omit<OrderRow, 'sorted_by'>>`
    select o.channel_id, o.order_id, ${msOf('o.recorded_at')} as recorded_ms
      from ${sql.table('channel_order')} o
     where (o.channel_id, o.order_id) in (
           select * from unnest(${wanted.map(({ channelId }) => channelId)}::bigint[], ${wanted.map(({ orderId }) => orderId)}::text[]))`.execute(
    merchantDb(em),
  )
  return withLines(em, rows)
}

/** The orders that one was split into. */
export async function findChildren(em: Em, parents: readonly OrderId[]): Promise<readonly ListedOrder[]> {
  const { rows } = await sql<Omit<OrderRow, 'sorted_by'>>`
    select o.channel_id, o.order_id, ${msOf('o.recorded_at')} as recorded_ms
      from ${sql.table('channel_order')} o
     where (o.channel_id, o.parent_id) in (
           select * from unnest(${parents.map(({ channelId }) => channelId)}::bigint[], ${parents.map(({ orderId }) => orderId)}::text[]))
     order by o.channel_id, o.order_id`.execute(merchantDb(em))
  return withLines(em, rows)
}

interface OrderRow {
  readonly channel_id: string
  readonly order_id: string
  readonly recorded_ms: number
  readonly sorted_by: string
}

async function withLines(em: Em, rows: readonly Omit<OrderRow, 'sorted_by'>[]): Promise<readonly ListedOrder[]> {
  if (rows.length === 0) return []
  const wanted = rows.map(({ channel_id: channelId, order_id: orderId }) => ({ channelId, orderId }))
  const orders = await readOrders(em, wanted, { lock: false })
  const byName = new Map(orders.map((order) => [`${order.channelId}/${order.orderId}`, order]))
  return rows.flatMap((row) => {
    const order = byName.get(nameOf(row))
    return order ? [{ ...order, recordedAtMs: row.recorded_ms }] : []
  })
}

function nameOf({ channel_id: channelId, order_id: orderId }: Omit<OrderRow, 'sorted_by'>): string {
  return `${channelId}/${orderId}`
}

function chosenBy(wanted: ListOrders): RawBuilder<unknown> {
  const { sort, orderId, states, skuId, unmapped, shortfall, placedFrom, placedTo } = wanted
  const line = sql`${sql.table('channel_order_line')} l`
  const ofOrder = sql`l.channel_id = o.channel_id and l.order_id = o.order_id and l.present`
  const rules = [
    ...(sort === 'ship by' ? [sql`o.ship_by is not null`] : []),
    ...(orderId === null ? [] : [sql`o.order_id = ${orderId}`]),
    ...(states === null ? [] : [sql`o.state = any(${states}::text[])`]),
    ...(placedFrom === null ? [] : [sql`o.created_at >= ${placedFrom}::timestamptz`]),
    ...(placedTo === null ? [] : [sql`o.created_at < ${placedTo}::timestamptz`]),
    ...(skuId === null
      ? []
      : [
          sql`exists (select from ${line} join ${sql.table('recipe_component')} c on c.recipe_version_id = l.recipe_version_id
                       where ${ofOrder} and c.sku_id = ${skuId})`,
        ]),
    // Postage and the like take nothing from any pool, so nothing about them is missing.
    ...(unmapped
      ? [
          sql`exists (select from ${line} where ${ofOrder} and l.recipe_version_id is null and not exists (
                        select from ${sql.table('listing')} x
                         where x.channel_id = l.channel_id and x.external_id = l.listing and x.stock_policy = 'no_stock'))`,
        ]
      : []),
    ...(shortfall ? [sql`${isShort}`] : []),
  ]
  return rules.length === 0 ? sql`true` : sql.join(rules, sql` and `)
}

/** The order's hold claims units of which holds and quotas below zero need more than lies there. */
const isShort = sql`exists (
  select from ${sql.table('channel')} c
    join ${sql.table('hold')} h on h.reference = c.code || ':' || o.order_id
    join ${sql.table('hold_line')} k on k.hold_id = h.id and k.units > k.released + k.shipped
    join ${sql.table('pool_balance')} b on b.pool_id = k.pool_id and b.sku_id = k.sku_id and b.deficit > 0
    left join lateral (
         select sum(least(q.quota, 0) * r.units) as units
           from ${sql.table('listing_quota')} q
           join ${sql.table('listing_open_version')} v on v.listing_id = q.listing_id
           join ${sql.table('recipe_component')} r on r.recipe_version_id = v.recipe_version_id and r.sku_id = b.sku_id
          where q.pool_id = b.pool_id and q.below_zero) below on true
   where c.id = o.channel_id and b.held + coalesce(below.units, 0) > b.on_hand)`

/** Rows behind the key; anything that is not one begins at the start. */
function behind({ after, sort }: ListOrders): RawBuilder<unknown> {
  const key = after === null ? undefined : parsed(after)
  if (!key) return sql`true`
  const column = columns[sort]
  const at = sql`(timestamptz '1970-01-01 00:00:00+00' + ${key.micros}::bigint * interval '1 microsecond')`
  return sql`(${column} ${sort === 'ship by' ? sql`>` : sql`<`} ${at}
    or (${column} = ${at} and (o.channel_id, o.order_id) > (${key.channelId}::bigint, ${key.orderId}::text collate "C")))`
}

function parsed(key: string): { readonly micros: string; readonly channelId: string; readonly orderId: string } | undefined {
  const value: unknown = JSON.parse(key)
  if (!Array.isArray(value)) return undefined
  const [micros, channelId, orderId]: unknown[] = value
  if (typeof micros !== 'string' || typeof channelId !== 'string' || typeof orderId !== 'string') return undefined
  return /^-?\d{1,17}$/.test(micros) && /^\d{1,18}$/.test(channelId) ? { micros, channelId, orderId } : undefined
}
