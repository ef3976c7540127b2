import type { MarketRefund } from '../shared/market/order.ts'
import type { Method, MethodCall } from './call.ts'
import { chinaTime } from '../shared/china-time.ts'
import { serviceCode } from './methods-trades.ts'
import { business } from './top-error.ts'
import { idValue, statusOf, yuan } from './trade-payload.ts'

const statuses: Readonly<Record<MarketRefund['state'], string>> = {
  asked: 'WAIT_SELLER_AGREE',
  agreed: 'WAIT_BUYER_RETURN_GOODS',
  done: 'SUCCESS',
  closed: 'CLOSED',
}

/** taobao.refunds.receive.get: by modification, newest first. */
export const refundsReceive: Method = (call) => {
  const { parameters, state } = call
  const from = parameters.time('start_modified')
  const to = parameters.time('end_modified')
  parameters.required('fields')
  const size = parameters.int('page_size', { min: 1, max: 100, initial: 40 })
  const number = parameters.int('page_no', { min: 1, max: 100_000, initial: 1 })
  const status = parameters.optional('status')
  const found = call.shop.refunds
    .modifiedIn({ from, to, asOf: state.world.listedAt() })
    .filter((refund) => status === null || statuses[refund.state] === status)
    .toReversed()
  const rows = state.world.pageOf(found.slice((number - 1) * size, number * size)).map((refund) => refundPayload(call, refund))
  const honoured = parameters.flag('use_has_next') && state.switches.get('useHasNext') === 'honoured'
  return {
    ...(honoured ? { has_next: found.length > number * size } : { total_results: found.length }),
    ...(rows.length === 0 ? {} : { refunds: { refund: rows } }),
  }
}

/** taobao.refund.get: one case, with the units. */
export const refundGet: Method = (call) => {
  const refund = call.shop.refunds.latest(call.parameters.required('refund_id'))
  if (!refund) throw business(serviceCode(call), 'isv.refund-not-exist', '退款不存在')
  return { refund: { ...refundPayload(call, refund), refund_version: 1, num: refund.units } }
}

function refundPayload(call: MethodCall, refund: MarketRefund): object {
  const listing = call.shop.listing(refund.listingId)
  return {
    refund_id: idValue(call, refund.id),
    tid: idValue(call, refund.orderId),
    oid: idValue(call, refund.lineId),
    num_iid: `#${listing.itemId}`,
    sku: listing.skuId === null ? '' : `${listing.skuId}|颜色:白`,
    status: statuses[refund.state],
    order_status: statusOf(call.shop.order(refund.orderId)),
    refund_phase: refund.afterShipping ? 'aftersale' : 'onsale',
    has_good_return: refund.goodsReturn,
    good_status: refund.afterShipping ? 'BUYER_RECEIVED' : 'BUYER_NOT_RECEIVED',
    refund_fee: yuan(refund.feeFen),
    created: chinaTime(refund.createdAt),
    modified: chinaTime(refund.modifiedAt),
  }
}
