import { sql, type RawBuilder } from 'kysely'
import { ChannelError } from '../channels/errors.ts'
import type { ChannelOrder } from '../channels/order.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { KnownLine, KnownOrder, ToldLine, ToldOrder } from '../domain/channel-order.ts'
import { numbers, texts } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'
import { readOrders } from '../stock/sql/orders.ts'
import { bookPage, bookTold } from './book-page.ts'
import type { Booking, IntakeTerms } from './intake.ts'
import { SETTLE_MS } from './walk-list.ts'

const ORDERS_A_TURN = 20

/**
 * R6, R8: orders `o` of a listing below zero that were unpaid when they were last heard of, before that: called off since, they have left the
 * list of unpaid orders unseen, and their units may be what was sold.
 */
export function ordersInDoubt(listingId: RawBuilder<unknown>) {
  return sql`
      from ${sql.table('channel_order_line')} l
      join ${sql.table('channel_order')} o on o.channel_id = l.channel_id and o.order_id = l.order_id
      join ${sql.table('listing_publishing')} p on p.listing_id = l.listing_id
     where l.listing_id = ${listingId} and l.state = 'created' and l.charged > 0 and l.restores and o.state = 'created' and o.leaf
       and (o.unpaid_at is null or o.unpaid_at < p.negative_at)`
}

interface Asked {
  readonly orderId: string
  /** Since when the shop knew it no more, as it was on record. */
  readonly goneAtMs: number | null
  /** Null: the shop knows no such order. */
  readonly order: ChannelOrder | null
}

/**
 * Asks for unpaid orders by their numbers where a quota is below zero. One the shop still shows unpaid keeps its units. One it does not know
 * has been paid, split or called off: once every paid order of that instant is booked, and it is neither among them nor known now, it was
 * called off.
 */
export async function askUnpaid(booking: Booking, terms: IntakeTerms, doubtMs: number): Promise<void> {
  const { connection, clock } = booking
  const { connector } = connection
  const lagMs = Math.max(...connector.orderLists.map((list) => list.lagMs))
  const askedMs = connector.platformTime(clock.now()).getTime()
  // What was asked for so lately may be told as it was before.
  const throughMs = askedMs - lagMs - doubtMs - SETTLE_MS
  const asked: Asked[] = []
  for (const row of await readDoubted(booking, throughMs)) {
    const order = await reread(booking, row.orderId)
    if (order !== undefined) asked.push({ ...row, order })
  }
  if (asked.length === 0) return
  await bookPage(
    booking,
    terms,
    asked.flatMap(({ order }) => order ?? []),
  )
  const answeredMs = connector.platformTime(clock.now()).getTime() + doubtMs
  await writeAsked(booking, asked, { throughMs, answeredMs })
  await bookCalledOff(
    booking,
    terms,
    asked.filter(({ order, goneAtMs }) => order === null && goneAtMs !== null),
  )
}

/** One that the shop did not know is asked for again once every order, paid or called off, of that instant is booked. */
async function readDoubted(
  { connection, em }: Booking,
  throughMs: number,
): Promise<readonly { readonly orderId: string; readonly goneAtMs: number | null }[]> {
  const { rows } = await sql<{ order_id: string; gone_ms: number | null }>`
    select distinct d.order_id, d.gone_ms
      from ${sql.table('listing_quota')} q
      cross join lateral (
        select o.channel_id, o.order_id, ${msOf('o.gone_at')} as gone_ms ${ordersInDoubt(sql`q.listing_id`)}
           and p.negative_at <= to_timestamp(${throughMs}::float8 / 1000)
           and (o.gone_at is null or o.gone_at <= (
                select min(w.through) from ${sql.table('channel_watermark')} w where w.channel_id = o.channel_id))) as d
     where q.below_zero and d.channel_id = ${connection.channel.id}
       and not exists (select from ${sql.table('channel_order')} k where k.channel_id = d.channel_id and k.parent_id = d.order_id)
       and not exists (
           select from ${sql.table('channel_order_aside')} a where a.channel_id = d.channel_id and a.order_id = d.order_id)
     order by d.order_id limit ${ORDERS_A_TURN}`.execute(merchantDb(em.fork()))
  return rows.map(({ order_id: orderId, gone_ms: goneAtMs }) => ({ orderId, goneAtMs }))
}

/** Undefined: the shop says nothing of it that can be read. A platform that is away ends the turn. */
async function reread({ connection, signal }: Booking, orderId: string): Promise<ChannelOrder | null | undefined> {
  try {
    return await connection.connector.rereadOrder(orderId, signal)
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    if (error.fault === 'not found') return null
    if (error.fault === 'malformed' || error.fault === 'rejected') return undefined
    throw error
  }
}

async function writeAsked(
  { connection, em, guard }: Booking,
  asked: readonly Asked[],
  { throughMs, answeredMs }: { readonly throughMs: number; readonly answeredMs: number },
): Promise<void> {
  const inOrder = asked.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
  await em.fork().transactional(async (tx) => {
    await guard(tx)
    await sql`
      with asked as (
        select o.channel_id, o.order_id, v.unpaid_ms, v.gone_ms
          from unnest(
                 ${texts(inOrder.map(({ orderId }) => orderId))}::text[],
                 ${numbers(inOrder.map(({ order }) => (order ? throughMs : null)))}::float8[],
                 ${numbers(inOrder.map(({ order, goneAtMs }) => (order ? null : (goneAtMs ?? answeredMs))))}::float8[])
               as v (order_id, unpaid_ms, gone_ms)
          join ${sql.table('channel_order')} o on o.channel_id = ${connection.channel.id} and o.order_id = v.order_id
         order by o.channel_id, o.order_id for update of o)
      update ${sql.table('channel_order')} o
         set unpaid_at = greatest(o.unpaid_at, to_timestamp(asked.unpaid_ms / 1000)), gone_at = to_timestamp(asked.gone_ms / 1000)
        from asked where o.channel_id = asked.channel_id and o.order_id = asked.order_id`.execute(merchantDb(tx))
  })
}

async function bookCalledOff(booking: Booking, terms: IntakeTerms, gone: readonly Asked[]): Promise<void> {
  const { connection, em } = booking
  const goneAt = new Map(gone.map(({ orderId, goneAtMs }) => [orderId, goneAtMs]))
  const wanted = gone.map(({ orderId }) => ({ channelId: connection.channel.id, orderId }))
  if (wanted.length === 0) return
  const orders = await readOrders(em.fork(), wanted, { lock: false })
  await bookTold(
    booking,
    terms,
    orders.filter(({ state }) => state === 'created').map((order) => calledOff(order, goneAt.get(order.orderId) ?? 0)),
  )
}

/** When that was is not told: at the latest when the shop knew it no more. */
function calledOff({ lines, ...order }: KnownOrder, goneAtMs: number): ToldOrder {
  const there = lines.filter(({ present }) => present)
  return {
    ...order,
    state: 'cancelled',
    modifiedAtMs: Math.max(order.modifiedAtMs, goneAtMs),
    lines: there.map((line) => ({ ...toldOf(line), state: 'cancelled' })),
  }
}

/** What the shop told of a line, without what was booked for it. */
function toldOf({
  lineId,
  listing,
  merchantCode,
  units,
  shippedUnits,
  refund,
  restores,
  ...line
}: KnownLine): Omit<ToldLine, 'state'> {
  const { takesAt, gift, oversold, campaigns } = line
  return { lineId, listing, merchantCode, units, shippedUnits, refund, restores, takesAt, gift, oversold, campaigns }
}
