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
  const result = found.slice((index - 1) * size, index * size).map((refund) => refundPayload(call, refund))
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
