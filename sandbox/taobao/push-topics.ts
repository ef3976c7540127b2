import type { MarketOrder, MarketRefund } from '../shared/market/order.ts'
import type { TaobaoState } from './call.ts'
import { statusOf, yuan } from './trade-payload.ts'

/** Tells the queue of an order's new version, under the topic of what happened to it. */
export function pushOrder(state: TaobaoState, order: MarketOrder): void {
  const [line] = order.lines
  put(state, order.shopId, {
    topic: orderTopic(order),
    content: {
      buyer_nick: '买**',
      payment: yuan(order.lines.reduce((sum, { payFen }) => sum + payFen, 0)),
      oid: line?.id ?? order.id,
      tid: order.id,
      seller_nick: state.market.shops.get(order.shopId)?.name ?? '',
      type: 'guarantee_trade',
      status: statusOf(order),
    },
  })
}

function orderTopic(order: MarketOrder): string {
  switch (order.state) {
    case 'created':
      return order.presale === 'deposit paid' ? 'taobao_trade_TradeBuyerStepPay' : 'taobao_trade_TradeCreate'
    case 'paid':
      return 'taobao_trade_TradeBuyerPay'
    case 'part shipped':
    case 'shipped':
      return 'taobao_trade_TradeSellerShip'
    case 'finished':
      return 'taobao_trade_TradeSuccess'
    case 'cancelled':
    case 'refunded':
      return 'taobao_trade_TradeClose'
  }
}

export function pushRefund(state: TaobaoState, refund: MarketRefund): void {
  const topics = {
    asked: 'RefundCreated',
    agreed: 'RefundSellerAgreeAgreement',
    done: 'RefundSuccess',
    closed: 'RefundClosed',
  } as const
  const content = { tid: refund.orderId, oid: refund.lineId, refund_id: refund.id, refund_fee: yuan(refund.feeFen) }
  put(state, refund.shopId, { topic: `taobao_refund_${topics[refund.state]}`, content })
}

function put(state: TaobaoState, shopId: string, { topic, content }: { readonly topic: string; readonly content: object }): void {
  const permitted = state.permitted.get(shopId)
  if (permitted === undefined || (permitted !== 'all' && !permitted.has(topic))) return
  state.queue.dropAfterTries = state.switches.get('unconfirmedMessages') === 'kept' ? null : 3
  state.queue.put({ topic, content, shopId, shopName: state.market.shops.get(shopId)?.name ?? '', at: state.world.now() })
}
