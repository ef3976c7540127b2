import { ChannelError } from '../../src/channels/errors.ts'
import type { ChannelOrder, OrderLine, OrderState, Presale } from '../../src/channels/order.ts'
import type { LineWire, OrderWire } from './wire-order.ts'

const noRefund = 1
const refunded = 4
const steps: readonly Presale['step'][] = ['nothing paid', 'deposit paid', 'all paid']

/**
 * An order as the product knows orders. `order_status` says only how far shipping is; that an order was called off shows as a
 * refund that came to its end before shipping (partial cases exist only where goods come back: page of pdd.refund.information.get).
 * Throws a `malformed` ChannelError for a status nobody documented.
 */
export function toOrder(order: OrderWire): ChannelOrder {
  const state = stateOf(order)
  const createdAt = order.created_time ?? order.confirm_time
  if (createdAt === null) throw new ChannelError('pinduoduo', 'malformed', 'an order without any time of its making')
  return {
    orderId: order.order_sn,
    parentId: null,
    leaf: true,
    state,
    createdAt,
    // Traded means paid and grouped: where the payment is not stamped, it was no later than that.
    paidAt: order.pay_time ?? order.confirm_time,
    shippedAt: order.shipping_time,
    modifiedAt: order.updated_at,
    cancelledAt: null,
    shipBy: order.last_ship_time,
    shippingHold: shippingHold(order),
    presale: presale(order),
    region: { province: order.province_id, city: order.city_id, district: order.town_id },
    mergeKey: order.open_address_id,
    lines: toLines(order, state),
  }
}

function stateOf(order: OrderWire): OrderState {
  const { order_status: status, refund_status: refund, confirm_status: confirm, group_status: group } = order
  if (confirm === 2 || group === 2) return 'cancelled'
  if (status === 1 && refund === refunded) return 'cancelled'
  if (status === 1) return confirm === 0 && order.pay_time === null ? 'created' : 'paid'
  if (status === 2) return refund === refunded ? 'closed' : 'shipped'
  if (status === 3) return 'closed'
  throw new ChannelError('pinduoduo', 'malformed', `an order status nobody documented: ${status}`)
}

/** There are no line ids: goods and SKU name a line, its place tells two of the same apart. Gifts use stock as well. */
function toLines(order: OrderWire, state: OrderState): OrderLine[] {
  const used = new Map<string, number>()
  const lineIdOf = (name: string): string => {
    const before = used.get(name) ?? 0
    used.set(name, before + 1)
    return before === 0 ? name : `${name}#${before + 1}`
  }
  return [
    ...order.item_list.map((line) => ({ line, gift: false })),
    ...order.gift_list.map((line) => ({ line, gift: true })),
  ].map(({ line, gift }) => ({
    ...toLine(order, line, state),
    lineId: lineIdOf(`${gift ? 'gift/' : ''}${line.goods_id}/${line.sku_id ?? ''}`),
    gift,
  }))
}

function toLine(order: OrderWire, line: LineWire, state: OrderState): Omit<OrderLine, 'lineId' | 'gift'> {
  const left = state === 'shipped' || state === 'closed'
  return {
    listing: { itemId: line.goods_id, skuId: line.sku_id, warehouseId: null },
    merchantCode: line.outer_id ?? line.outer_goods_id,
    units: line.goods_count,
    state,
    takesAt: null,
    cancelRestores: null,
    shippedUnits: left ? line.goods_count : 0,
    shippedAt: left ? order.shipping_time : null,
    refund: order.refund_status === noRefund ? 'none' : order.refund_status === refunded ? 'done' : 'asked',
    oversold: false,
    campaigns: [],
    components: [],
  }
}

function shippingHold(order: OrderWire): string | null {
  if (order.confirm_status === 0 || order.group_status === 0) return 'paid, but the group is not full'
  if (order.risk_control_status === 1) return 'under review by the platform'
  if (order.refund_status === 2 || order.refund_status === 3) return 'a refund is under way'
  return order.order_tag_list.some(({ name, value }) => name === 'ship_hold' && value === 1) ? 'held by the platform' : null
}

function presale(order: OrderWire): Presale | null {
  if (order.trade_type === 1) {
    const step = steps[order.step_order_info?.step_trade_status ?? 0] ?? 'nothing paid'
    return { kind: 'deposit', step, promisedAt: order.pre_sale_time }
  }
  if (!order.is_pre_sale) return null
  return { kind: 'full payment', step: 'all paid', promisedAt: order.pre_sale_time }
}
