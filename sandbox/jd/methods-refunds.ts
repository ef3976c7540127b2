import { chinaTime } from '../shared/china-time.ts'
import type { MarketRefund } from '../shared/market/order.ts'
import type { Method, MethodCall } from './call.ts'
import { JdError } from './jd-error.ts'
import { idValue } from './order-payload.ts'

const statuses: Readonly<Record<MarketRefund['state'], number>> = { asked: 0, agreed: 1, done: 3, closed: 2 }
const mostRows = 5_000

/** jingdong.pop.afs.soa.refundapply.queryPageList: requests to cancel before delivery, by the time of asking or of checking. */
export const refundList: Method = (call) => {
  const { parameters, shop, state } = call
  const index = parameters.int('pageIndex', { min: 1, max: 100 })
  const size = parameters.int('pageSize', { min: 1, max: 50 })
  const asOf = state.world.listedAt()
  const applied = span(call, 'applyTime')
  const checked = span(call, 'checkTime')
  const everything = { from: new Date(0), to: state.world.now() }
  const found = shop.refunds
    .createdIn({ ...(applied ?? everything), asOf })
    .filter((refund) => !refund.afterShipping && (checked === null || isChecked(refund, checked)))
    .toReversed()
  const rows = state.world.pageOf(found.slice((index - 1) * size, index * size))
  const result = rows.map((refund) => refundPayload(call, refund))
  return { queryResult: { success: true, totalCount: Math.min(mostRows, found.length), result } }
}

/** jingdong.pop.afs.soa.refundapply.queryById */
export const refundById: Method = (call) => {
  const refund = call.shop.refunds.latest(call.parameters.required('id'))
  if (!refund) return { queryResult: { success: false, errorCode: '1', errorMsg: '退款单不存在' } }
  return { queryResult: { success: true, totalCount: 1, result: [refundPayload(call, refund)] } }
}

function span({ parameters }: MethodCall, name: string): { readonly from: Date; readonly to: Date } | null {
  const [start, end] = [parameters.optional(`${name}Start`), parameters.optional(`${name}End`)]
  if (start === null && end === null) return null
  if (start === null || end === null) throw new JdError(60, name)
  return { from: parameters.time(`${name}Start`), to: parameters.time(`${name}End`) }
}

function isChecked(refund: MarketRefund, { from, to }: { readonly from: Date; readonly to: Date }): boolean {
  const at = Math.floor(refund.modifiedAt.getTime() / 1_000) * 1_000
  return refund.state !== 'asked' && at >= from.getTime() && at <= to.getTime()
}

function refundPayload(call: MethodCall, refund: MarketRefund): object {
  return {
    id: idValue(call, refund.id),
    orderId: refund.orderId,
    status: statuses[refund.state],
    applyTime: chinaTime(refund.createdAt),
    ...(refund.state === 'asked' ? {} : { checkTime: chinaTime(refund.modifiedAt) }),
    applyRefundSum: refund.feeFen,
    buyerId: 'jd_(masked)',
    buyerName: 'jd_(masked)',
    reason: '不想买了',
  }
}

/** Only 10005 is known from a real answer; the other numbers stand beside words that say what they mean. */
const serviceWords: Readonly<Record<MarketRefund['state'], readonly [number, string]>> = {
  asked: [10001, '待审核'],
  agreed: [10005, '待收货'],
  done: [10010, '完成'],
  closed: [10011, '取消'],
}

/** jingdong.pop.afs.soa.refundapply.replyRefund: 1 agrees, 2 refuses; JD's finance pays later. */
export const replyRefund: Method = ({ parameters, shop, state }) => {
  const status = parameters.required('status')
  const refund = shop.refunds.latest(parameters.required('id'))
  parameters.required('checkUserName')
  if (!['1', '2', '6', '9', '10'].includes(status)) throw new JdError(61, 'status')
  if (refund?.state !== 'asked') return { replyResult: { success: false, errorCode: '1', errorMsg: '退款单状态不允许审核' } }
  if (status === '1') state.market.settleRefund(shop.id, refund.id, 'agreed')
  if (status === '2' || status === '9') state.market.settleRefund(shop.id, refund.id, 'closed')
  return { replyResult: { success: true, errorCode: '', errorMsg: '' } }
}

/** jingdong.asc.sync.list: service orders after delivery, by change; the times of the window come as a pair. */
export const serviceList: Method = (call) => {
  const { parameters, shop, state } = call
  if (parameters.required('buId') !== shop.id) throw new JdError(71)
  parameters.required('operatePin')
  parameters.required('operateNick')
  const number = parameters.int('pageNumber', { min: 1, max: 100_000, initial: 1 })
  const size = parameters.int('pageSize', { min: 1, max: 50, initial: 10 })
  const window = { from: parameters.time('updateTimeBegin'), to: parameters.time('updateTimeEnd') }
  const found = shop.refunds
    .modifiedIn({ ...window, asOf: state.world.listedAt() })
    .filter(({ afterShipping }) => afterShipping)
    .toReversed()
  const data = found.slice((number - 1) * size, number * size).map((refund) => servicePayload(call, refund))
  return { pageResult: { data } }
}

function servicePayload(call: MethodCall, refund: MarketRefund): object {
  const [serviceStatus, serviceStatusName] = serviceWords[refund.state]
  return {
    serviceId: idValue(call, refund.id),
    orderId: idValue(call, refund.orderId),
    skuId: `#${call.shop.listing(refund.listingId).skuId ?? '0'}`,
    wareNum: refund.units,
    applyTime: refund.createdAt.getTime(),
    customerExpect: refund.goodsReturn ? 10 : 11,
    customerExpectName: refund.goodsReturn ? '退货' : '退款',
    serviceStatus,
    serviceStatusName,
    customerName: '(masked)',
    customerMobile: '188****0000',
    customerPin: 'jd_(masked)',
  }
}
