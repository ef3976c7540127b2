import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { ChannelConnector } from '../channels/connector.ts'
import type { ChannelOrder } from '../channels/order.ts'
import { gather } from '../db/gather.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { KnownOrder } from '../domain/channel-order.ts'
import { manyIds, manyTexts } from '../stock/sql/columns.ts'
import type { Booking } from './intake.ts'

/** Of one shop: more than its lists show again and again. */
const ORDERS_MAX = 5_000

interface Shown {
  readonly digest: string
  /** Of the order in the books, which held all that was shown. */
  readonly revision: number
}

const shownOf = new WeakMap<ChannelConnector, Map<string, Shown>>()

/**
 * The orders that are not shown exactly as before, or that the books no longer hold as they held them then. Lists show the same orders turn
 * after turn: a look at their revisions tells that nothing is to be done. What is learnt of a listing meanwhile counts for what changes later.
 */
export async function notShownBefore(
  { em, connection }: Pick<Booking, 'em' | 'connection'>,
  orders: readonly ChannelOrder[],
): Promise<readonly ChannelOrder[]> {
  const before = shownOf.get(connection.connector)
  const same = orders.flatMap((order) => {
    const shown = before?.get(order.orderId)
    return shown && shown.digest === digestOf(order) ? [{ order, revision: shown.revision }] : []
  })
  if (same.length === 0) return orders
  const asked = { channelId: connection.channel.id, orderIds: same.map(({ order }) => order.orderId) }
  const revisions = await revisionsOf(em, asked)
  const done = new Set(same.flatMap(({ order, revision }) => (revisions.get(order.orderId) === revision ? [order] : [])))
  return orders.filter((order) => !done.has(order))
}

/** These orders are in the books as far as they were shown. Of split orders more than their own row counts: they are looked at each time. */
export function rememberShown(
  connector: ChannelConnector,
  orders: readonly ChannelOrder[],
  known: readonly Pick<KnownOrder, 'orderId' | 'revision'>[],
): void {
  const shown = shownOf.get(connector) ?? new Map<string, Shown>()
  shownOf.set(connector, shown)
  const revisions = new Map(known.map(({ orderId, revision }) => [orderId, revision]))
  for (const order of orders) {
    const revision = revisions.get(order.orderId)
    if (revision === undefined || order.parentId !== null || !order.leaf) continue
    shown.delete(order.orderId)
    shown.set(order.orderId, { digest: digestOf(order), revision })
  }
  for (const orderId of shown.keys()) {
    if (shown.size <= ORDERS_MAX) break
    shown.delete(orderId)
  }
}

function digestOf(order: ChannelOrder): string {
  return hash('sha256', JSON.stringify(order), 'base64')
}

interface Asked {
  readonly channelId: string
  readonly orderIds: readonly string[]
}

const revisionsOf = gather<Asked, ReadonlyMap<string, number>>(async (em, asked) => {
  const all = asked.flatMap(({ channelId, orderIds }) => orderIds.map((orderId) => ({ channelId, orderId })))
  const named = sql`unnest(${manyIds(all.map(({ channelId }) => channelId))}, ${manyTexts(all.map(({ orderId }) => orderId))})`
  const { rows } = await sql<{ channel_id: string; order_id: string; revision: number }>`
    select v.channel_id, v.order_id, o.revision
      from ${named} as v (channel_id, order_id)
     cross join lateral (select o.revision from ${sql.table('channel_order')} o
                          where o.channel_id = v.channel_id and o.order_id = v.order_id offset 0) o`.execute(merchantDb(em))
  const byChannel = Map.groupBy(rows, ({ channel_id: id }) => id)
  return asked.map(({ channelId }) => new Map((byChannel.get(channelId) ?? []).map((row) => [row.order_id, row.revision])))
})
