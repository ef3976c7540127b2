import type { MarketOrder, MarketRefund } from '../shared/market/order.ts'
import type { PddState } from './call.ts'

/** Tells the queue of an order's new version. Orders that are not traded yet are not told of at all. */
export function pushOrder(state: PddState, order: MarketOrder): void {
  const topic = orderTopic(order)
  if (topic !== null) put(state, order.shopId, { topic, content: { mall_id: idOf(order.shopId), tid: order.id } })
}

function orderTopic(order: MarketOrder): string | null {
  if (order.confirmedAt === null) return null
  if (order.state === 'paid') return order.held === 'review' ? 'pdd_trade_TradeRiskChanged' : 'pdd_trade_TradeConfirmed'
  if (order.state === 'shipped') return 'pdd_trade_TradeSellerShip'
  return order.state === 'finished' ? 'pdd_trade_TradeSuccess' : null
}

export function pushRefund(state: PddState, refund: MarketRefund): void {
  const topics = {
    asked: 'RefundCreated',
    agreed: 'RefundAgreeAgreement',
    done: 'RefundAgreeAgreement',
    closed: 'RefundClosed',
  } as const
  const content = {
    mall_id: idOf(refund.shopId),
    tid: refund.orderId,
    refund_id: Number(refund.id),
    refund_fee: refund.feeFen,
    bill_type: refund.goodsReturn ? 2 : 1,
    operation: 1_000,
    modified: refund.modifiedAt.getTime(),
  }
  put(state, refund.shopId, { topic: `pdd_refund_${topics[refund.state]}`, content })
}

/** A mall id is a number, but for the short names of tests. */
export function idOf(shopId: string): number | string {
  return /^\d+$/.test(shopId) ? Number(shopId) : shopId
}

function put(state: PddState, shopId: string, { topic, content }: { readonly topic: string; readonly content: object }): void {
  const permitted = state.permitted.get(shopId)
  if (permitted === undefined || (permitted !== 'all' && !permitted.has(topic))) return
  state.queue.newIdOnRepeat = state.switches.get('repeatedMessageId') === 'another'
  state.queue.put({ topic, content, shopId, at: state.world.now() })
}
