import type { MarketOrder } from '../shared/market/order.ts'
import type { LogWindow } from '../shared/market/version-log.ts'
import type { Method, MethodCall } from './call.ts'
import { chinaTime } from '../shared/china-time.ts'
import { business, invalid, TopError } from './top-error.ts'
import { idValue, statusOf, tradePayload, typeOf } from './trade-payload.ts'

const day = 86_400_000
/** What a list shows when the caller names no types. */
const usualTypes = ['guarantee_trade', 'fixed', 'auction', 'auto_delivery', 'ec', 'cod', 'step']
const statusGroups: Readonly<Record<string, readonly string[]>> = {
  ALL_WAIT_PAY: ['WAIT_BUYER_PAY', 'TRADE_NO_CREATE_PAY'],
  ALL_CLOSED: ['TRADE_CLOSED', 'TRADE_CLOSED_BY_TAOBAO'],
}

/** taobao.trades.sold.get: by creation, newest first. */
export const tradesSold: Method = (call) => {
  const { parameters, state } = call
  const from = parameters.optional('start_created')
    ? parameters.time('start_created')
    : new Date(state.world.now().getTime() - 90 * day)
  const to = parameters.optional('end_created') ? parameters.time('end_created') : state.world.now()
  return page(call, call.shop.orders.createdIn(windowOf(call, from, to)).toReversed())
}

/** taobao.trades.sold.increment.get: by modification, newest first; one day at most. */
export const tradesIncrement: Method = (call) => {
  const { parameters, state } = call
  const from = parameters.time('start_modified')
  const to = parameters.time('end_modified')
  if (to.getTime() - from.getTime() > day) throw invalid('end_modified')
  if (state.switches.get('futureEnd') === 'refused' && to > state.world.now()) throw invalid('end_modified')
  const found = call.shop.orders.modifiedIn(windowOf(call, from, to))
  return page(call, state.switches.get('orderInSecond') === 'by id' ? byIdInSecond(found) : found.toReversed())
}

/** taobao.trades.sold.incrementv.get: by the moment a change entered the lists' store, which here is the change's own. */
export const tradesIncrementv: Method = (call) => {
  const from = call.parameters.time('start_create')
  const to = call.parameters.time('end_create')
  if (to.getTime() - from.getTime() > day) throw invalid('end_create')
  return page(call, call.shop.orders.modifiedIn(windowOf(call, from, to)).toReversed())
}

/** taobao.trade.close: the seller calls an unpaid order off, not in its first ten seconds. */
export const tradeClose: Method = (call) => {
  const { parameters, shop, state } = call
  const tid = parameters.required('tid')
  parameters.required('close_reason')
  const order = shop.orders.latest(tid)
  if (!order) throw business(serviceCode(call), 'isv.trade-not-exist', '交易订单不存在')
  if (order.state !== 'created') throw business(serviceCode(call), 'isv.trade-service-error', '订单状态不允许关闭')
  if (state.world.now().getTime() - order.createdAt.getTime() < 10_000)
    throw business(serviceCode(call), 'CLOSE_TRADE_TOO_FAST', '关闭过快')
  const closed = state.market.cancel(shop.id, tid)
  return { trade: { tid: idValue(call, tid), modified: chinaTime(closed.modifiedAt) } }
}

/** taobao.trade.fullinfo.get and taobao.trade.get: one order as it is now. */
export const tradeFullinfo: Method = (call) => {
  const order = call.shop.orders.latest(call.parameters.required('tid'))
  if (!order) throw business(serviceCode(call), 'isv.trade-not-exist', '交易订单不存在')
  return { trade: tradePayload(call, order) }
}

export function serviceCode({ state }: MethodCall): number {
  return Number(state.switches.get('serviceErrorCode'))
}

function windowOf({ state }: MethodCall, from: Date, to: Date): LogWindow {
  const { world } = state
  if (to < from) throw invalid('end')
  if (from.getTime() < world.now().getTime() - 91 * day) throw new TopError(41, 'Invalid Arguments:start')
  const end = state.switches.get('windowEnds') === 'end excluded' ? new Date(to.getTime() - 1_000) : to
  return { from, to: end, asOf: world.listedAt() }
}

function page(call: MethodCall, newestFirst: readonly MarketOrder[]): object {
  const { parameters } = call
  parameters.required('fields')
  const size = parameters.int('page_size', { min: 1, max: 100, initial: 40 })
  const number = parameters.int('page_no', { min: 1, max: 100_000, initial: 1 })
  const wanted = filterOf(call)
  const found = newestFirst.filter(wanted)
  const rows = call.state.world.pageOf(found.slice((number - 1) * size, number * size))
  const trades = rows.length === 0 ? {} : { trades: { trade: rows.map((order) => tradePayload(call, order)) } }
  const hasNext = parameters.flag('use_has_next') && call.state.switches.get('useHasNext') === 'honoured'
  return { ...(hasNext ? { has_next: found.length > number * size } : { total_results: found.length }), ...trades }
}

function filterOf(call: MethodCall): (order: MarketOrder) => boolean {
  const status = call.parameters.optional('status')
  const statuses = status === null ? null : (statusGroups[status] ?? [status])
  const types = new Set(call.parameters.optional('type') ? call.parameters.list('type') : usualTypes)
  if (types.has('guarantee_trade')) for (const type of ['fixed', 'auction']) types.add(type)
  return (order) => types.has(typeOf(call, order)) && (statuses === null || statuses.includes(statusOf(order)))
}

function byIdInSecond(oldestFirst: readonly MarketOrder[]): MarketOrder[] {
  const second = (order: MarketOrder): number => Math.floor(order.modifiedAt.getTime() / 1_000)
  return oldestFirst.toSorted((a, b) => second(b) - second(a) || (a.id < b.id ? -1 : 1))
}
