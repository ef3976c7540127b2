import { ChannelError } from '../../src/channels/errors.ts'
import type { OrderList, OrderPage, OrderTail, OrderWindow } from '../../src/channels/feed.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import type { ProbeEvidence } from '../../src/channels/probe.ts'
import { requireWholePage } from '../shared/whole-page.ts'
import { toOrder } from './map-order.ts'
import type { BusinessParameters, PopClient } from './pop-client.ts'
import { OrderInformation, OrderPageWire } from './wire-order.ts'

const day = 86_400_000
const pageOrders = 100
const byConfirmation = 'pdd.order.list.get'
const byChange = 'pdd.order.number.list.increment.get'
/** How far beyond the present a tail's window ends: further than any answer takes. */
const tailReachMs = 300_000
const changeWindowMs = 1_800_000
/** Windows are asked for one second longer than wanted, since nobody says whether ends are included. */
const spareMs = 1_000

/**
 * Both lists show traded orders only: paid, and in a full group. What is proved is proved of those; the orders before that are
 * the hidden ones that `semanticsOf` declares. The list by change proves nothing unless a window may end in the future.
 * Sources: pages of both methods (3 minutes of lag, 90 days); FAQ 3155CCB725082A31.
 */
export function orderLists(futureEnd: OrderList['futureEnd']): readonly OrderList[] {
  const both = { shows: 'confirmed orders', horizonMs: 90 * day, maxPageOrders: pageOrders, lagMs: 180_000, futureEnd } as const
  const taken = ['taken at order', 'taken at payment'] as const
  return [
    { ...both, id: byConfirmation, keyedBy: 'confirmed', maxWindowMs: day - 2 * spareMs, proves: taken },
    { ...both, id: byChange, keyedBy: 'modified', maxWindowMs: changeWindowMs - 2 * spareMs, proves: [...taken, 'back'] },
  ]
}

/**
 * Last page first: the list runs from newest to oldest, and an order that changes while we read leaves its place and moves
 * every older row one place up (page of the list by change). Only the first call asks for the total, which is slow.
 */
export async function* pullOrders(
  client: PopClient,
  { list, from, to }: OrderWindow,
  signal: AbortSignal,
): AsyncIterable<OrderPage> {
  const window = windowOf(list, from, new Date(to.getTime() + spareMs))
  const first = await readPage(client, list, { window, page: 1, signal })
  if (first.total === undefined) throw new ChannelError('pinduoduo', 'malformed', `${list}: a first page without its total`)
  const pages = Math.max(1, Math.ceil(first.total / pageOrders))
  if (first.orders.length >= first.total) return yield { orders: first.orders.map(toOrder), last: true }
  const { total } = first
  const count = async (): Promise<number> => (await readPage(client, list, { window, page: 1, signal })).total ?? 0
  for (let page = pages; page >= 1; page -= 1) {
    const { orders } = await readPage(client, list, { window: { ...window, use_has_next: true }, page, signal })
    await requireWholePage('pinduoduo', { page, pageRows: pageOrders, rows: orders.length, total }, count)
    yield { orders: orders.map(toOrder), last: page === 1 }
  }
}

/** All that changed since `from`, in one page whose window ends beyond the answer. */
export async function pullTail(
  client: PopClient,
  { list, from }: Pick<OrderWindow, 'list' | 'from'>,
  signal: AbortSignal,
): Promise<OrderTail> {
  // Whole seconds are stamped and the clock may be a second off: both are taken off the instant that is claimed.
  const askedAt = new Date(client.clock.now().getTime() - 1_000)
  const longest = (list === byChange ? changeWindowMs : day) - spareMs
  const to = new Date(Math.min(askedAt.getTime() + tailReachMs, from.getTime() + longest))
  const { orders, total = Infinity } = await readPage(client, list, { window: windowOf(list, from, to), page: 1, signal })
  const whole = total <= orders.length
  const reaches = to.getTime() >= askedAt.getTime() + tailReachMs / 2
  return { orders: orders.map(toOrder), complete: whole && reaches, askedAt }
}

/** Asks for a window that ends in the future; the answer decides what the list can prove. */
export async function probeFutureEnd(client: PopClient, list: OrderList['id'], signal: AbortSignal): Promise<ProbeEvidence> {
  const now = client.clock.now()
  const window = windowOf(list, new Date(now.getTime() - 60_000), new Date(now.getTime() + tailReachMs))
  try {
    const { total } = await readPage(client, list, { window, page: 1, signal })
    const observed = [`${list}: ${total ?? 0} orders in a window ending in the future`]
    return { fact: 'futureEnd', concluded: 'accepted', observed }
  } catch (error) {
    if (!(error instanceof ChannelError) || error.fault !== 'rejected') throw error
    return { fact: 'futureEnd', concluded: 'refused', observed: [`${list}: ${error.code ?? 'refused'}`] }
  }
}

/** Null when the platform does not know the order, or does not show it yet: it may be up to 10 minutes behind its own push. */
export async function rereadOrder(client: PopClient, orderSn: string, signal: AbortSignal): Promise<ChannelOrder | null> {
  try {
    const parameters = { order_sn: orderSn }
    const { order_info: order } = await client.read('pdd.order.information.get', OrderInformation, { signal, parameters })
    return toOrder(order)
  } catch (error) {
    if (error instanceof ChannelError && error.fault === 'not found') return null
    throw error
  }
}

interface Asked {
  readonly window: BusinessParameters
  readonly page: number
  readonly signal: AbortSignal
}

/** Statuses 5: all; lottery flag 0: all. */
function readPage(client: PopClient, list: string, { window, page, signal }: Asked) {
  const everything = { order_status: 5, refund_status: 5, ...(list === byChange ? { is_lucky_flag: 0 } : {}) }
  const parameters = { ...everything, ...window, page, page_size: pageOrders }
  return client.read(list, OrderPageWire, { signal, parameters })
}

function windowOf(list: string, from: Date, to: Date): BusinessParameters {
  const [start, end] = [from, to].map((at) => Math.floor(at.getTime() / 1_000))
  if (list === byConfirmation) return { start_confirm_at: start, end_confirm_at: end }
  if (list === byChange) return { start_updated_at: start, end_updated_at: end }
  throw new TypeError(`pinduoduo has no order list ${list}`)
}
