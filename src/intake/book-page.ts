import { sql } from 'kysely'
import { listingKey } from '../channels/listing.ts'
import type { ChannelOrder } from '../channels/order.ts'
import { gather } from '../db/gather.ts'
import { orderKey, type KnownOrder, type ToldOrder } from '../domain/channel-order.ts'
import { isKnownAlready } from '../domain/merge-order.ts'
import { describeError } from '../log.ts'
import { readListings, type ShopListing } from '../listings/shop-listing.ts'
import { bookOrders } from '../orders/book-orders.ts'
import { toToldOrder, unknownListing } from '../orders/to-told-order.ts'
import { manyIds, manyTexts } from '../stock/sql/columns.ts'
import { readOrders, type OrderId } from '../stock/sql/orders.ts'
import type { Booking, IntakeTerms } from './intake.ts'
import { isOfTheOrder } from './is-of-the-order.ts'
import { notShownBefore, rememberShown } from './shown-before.ts'
import { splitParents } from './split-parents.ts'
import { setAside } from './set-aside.ts'

const ORDERS_AT_ONCE = 100
const TRIES_MAX = 20

/** Books a page of a shop's orders. Returns once that is committed. @throws LeaseLost, with nothing booked. */
export async function bookPage(booking: Booking, terms: IntakeTerms, orders: readonly ChannelOrder[]): Promise<void> {
  for (let start = 0; start < orders.length; start += ORDERS_AT_ONCE) {
    const some = await notShownBefore(booking, orders.slice(start, start + ORDERS_AT_ONCE))
    const told = await toldOf(booking, some)
    const { fresh, known } = await tellApart(booking, told)
    rememberShown(booking.connection.connector, some, known)
    await bookTold(booking, terms, fresh)
    await bookTold(booking, terms, await splitParents(booking, told))
  }
}

/** Most of what a list shows it has shown before: that is told by a look, and not booked again. */
async function tellApart(
  { em, connection }: Booking,
  told: readonly ToldOrder[],
): Promise<{ readonly fresh: readonly ToldOrder[]; readonly known: readonly KnownOrder[] }> {
  if (told.length === 0) return { fresh: [], known: [] }
  const { id: channelId } = connection.channel
  const wanted = told.map(({ orderId }) => ({ channelId, orderId }))
  const books = new Map((await knownOf(em, wanted)).map((order) => [order.orderId, order]))
  const fresh = told.filter((order) => !isKnownAlready(books.get(order.orderId), order))
  for (const { orderId } of fresh) books.delete(orderId)
  return { fresh, known: [...books.values()] }
}

const knownOf = gather<readonly OrderId[], readonly KnownOrder[]>(async (em, asked) => {
  const wanted = [...new Map(asked.flat().map((id) => [orderKey(id), id])).values()]
  const known = new Map((await readOrders(em, wanted, { lock: false })).map((order) => [orderKey(order), order]))
  return asked.map((some) => some.flatMap((id) => known.get(orderKey(id)) ?? []))
})

/** What these orders say, with what only their listings know filled in. */
export async function toldOf({ connection, em }: Booking, orders: readonly ChannelOrder[]): Promise<readonly ToldOrder[]> {
  const { channel, connector } = connection
  const some = orders.filter(({ lines }) => lines.length > 0)
  const keys = [...new Set(some.flatMap(({ lines }) => lines.map(({ listing }) => listingKey(listing))))]
  const listings = keys.length === 0 ? [] : await listingsOf(em, { channelId: channel.id, keys })
  const semantics = new Map(listings.map((listing) => [listing.key, connector.semanticsOf(listing)]))
  return some.map((order) => toToldOrder(order, (key) => semantics.get(key) ?? unknownListing))
}

interface ListingsAsked {
  readonly channelId: string
  readonly keys: readonly string[]
}

const listingsOf = gather<ListingsAsked, readonly ShopListing[]>(async (em, asked) => {
  const all = asked.flatMap(({ channelId, keys }) => keys.map((key) => ({ channelId, key })))
  const named = sql`unnest(${manyIds(all.map(({ channelId }) => channelId))}, ${manyTexts(all.map(({ key }) => key))})`
  const listings = await readListings(em, sql`(l.channel_id, l.external_id) in (select v.id, v.key from ${named} as v (id, key))`)
  const byChannel = Map.groupBy(listings, ({ channelId }) => channelId)
  return asked.map(({ channelId }) => byChannel.get(channelId) ?? [])
})

/** Books orders in one transaction; where one of them cannot be, each by itself, and those that cannot are set aside. */
export async function bookTold(booking: Booking, terms: IntakeTerms, orders: readonly ToldOrder[]): Promise<void> {
  if (orders.length === 0) return
  const why = await whyNot(booking, terms, orders)
  if (why === null) return
  for (const order of orders) {
    const reason = orders.length === 1 ? why : await whyNot(booking, terms, [order])
    if (reason === null) continue
    const { clock, connection, em, guard } = booking
    await em.fork().transactional(async (tx) => {
      await guard(tx)
      await setAside(tx, { channel: connection.channel, told: order, reason, nowMs: clock.now().getTime() })
    })
  }
}

/** Books these orders: null once that is committed, else why what they say cannot be booked. Other failures are thrown. */
export async function whyNot(
  { connection, desk, guard, clock, signal, actor }: Booking,
  { pool, connectedAt }: IntakeTerms,
  orders: readonly ToldOrder[],
): Promise<string | null> {
  const { code: channel } = connection.channel
  // Stamps are whole seconds: what leaves in the second the shop was connected in has left after that.
  const sinceMs = Math.floor(connection.connector.platformTime(connectedAt).getTime() / 1_000) * 1_000
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      const args = { channel, pool, sinceMs, lease: null, guard, orders }
      const answer = await desk.do(bookOrders, args, { key: 'orders', actor })
      if (answer.kind === 'booked') return null
      if (answer.code === 'INVALID') return answer.message
      if (answer.code !== 'BUSY' || attempt >= TRIES_MAX)
        throw new Error(`orders are not booked: ${answer.code} ${answer.message}`)
      await clock.sleep(answer.retryAfterMs ?? 100, signal)
    } catch (error) {
      if (!isOfTheOrder(error)) throw error
      // The full error may carry what the order says; its description does not.
      const { type, message } = describeError(error)
      return `${type}: ${message}`
    }
  }
}
