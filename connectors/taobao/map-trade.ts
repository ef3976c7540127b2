import { ChannelError } from '../../src/channels/errors.ts'
import type { ChannelOrder, OrderLine, OrderState, Presale } from '../../src/channels/order.ts'
import type { LineWire, TradeWire } from './wire-trade.ts'

/** What each status of a trade or line means for its units. Source: open.taobao.com, document 102856. */
const states: Readonly<Record<string, 'created' | 'paid' | 'shipped' | 'finished' | 'refunded' | 'cancelled'>> = {
  TRADE_NO_CREATE_PAY: 'created',
  WAIT_BUYER_PAY: 'created',
  PAY_PENDING: 'created',
  WAIT_PRE_AUTH_CONFIRM: 'created',
  PAID_FORBID_CONSIGN: 'paid',
  WAIT_SELLER_SEND_GOODS: 'paid',
  SELLER_CONSIGNED_PART: 'paid',
  WAIT_BUYER_CONFIRM_GOODS: 'shipped',
  TRADE_BUYER_SIGNED: 'shipped',
  TRADE_FINISHED: 'finished',
  TRADE_CLOSED: 'refunded',
  TRADE_CLOSED_BY_TAOBAO: 'cancelled',
}

const steps: Readonly<Record<string, Presale['step']>> = {
  FRONT_NOPAID_FINAL_NOPAID: 'nothing paid',
  FRONT_PAID_FINAL_NOPAID: 'deposit paid',
  FRONT_PAID_FINAL_PAID: 'all paid',
  FRONT_PAID_FRONT_FORFEITED: 'forfeited',
}

const noRefund: ReadonlySet<string> = new Set(['NO_REFUND', 'CLOSED', ''])

/** A trade as the product knows orders. Throws a `malformed` ChannelError for a status nobody has documented. */
export function toOrder(trade: TradeWire): ChannelOrder {
  const orderId = trade.tid_str ?? trade.tid
  if (orderId === undefined) throw new ChannelError('taobao', 'malformed', 'a trade without a tid')
  const state = stateOf(trade.status, trade.consign_time !== null)
  return {
    orderId,
    parentId: null,
    leaf: true,
    state,
    createdAt: trade.created,
    paidAt: trade.pay_time,
    shippedAt: trade.consign_time,
    modifiedAt: trade.modified,
    cancelledAt: state === 'cancelled' ? trade.end_time : null,
    shipBy: trade.est_con_time,
    shippingHold: shippingHold(trade),
    presale: presale(trade),
    region: { province: trade.receiver_state, city: trade.receiver_city, district: trade.receiver_district },
    mergeKey: trade.oaid,
    lines: trade.orders.map((line) => toLine(trade, line)),
  }
}

function toLine(trade: TradeWire, line: LineWire): OrderLine {
  const lineId = line.oid_str ?? line.oid
  if (lineId === undefined) throw new ChannelError('taobao', 'malformed', 'a line without an oid')
  const shippedAt = line.consign_time ?? (hasLeft(line.status) ? trade.consign_time : null)
  const state = stateOf(line.status, shippedAt !== null)
  const refund = line.refund_status ?? ''
  return {
    lineId,
    listing: { itemId: line.num_iid, skuId: line.sku_id, warehouseId: null },
    merchantCode: line.outer_sku_id ?? line.outer_iid,
    units: line.num,
    state,
    takesAt: null,
    cancelRestores: null,
    shippedUnits: state === 'shipped' || state === 'closed' ? line.num : 0,
    shippedAt,
    refund: noRefund.has(refund) ? 'none' : refund === 'SUCCESS' ? 'done' : 'asked',
    gift: line.is_free_gift || line.gift_mids !== null,
    oversold: line.is_oversold,
    campaigns: trade.promotion_details.flatMap(({ id, promotion_id: mark }) =>
      mark !== null && (id === null || id === lineId || id === (trade.tid_str ?? trade.tid)) ? [mark] : [],
    ),
    components: line.combine_item_info.map((part) => ({
      listing: { itemId: part.item_id, skuId: part.sku_id, warehouseId: null },
      merchantCode: part.outer_sku_id ?? part.outer_iid,
      units: part.quantity,
    })),
  }
}

/** TRADE_CLOSED says only "refunded after payment": whether the goods had left is told by the shipping time. */
function stateOf(status: string, left: boolean): OrderState {
  const state = states[status]
  if (state === undefined)
    throw new ChannelError('taobao', 'malformed', `an order status nobody documented: ${status.slice(0, 40)}`)
  if (state === 'finished') return 'closed'
  if (state === 'refunded') return left ? 'closed' : 'cancelled'
  return state
}

function hasLeft(status: string): boolean {
  return states[status] === 'shipped' || states[status] === 'finished'
}

function shippingHold(trade: TradeWire): string | null {
  if (trade.status === 'PAID_FORBID_CONSIGN') return 'paid, but the group is not full'
  if (trade.top_hold || trade.ofp_hold) return 'held by the platform'
  if (trade.team_buy_hold || trade.share_group_hold) return 'a group purchase under way'
  return trade.forbid_consign ? 'the platform forbids shipping' : null
}

function presale(trade: TradeWire): Presale | null {
  if (trade.type === 'step') {
    return { kind: 'deposit', step: steps[trade.step_trade_status ?? ''] ?? 'nothing paid', promisedAt: trade.send_time }
  }
  if (!trade.new_presell) return null
  return { kind: 'full payment', step: trade.pay_time ? 'all paid' : 'nothing paid', promisedAt: trade.est_con_time }
}
