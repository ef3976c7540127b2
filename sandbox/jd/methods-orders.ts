import { chinaTime } from '../shared/china-time.ts'
import type { MarketOrder } from '../shared/market/order.ts'
import type { LogWindow } from '../shared/market/version-log.ts'
import type { Method, MethodCall } from './call.ts'
import { innerFailure, innerSuccess, JdError } from './jd-error.ts'
import { idValue, isListed, knownFields, orderPayload, orderStates, stateOf } from './order-payload.ts'

const month = 31 * 86_400_000
const emptyBeyondPage = 100

/** jingdong.pop.order.enSearch: paid orders by change, or by creation; states are required. */
export const enSearch: Method = (call) => {
  const { parameters, shop } = call
  const states = parameters.list('order_state')
  if (states.length === 0) throw new JdError(60, 'order_state')
  if (states.some((state) => state !== 'ALL' && !orderStates.has(state))) throw new JdError(61, 'order_state')
  const fields = fieldsOf(call)
  const window = windowOf(call, ['start_date', 'end_date'])
  const byCreation = parameters.optional('dateType') === '1'
  const found = (byCreation ? shop.orders.createdIn(window) : inOrder(call, shop.orders.modifiedIn(window))).filter(
    (order) => isListed(call, order) && (states.includes('ALL') || states.includes(stateOf(order))),
  )
  const newestFirst = parameters.optional('sortType') === '1'
  const rows = page(call, newestFirst ? found.toReversed() : found, ['page', 'page_size'])
  return {
    searchorderinfo_result: {
      apiResult: innerSuccess,
      orderTotal: found.length,
      orderInfoList: rows.map((order) => orderPayload(call, order, fields)),
    },
  }
}

/** jingdong.pop.order.enGet: one paid order as it is now. */
export const enGet: Method = (call) => {
  const { parameters, shop, state } = call
  const id = parameters.required('order_id')
  const fields = fieldsOf(call)
  const order = shop.orders.latest(id)
  if (order && isListed(call, order)) {
    return { orderDetailInfo: { apiResult: innerSuccess, orderInfo: orderPayload(call, order, fields) } }
  }
  if (!order && [...state.market.shops.values()].some((other) => other.orders.latest(id))) throw new JdError(71)
  const missing = state.switches.get('missingOrder') === 'inner failure' ? innerFailure('订单不存在') : innerSuccess
  return { orderDetailInfo: { apiResult: missing } }
}

/** jingdong.pop.order.notPayOrderInfo: by creation. */
export const notPayInfo: Method = (call) => {
  const found = call.shop.orders
    .createdIn(windowOf(call, ['startDate', 'endDate']))
    .filter(({ state, split }) => state === 'created' && !split)
    .toReversed()
  const rows = page(call, found, ['page', 'pageSize'])
  const pageSize = call.parameters.int('pageSize', { min: 1, max: 100 })
  return {
    paginatedInfo: {
      pageSize,
      index: call.parameters.int('page', { min: 1, max: 100_000 }),
      totalItem: found.length,
      totalPage: Math.ceil(found.length / pageSize),
      pageList: rows.map((order) => unpaidPayload(call, order)),
    },
  }
}

/** jingdong.pop.order.notPayOrderById: nothing inside where the order is paid or unknown. */
export const notPayById: Method = (call) => {
  const order = call.shop.orders.latest(call.parameters.required('orderId'))
  return order?.state === 'created' && !order.split ? { orderDataNotPayInfo: unpaidPayload(call, order) } : {}
}

function unpaidPayload(call: MethodCall, order: MarketOrder): object {
  const asText = call.state.switches.get('unpaidDates') === 'text'
  const date = (at: Date): string | number => (asText ? chinaTime(at) : at.getTime())
  return {
    orderId: idValue(call, order.id),
    venderId: call.shop.id,
    orderType: 22,
    parentId: 0,
    orderCreated: chinaTime(order.createdAt),
    created: date(order.createdAt),
    modified: date(order.modifiedAt),
    userName: '(密文)',
    address: '(密文)',
    mobile: '136*******5',
    pin: order.buyer,
    oaid: `oaid-${order.buyer}`,
    itemList: order.lines.map((line) => ({
      id: idValue(call, line.id),
      orderId: idValue(call, order.id),
      num: line.units,
      skuId: `#${call.shop.listing(line.listingId).skuId ?? '0'}`,
      skuName: call.shop.listing(line.listingId).title,
    })),
  }
}

function fieldsOf({ parameters }: MethodCall): ReadonlySet<string> {
  const fields = parameters.list('optional_fields')
  if (fields.length === 0 || fields.some((field) => !knownFields.has(field))) throw new JdError(68)
  return new Set(fields)
}

function windowOf({ parameters, state }: MethodCall, [start, end]: readonly [string, string]): LogWindow {
  const { world, switches } = state
  const [from, to] = [parameters.time(start), parameters.time(end)]
  if (to < from || to.getTime() - from.getTime() > month) throw new JdError(61, end)
  if (switches.get('futureEnd') === 'refused' && to > world.now()) throw new JdError(61, end)
  const last = switches.get('windowEnds') === 'end excluded' ? new Date(to.getTime() - 1_000) : to
  return { from, to: last, asOf: world.listedAt() }
}

/** Changes of one second come in the order they happened, or by id: nobody says. */
function inOrder({ state }: MethodCall, oldestFirst: readonly MarketOrder[]): readonly MarketOrder[] {
  if (state.switches.get('orderInSecond') === 'by change') return oldestFirst
  const second = (order: MarketOrder): number => Math.floor(order.modifiedAt.getTime() / 1_000)
  return oldestFirst.toSorted((a, b) => second(a) - second(b) || (a.id < b.id ? -1 : 1))
}

function page<Row>({ parameters, state }: MethodCall, rows: readonly Row[], [at, of]: readonly [string, string]): readonly Row[] {
  const size = parameters.int(of, { min: 1, max: Number(state.switches.get('largestPage')) })
  const number = parameters.int(at, { min: 1, max: 100_000 })
  if (number > emptyBeyondPage && state.switches.get('deepPages') === 'empty beyond 100') return []
  return state.world.pageOf(rows.slice((number - 1) * size, number * size))
}
