import { ChannelError } from '../../src/channels/errors.ts'
import type { OrderList, OrderPage, OrderTail, OrderWindow } from '../../src/channels/feed.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import type { ProbeEvidence } from '../../src/channels/probe.ts'
import { toChinaTime } from '../shared/china-time.ts'
import { requireWholePage } from '../shared/whole-page.ts'
import { toOrder } from './map-trade.ts'
import type { BusinessParameters, TopClient } from './top-client.ts'
import { tradeFields, TradeCount, TradeFullinfo, TradePage, tradeTypes } from './wire-trade.ts'

const day = 86_400_000
const pageOrders = 100
const byCreation = 'taobao.trades.sold.get'
const byChange = 'taobao.trades.sold.increment.get'
/** How far beyond the present a tail's window ends: further than any answer takes. */
const tailReachMs = 600_000

/**
 * Both lists show every state, unpaid included. The one by change proves nothing unless the shop accepts a window that ends
 * in the future. A window may be a day, half an hour is advised. Sources: API pages 46 and 128; the platform announces about 10 minutes of lag on big days.
 */
export function orderLists(futureEnd: OrderList['futureEnd']): readonly OrderList[] {
  const both = { shows: 'every order', horizonMs: 90 * day, maxPageOrders: pageOrders, lagMs: 30_000 } as const
  return [
    { ...both, id: byCreation, keyedBy: 'created', maxWindowMs: day / 4, proves: ['taken at order'], futureEnd },
    { ...both, id: byChange, keyedBy: 'modified', maxWindowMs: 1_800_000, proves: ['taken at payment', 'back'], futureEnd },
  ]
}

/**
 * Last page first: the lists run from newest to oldest, and an order that changes while we read leaves its place and moves
 * every older row one place up (API page 128). One second is added at the end, since nobody says whether ends are included.
 */
export async function* pullOrders(
  client: TopClient,
  { list, from, to }: OrderWindow,
  signal: AbortSignal,
): AsyncIterable<OrderPage> {
  const window = windowOf(list, from, new Date(to.getTime() + 1_000))
  const count = async (): Promise<number> =>
    (await client.read(list, TradeCount, { signal, parameters: { ...window, fields: 'tid', page_size: 1 } })).total_results
  const total = await count()
  for (let page = Math.max(1, Math.ceil(total / pageOrders)); page >= 1; page -= 1) {
    const parameters = { ...window, fields: tradeFields, page_no: page, page_size: pageOrders, use_has_next: 'true' }
    const { trades } = await client.read(list, TradePage, { signal, parameters })
    await requireWholePage('taobao', { page, pageRows: pageOrders, rows: trades.length, total }, count)
    yield { orders: trades.map(toOrder), last: page === 1 }
  }
}

/** All that changed since `from`, in one page whose window ends beyond the answer; the total shows whether it was all. */
export async function pullTail(
  client: TopClient,
  { list, from }: Pick<OrderWindow, 'list' | 'from'>,
  signal: AbortSignal,
): Promise<OrderTail> {
  // Whole seconds are stamped and the clock may be a second off: both are taken off the instant that is claimed.
  const askedAt = new Date(client.clock.now().getTime() - 1_000)
  const wanted = askedAt.getTime() + tailReachMs
  const to = new Date(Math.min(wanted, from.getTime() + day - 1_000))
  const parameters = { ...windowOf(list, from, to), fields: tradeFields, page_no: 1, page_size: pageOrders }
  const { trades, total_results: total } = await client.read(list, TradePage, { signal, parameters })
  const reaches = to.getTime() >= wanted - tailReachMs / 2
  return { orders: trades.map(toOrder), complete: reaches && total !== undefined && total <= trades.length, askedAt }
}

/** Asks for a window that ends in the future; the answer decides what the list can prove. */
export async function probeFutureEnd(client: TopClient, list: OrderList['id'], signal: AbortSignal): Promise<ProbeEvidence> {
  const now = client.clock.now()
  const parameters = {
    ...windowOf(list, new Date(now.getTime() - 60_000), new Date(now.getTime() + tailReachMs)),
    fields: 'tid',
    page_size: 1,
  }
  try {
    const { total_results: total } = await client.read(list, TradeCount, { signal, parameters })
    return { fact: 'futureEnd', concluded: 'accepted', observed: [`${list}: ${total} orders in a window ending in the future`] }
  } catch (error) {
    if (!(error instanceof ChannelError) || error.fault !== 'rejected') throw error
    return { fact: 'futureEnd', concluded: 'refused', observed: [`${list}: ${error.code ?? 'refused'}`] }
  }
}

/** Null when the platform does not know the order, or does not know it yet. */
export async function rereadOrder(client: TopClient, tid: string, signal: AbortSignal): Promise<ChannelOrder | null> {
  try {
    const { trade } = await client.read('taobao.trade.fullinfo.get', TradeFullinfo, {
      signal,
      parameters: { tid, fields: tradeFields },
    })
    return toOrder(trade)
  } catch (error) {
    if (error instanceof ChannelError && error.fault === 'not found') return null
    throw error
  }
}

function windowOf(list: string, from: Date, to: Date): BusinessParameters {
  if (list !== byCreation && list !== byChange) throw new TypeError(`taobao has no order list ${list}`)
  const [start, end] = list === byCreation ? ['start_created', 'end_created'] : ['start_modified', 'end_modified']
  return { [start ?? '']: toChinaTime(from), [end ?? '']: toChinaTime(to), type: tradeTypes }
}
