import { listingKey, type ListingRef } from '../../src/channels/listing.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import { byCreation, pageOrders, readOrderPage, unpaid, type PageRequest } from './order-lists.ts'
import type { OrderReading } from './orders.ts'
import { walkWindow } from './walk-window.ts'

/** The longest window the lists take. */
const reachMs = 30 * 86_400_000
/** A busier shop is not walked for one listing's sake. */
const mostOrders = 1_000
const openStates = 'WAIT_SELLER_STOCK_OUT,POP_ORDER_PAUSE,PAUSE,LOCKED,WAIT_SELLER_DELIVERY'

export interface OpenUnits {
  readonly paid: number
  readonly unpaid: number
}

/** Units of one listing in orders that are not shipped, of the last thirty days; null when there are too many orders to ask for. */
export async function countOpenUnits(reading: OrderReading, listing: ListingRef, signal: AbortSignal): Promise<OpenUnits | null> {
  const notPaid = await countIn(reading, { list: unpaid, listing }, signal)
  const paid = await countIn(reading, { list: byCreation, states: openStates, listing }, signal)
  return paid === null || notPaid === null ? null : { paid, unpaid: notPaid }
}

async function countIn(
  reading: OrderReading,
  { listing, ...list }: Pick<PageRequest, 'list' | 'states'> & { readonly listing: ListingRef },
  signal: AbortSignal,
): Promise<number | null> {
  const to = reading.client.clock.now()
  const span = { from: new Date(to.getTime() - reachMs), to }
  const read = (of: typeof span, page: number) => readOrderPage(reading, { ...of, ...list, page, pageSize: pageOrders }, signal)
  if ((await read(span, 1)).total > mostOrders) return null
  const orders = new Map<string, ChannelOrder>()
  for await (const page of walkWindow(span, { pageRows: pageOrders, deepestPage: 50, read })) {
    for (const order of page) orders.set(order.orderId, order)
  }
  const lines = [...orders.values()].flatMap((order) => order.lines)
  const own = lines.filter((line) => listingKey(line.listing) === listingKey(listing))
  return own.reduce((sum, { units }) => sum + units, 0)
}
