import { chinaTime } from '../shared/china-time.ts'
import type { MarketRefund } from '../shared/market/order.ts'
import { business, idValue, type Method, type MethodCall } from './call.ts'
import { refundStatus } from './order-payload.ts'

const statuses: Readonly<Record<MarketRefund['state'], number>> = { asked: 2, agreed: 4, done: 10, closed: 11 }

function statusOf(refund: MarketRefund): number {
  if (refund.goodsReturn && refund.state === 'asked') return 3
  return refund.goodsReturn && refund.state === 'agreed' ? 7 : statuses[refund.state]
}

/** pdd.refund.list.increment.get: by change, newest first; with `order_sn`, every case of that order. Status 1 and type 1: all. */
export const refundsByChange: Method = (call) => {
  const { parameters, state, shop } = call
  const { from, to } = parameters.window({ start: 'start_updated_at', end: 'end_updated_at' }, 1_800_000)
  const status = parameters.int('after_sales_status', { min: 0, max: 33 })
  const type = parameters.int('after_sales_type', { min: 1, max: 9 })
  const size = parameters.int('page_size', { min: 1, max: 100, initial: 100 })
  const page = parameters.int('page', { min: 1, max: 100_000, initial: 1 })
  const orderSn = parameters.optional('order_sn')
  const found =
    orderSn === null
      ? shop.refunds
          .modifiedIn({ from, to, asOf: state.world.listedAt() })
          .filter((refund) => (status === 1 || statusOf(refund) === status) && (type === 1 || typeOf(refund) === type))
      : shop.refunds.all().filter(({ orderId }) => orderId === orderSn)
  const rows = call.state.world.pageOf(found.toReversed().slice((page - 1) * size, page * size))
  return { refund_list: rows.map((refund) => listed(call, refund)), total_count: found.length }
}

function typeOf({ goodsReturn }: MarketRefund): number {
  return goodsReturn ? 3 : 2
}

function listed(call: MethodCall, refund: MarketRefund): object {
  const { itemId, skuId, merchantCode, priceFen } = call.shop.listing(refund.listingId)
  const money = (fen: number): string => (fen / 100).toFixed(2)
  return {
    id: `#${refund.id}`,
    order_sn: refund.orderId,
    goods_id: idValue(call, itemId),
    sku_id: skuId ?? '0',
    outer_id: merchantCode,
    goods_number: String(refund.units),
    after_sales_status: statusOf(refund),
    after_sales_type: typeOf(refund),
    refund_amount: money(refund.feeFen),
    order_amount: money(refund.feeFen),
    goods_price: money(priceFen),
    discount_amount: '0.00',
    speed_refund_flag: 0,
    speed_refund_status: '0',
    dispute_refund_status: 0,
    user_shipping_status: '0',
    created_time: chinaTime(refund.createdAt),
    updated_time: chinaTime(refund.modifiedAt),
  }
}

/** pdd.refund.information.get: other units and numbers than the list, and perhaps no key around it. */
export const refundInformation: Method = (call) => {
  const refund = call.shop.refunds.latest(call.parameters.required('after_sales_id'))
  if (!refund || refund.orderId !== call.parameters.required('order_sn')) throw business(call, '售后单不存在')
  const { skuId } = call.shop.listing(refund.listingId)
  return {
    id: `#${refund.id}`,
    order_sn: refund.orderId,
    sku_id: skuId ?? '0',
    goods_number: refund.units,
    after_sales_status: statusOf(refund),
    after_sales_type: refund.goodsReturn ? 2 : 1,
    shipping_status: refund.afterShipping ? 1 : 0,
    refund_amount: refund.feeFen,
    order_amount: refund.feeFen,
    recreated_at: Math.floor(refund.createdAt.getTime() / 1_000),
    updated_time: chinaTime(refund.modifiedAt),
    part_after_sales_type: 0,
    part_after_sales_value: 0,
  }
}

/** pdd.refund.status.check: which of these orders have an open case. */
export const refundStatusCheck: Method = (call) => ({
  order_sns_exists_refund: call.parameters.list('order_sns').flatMap((orderSn) => {
    const order = call.shop.orders.latest(orderSn)
    return order && refundStatus(order) === 2 ? [{ order_sn: orderSn }] : []
  }),
})
