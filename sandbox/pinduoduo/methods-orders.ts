import type { MarketOrder } from '../shared/market/order.ts'
import type { LogWindow } from '../shared/market/version-log.ts'
import { unknownOrder, type Method, type MethodCall } from './call.ts'
import { orderPayload, orderStatus, refundStatus } from './order-payload.ts'
import { invalid } from './pop-error.ts'

const day = 86_400_000
const horizonMs = 90 * day

/** pdd.order.number.list.increment.get: by change, newest first, 30 minutes at most. */
export const ordersByChange: Method = (call) => {
  const { parameters } = call
  const window = parameters.window({ start: 'start_updated_at', end: 'end_updated_at' }, 1_800_000)
  parameters.oneOf('is_lucky_flag', [0, 1, 2])
  const found = call.shop.orders.modifiedIn(closed(call, window, 'end_updated_at'))
  const sorted = call.state.switches.get('orderInSecond') === 'by id' ? byIdInSecond(found) : found.toReversed()
  return page(call, 'order_sn_list', sorted)
}

/** pdd.order.list.get: by confirmation, newest first, one day at most. */
export const ordersByConfirmation: Method = (call) => page(call, 'order_list', confirmed(call))

/** pdd.order.basic.list.get: the same, less what is the buyer's. */
export const basicOrders: Method = (call) => {
  const shown = [
    'order_sn',
    'order_status',
    'refund_status',
    'confirm_time',
    'updated_at',
    'item_list',
    'trade_type',
    'pay_amount',
  ]
  return page(call, 'order_list', confirmed(call), (order) =>
    Object.fromEntries(Object.entries(orderPayload(call, order)).filter(([name]) => shown.includes(name))),
  )
}

/** pdd.order.information.get: one order. Whether it is as late as the lists is a switch. */
export const orderInformation: Method = (call) => ({
  order_info: orderPayload(call, visibleOrder(call, call.parameters.required('order_sn'))),
})

/** pdd.order.status.get: the one list that writes `orderSn`. Orders that are not the shop's are left out. */
export const orderStates: Method = (call) => ({
  order_status_list: call.parameters.list('order_sns').flatMap((orderSn) => {
    const order = call.shop.orders.latest(orderSn)
    return order?.confirmedAt ? [{ orderSn, order_status: orderStatus(order), refund_status: refundStatus(order) }] : []
  }),
})

/** A traded order of the last three months, as single reads show it. */
export function visibleOrder(call: MethodCall, id: string): MarketOrder {
  const { switches, world } = call.state
  const late = switches.get('singleReads') === 'late'
  const order = call.shop.orders.latest(id, late ? world.listedAt() : undefined)
  if (!order || !isShown(call, order)) throw unknownOrder()
  return order
}

function confirmed(call: MethodCall): MarketOrder[] {
  const window = call.parameters.window({ start: 'start_confirm_at', end: 'end_confirm_at' }, day)
  return call.shop.orders.settledIn(closed(call, window, 'end_confirm_at')).toReversed()
}

function closed({ state }: MethodCall, { from, to }: { readonly from: Date; readonly to: Date }, name: string): LogWindow {
  const { switches, world } = state
  if (switches.get('futureEnd') === 'refused' && to > world.now()) throw invalid(name)
  const end = switches.get('windowEnds') === 'end excluded' ? new Date(to.getTime() - 1_000) : to
  return { from, to: end, asOf: world.listedAt() }
}

/** Orders are shown once they are traded (paid and grouped), and for three months. */
function isShown({ state }: MethodCall, order: MarketOrder): boolean {
  return order.confirmedAt !== null && order.confirmedAt.getTime() >= state.world.now().getTime() - horizonMs
}

function page(
  call: MethodCall,
  name: string,
  newestFirst: readonly MarketOrder[],
  write: (order: MarketOrder) => object = (order) => orderPayload(call, order),
): object {
  const { parameters } = call
  const status = parameters.oneOf('order_status', [1, 2, 3, 5])
  const refund = parameters.oneOf('refund_status', [1, 2, 3, 4, 5])
  const trade = parameters.optional('trade_type')
  const size = parameters.int('page_size', { min: 1, max: 100, initial: 100 })
  const number = parameters.int('page', { min: 1, max: 100_000, initial: 1 })
  const found = newestFirst.filter(
    (order) =>
      isShown(call, order) &&
      (status === 5 || orderStatus(order) === status) &&
      (refund === 5 || refundStatus(order) === refund) &&
      (trade === null || (order.presale === 'none' ? '0' : '1') === trade),
  )
  const counted = parameters.flag('use_has_next') ? { has_next: found.length > number * size } : { total_count: found.length }
  return { ...counted, [name]: call.state.world.pageOf(found.slice((number - 1) * size, number * size)).map(write) }
}

function byIdInSecond(oldestFirst: readonly MarketOrder[]): MarketOrder[] {
  const second = (order: MarketOrder): number => Math.floor(order.modifiedAt.getTime() / 1_000)
  return oldestFirst.toSorted((a, b) => second(b) - second(a) || (a.id < b.id ? -1 : 1))
}
