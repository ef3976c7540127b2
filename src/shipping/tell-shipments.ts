import { sql } from 'kysely'
import { orderKey } from '../domain/channel-order.ts'
import type { OrderShipment } from '../domain/order-shipment.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { instant, msOf } from '../stock/sql/instants.ts'
import { readOrders } from '../stock/sql/orders.ts'
import { readShipments } from '../stock/sql/shipments.ts'
import { keepCarriers } from './carriers.ts'
import { closeSeen, tellShipment, type Telling, type ToTell } from './tell-shipment.ts'

/** A turn tells of so many, so that a shop far behind does not hold its worker for ever. */
const SHIPMENTS_A_TURN = 100
/** How often the feed is looked at for orders that somebody else has shipped, and a paused shop for whether it goes on. */
const LOOK_MS = 60_000

/**
 * Tells a shop of what has left, each shipment when it is due, the older of one order first. Returns when the next is due; null:
 * when somebody ships.
 */
export async function tellShipments(telling: Telling): Promise<Date | null> {
  const { connection, clock, signal } = telling
  const nextCarriers = await keepCarriers(telling)
  await closeAllSeen(telling)
  if (connection.channel.state === 'live' || connection.channel.state === 'joining') {
    for (const toTell of await readDue(telling)) {
      signal.throwIfAborted()
      await tellShipment(telling, toTell)
    }
  }
  const next = await nextDue(telling)
  const nowMs = clock.now().getTime()
  const due = [nextCarriers.getTime(), ...(next === null ? [] : [next])]
  return new Date(Math.max(nowMs, Math.min(...due)))
}

async function readDue(telling: Telling): Promise<readonly ToTell[]> {
  const nowMs = telling.clock.now().getTime()
  return readToTell(
    telling,
    sql`s.state = 'waiting' and s.due_at <= ${instant(nowMs)}::timestamptz and not exists (
          select from ${sql.table('shipment')} e
           where e.channel_id = s.channel_id and e.order_id = s.order_id and e.state = 'waiting'
             and (e.created_at, e.id) < (s.created_at, s.id))`,
  )
}

/** Shipments nobody needs to be told of any more: the feed shows their orders shipped. */
async function closeAllSeen(telling: Telling): Promise<void> {
  const unsettled = await readToTell(
    telling,
    sql`s.state in ('waiting', 'problem') and exists (
          select from ${sql.table('channel_order')} o
           where o.channel_id = s.channel_id and o.order_id = s.order_id and o.state in ('shipped', 'closed'))`,
  )
  for (const toTell of unsettled) await closeSeen(telling, toTell)
}

async function readToTell({ em, connection }: Telling, where: ReturnType<typeof sql>): Promise<readonly ToTell[]> {
  const channelId = connection.channel.id
  const { rows } = await sql<{ id: string; order_id: string }>`
    select s.id, s.order_id from ${sql.table('shipment')} s
     where s.channel_id = ${channelId} and ${where}
     order by s.due_at, s.id limit ${SHIPMENTS_A_TURN}`.execute(merchantDb(em.fork()))
  if (rows.length === 0) return []
  const orders = [...new Set(rows.map(({ order_id: orderId }) => orderId))].map((orderId) => ({ channelId, orderId }))
  const shipments = await readShipments(em.fork(), orders, { lock: false })
  const known = new Map((await readOrders(em.fork(), orders, { lock: false })).map((order) => [orderKey(order), order]))
  const byOrder = Map.groupBy(shipments, (one: OrderShipment) => orderKey(one))
  const wanted = new Set(rows.map(({ id }) => id))
  return shipments
    .filter(({ id }) => wanted.has(id))
    .map((shipment) => ({ shipment, all: byOrder.get(orderKey(shipment)) ?? [], known: known.get(orderKey(shipment)) }))
}

async function nextDue({ em, connection, clock }: Telling): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null; unsettled: boolean }>`
    select ${msOf('due')} as ms, unsettled
      from (select min(due_at) as due, count(*) > 0 as unsettled from ${sql.table('shipment')}
             where channel_id = ${connection.channel.id} and state in ('waiting', 'problem')) x`.execute(merchantDb(em.fork()))
  const [row] = rows
  if (!row?.unsettled) return null
  const lookMs = clock.now().getTime() + LOOK_MS
  const mayWrite = connection.channel.state === 'live' || connection.channel.state === 'joining'
  return row.ms === null || !mayWrite ? lookMs : Math.min(row.ms, lookMs)
}
