import { ChannelError } from '../../src/channels/errors.ts'
import type { OrderList, OrderPage, OrderTail, OrderWindow } from '../../src/channels/feed.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import type { ProbeEvidence } from '../../src/channels/probe.ts'
import type { JdClient } from './jd-client.ts'
import { toOrder } from './map-order.ts'
import { toUnpaidOrder } from './map-unpaid.ts'
import { pageOrders, readOrderPage } from './order-lists.ts'
import type { WareIds } from './ware-ids.ts'
import { markLast, walkWindow } from './walk-window.ts'
import { OrderDetail, orderFields, UnpaidDetail } from './wire-order.ts'

export interface OrderReading {
  readonly client: JdClient
  readonly wareIds: WareIds
}

/** Beyond page 100 others saw empty pages; the advice is to move the window, so half of that is never passed. */
const deepestPage = 50
/** How far beyond the present a tail's window ends: further than any answer takes. */
const tailReachMs = 600_000

/** Newest first, walked from the last page. One second is added at the end, since nobody says whether ends are included. */
export async function* pullOrders(
  reading: OrderReading,
  { list, from, to }: OrderWindow,
  signal: AbortSignal,
): AsyncIterable<OrderPage> {
  const pages = walkWindow(
    { from, to: new Date(to.getTime() + 1_000) },
    {
      pageRows: pageOrders,
      deepestPage,
      read: (span, page) => readOrderPage(reading, { ...span, list, page, pageSize: pageOrders }, signal),
    },
  )
  for await (const { page, last } of markLast(pages)) yield { orders: page, last }
}

/** All that changed since `from`, in one page whose window ends beyond the answer. */
export async function pullTail(
  reading: OrderReading,
  { list, from }: Pick<OrderWindow, 'list' | 'from'>,
  signal: AbortSignal,
): Promise<OrderTail> {
  // Whole seconds are stamped and the clock may be a second off: both are taken off the instant that is claimed.
  const askedAt = new Date(reading.client.clock.now().getTime() - 1_000)
  const to = new Date(askedAt.getTime() + tailReachMs)
  const { total, rows } = await readOrderPage(reading, { list, from, to, page: 1, pageSize: pageOrders }, signal)
  return { orders: rows, complete: total <= rows.length, askedAt }
}

/** Asks for a window that ends in the future; the answer decides what the list can prove. */
export async function probeFutureEnd(reading: OrderReading, list: OrderList['id'], signal: AbortSignal): Promise<ProbeEvidence> {
  const now = reading.client.clock.now().getTime()
  const span = { from: new Date(now - 60_000), to: new Date(now + tailReachMs) }
  try {
    const { total } = await readOrderPage(reading, { ...span, list, page: 1, pageSize: 1 }, signal)
    return { fact: 'futureEnd', concluded: 'accepted', observed: [`${list}: ${total} orders in a window ending in the future`] }
  } catch (error) {
    if (!(error instanceof ChannelError) || error.fault !== 'rejected') throw error
    return { fact: 'futureEnd', concluded: 'refused', observed: [`${list}: ${error.code ?? 'refused'}`] }
  }
}

/** Paid orders have one method, unpaid ones another; null when neither knows the order. Source: open.jd.com, API pop.order.enGet. */
export async function rereadOrder(
  { client, wareIds }: OrderReading,
  orderId: string,
  signal: AbortSignal,
): Promise<ChannelOrder | null> {
  const paid = await unlessUnknown(async () => {
    const method = 'jingdong.pop.order.enGet'
    const parameters = { order_id: orderId, optional_fields: orderFields }
    const { orderDetailInfo: detail } = await client.read(method, OrderDetail, { signal, parameters })
    if (detail) client.requireSuccess(method, detail.apiResult)
    return detail?.orderInfo ? toOrder(detail.orderInfo) : null
  })
  if (paid) return paid
  return unlessUnknown(async () => {
    const method = 'jingdong.pop.order.notPayOrderById'
    const { orderDataNotPayInfo: info } = await client.read(method, UnpaidDetail, { signal, parameters: { orderId } })
    if (!info) return null
    const skuIds = info.itemList.map(({ skuId }) => skuId)
    return toUnpaidOrder(info, await wareIds.find(skuIds, signal))
  })
}

async function unlessUnknown(read: () => Promise<ChannelOrder | null>): Promise<ChannelOrder | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ChannelError && error.fault === 'not found') return null
    throw error
  }
}
