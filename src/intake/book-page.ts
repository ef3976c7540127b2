import { sql } from 'kysely'
import { listingKey } from '../channels/listing.ts'
import type { ChannelOrder } from '../channels/order.ts'
import type { ToldOrder } from '../domain/channel-order.ts'
import { isKnownAlready } from '../domain/merge-order.ts'
import { readListings } from '../listings/shop-listing.ts'
import { bookOrders } from '../orders/book-orders.ts'
import { toToldOrder, unknownListing } from '../orders/to-told-order.ts'
import { readOrders } from '../stock/sql/orders.ts'
import type { Intake, IntakeTerms } from './intake.ts'

const ORDERS_AT_ONCE = 100
const TRIES_MAX = 20

/** Books a page of a shop's orders under its lease. Returns once that is committed. @throws LeaseLost, with nothing booked. */
export async function bookPage(intake: Intake, terms: IntakeTerms, orders: readonly ChannelOrder[]): Promise<void> {
  const { connection, em } = intake
  const { channel, connector } = connection
  for (let start = 0; start < orders.length; start += ORDERS_AT_ONCE) {
    const some = orders.slice(start, start + ORDERS_AT_ONCE).filter(({ lines }) => lines.length > 0)
    const keys = [...new Set(some.flatMap(({ lines }) => lines.map(({ listing }) => listingKey(listing))))]
    const listings = await readListings(em.fork(), sql`l.channel_id = ${channel.id} and l.external_id = any(${keys}::text[])`)
    const semantics = new Map(listings.map((listing) => [listing.key, connector.semanticsOf(listing)]))
    const told = some.map((order) => toToldOrder(order, (key) => semantics.get(key) ?? unknownListing))
    await bookTold(intake, terms, await unknownOf(intake, told))
  }
}

/** Most of what a list shows it has shown before: that is told by a look, and not booked again. */
async function unknownOf({ em, connection }: Intake, told: readonly ToldOrder[]): Promise<readonly ToldOrder[]> {
  if (told.length === 0) return []
  const { id: channelId } = connection.channel
  const wanted = told.map(({ orderId }) => ({ channelId, orderId }))
  const known = new Map((await readOrders(em.fork(), wanted, { lock: false })).map((order) => [order.orderId, order]))
  return told.filter((order) => !isKnownAlready(known.get(order.orderId), order))
}

export async function bookTold(intake: Intake, { pool, connectedAt }: IntakeTerms, orders: readonly ToldOrder[]): Promise<void> {
  if (orders.length === 0) return
  const { connection, desk, lease, clock, signal } = intake
  const { code: channel } = connection.channel
  // Stamps are whole seconds: what leaves in the second the shop was connected in has left after that.
  const sinceMs = Math.floor(connection.connector.platformTime(connectedAt).getTime() / 1_000) * 1_000
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    const answer = await desk.do(
      bookOrders,
      { channel, pool, sinceMs, lease, orders },
      { key: 'orders', actor: `channel:${channel}` },
    )
    if (answer.kind === 'booked') return
    if (answer.code !== 'BUSY' || attempt >= TRIES_MAX) throw new Error(`orders are not booked: ${answer.code} ${answer.message}`)
    await clock.sleep(answer.retryAfterMs ?? 100, signal)
  }
}
