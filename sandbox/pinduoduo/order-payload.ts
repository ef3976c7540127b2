import { chinaTime } from '../shared/china-time.ts'
import type { MarketLine, MarketOrder } from '../shared/market/order.ts'
import { writtenOrder } from '../shared/market/written-orders.ts'
import { idValue, yuan, type MethodCall } from './call.ts'

const stepStatus: Readonly<Record<MarketOrder['presale'], number>> = {
  none: 0,
  'nothing paid': 0,
  'deposit paid': 1,
  'all paid': 2,
  forfeited: 1,
}

/** 1 to ship, 2 shipped, 3 signed: how far shipping is, whatever became of the money. */
export function orderStatus({ shippedAt, state }: MarketOrder): number {
  if (state === 'finished') return 3
  return shippedAt === null ? 1 : 2
}

/** 1 none or closed, 2 asked, 4 done. */
export function refundStatus({ lines, state }: MarketOrder): number {
  const sold = lines.filter(({ gift }) => !gift)
  if (state === 'refunded') return 4
  return sold.some(({ refund }) => refund === 'asked') ? 2 : 1
}

/** One order in full. Receiver data are only there so that it can be shown never to be kept. */
export function orderPayload(call: MethodCall, order: MarketOrder): object {
  const form = String(call.state.switches.changes)
  return writtenOrder({ shop: call.shop, order, form }, () => wholeOrder(call, order))
}

function wholeOrder(call: MethodCall, order: MarketOrder): object {
  const sold = order.lines.filter(({ gift }) => !gift)
  const gifts = order.lines.filter(({ gift }) => gift)
  const deposit = order.presale !== 'none'
  const presell = sold.some(({ listingId }) => call.shop.listing(listingId).presale !== 'none')
  const promised = chinaTime(new Date(order.createdAt.getTime() + 15 * 86_400_000))
  const refund = refundStatus(order)
  return {
    order_sn: order.id,
    order_status: orderStatus(order),
    refund_status: refund,
    after_sales_status: refund === 4 ? 10 : refund === 2 ? 2 : 0,
    confirm_status: 1,
    group_status: 1,
    risk_control_status: order.held === 'review' ? 1 : 0,
    is_pre_sale: presell ? 1 : 0,
    pre_sale_time: presell ? promised : '',
    trade_type: deposit ? 1 : 0,
    ...(deposit
      ? { step_order_info: { step_trade_status: stepStatus[order.presale], advanced_paid_fee: yuan(call, 1_000) } }
      : {}),
    ...times(order),
    ...money(call, order),
    ...receiver(order),
    is_lucky_flag: 1,
    is_stock_out: 0,
    stock_out_handle_status: -1,
    logistics_id: order.carrier === null ? 0 : Number(order.carrier) || 0,
    tracking_number: order.waybill ?? '',
    order_tag_list: [{ name: 'ship_hold', value: order.held === 'cancel asked' ? 1 : 0 }],
    item_list: sold.map((line) => linePayload(call, line)),
    gift_list: gifts.map((line) => linePayload(call, line)),
  }
}

function times(order: MarketOrder): object {
  const text = (at: Date | null): string => (at ? chinaTime(at) : '')
  return {
    created_time: text(order.createdAt),
    pay_time: text(order.paidAt),
    confirm_time: text(order.confirmedAt),
    shipping_time: text(order.shippedAt),
    receive_time: order.state === 'finished' ? text(order.closedAt) : '',
    updated_at: text(order.modifiedAt),
    last_ship_time: text(new Date(order.createdAt.getTime() + 2 * 86_400_000)),
  }
}

function money(call: MethodCall, { lines }: MarketOrder): object {
  const paid = yuan(
    call,
    lines.reduce((sum, { payFen }) => sum + payFen, 0),
  )
  const none = yuan(call, 0)
  return {
    pay_amount: paid,
    goods_amount: paid,
    discount_amount: none,
    postage: none,
    platform_discount: none,
    seller_discount: none,
  }
}

/** Ciphertext only while the order waits for shipping and is not under review; the region is always there. */
function receiver(order: MarketOrder): object {
  const open = orderStatus(order) === 1 && order.held !== 'review'
  const cipher = (name: string): string => (open ? `~AgAAAA${Buffer.from(`${name}-${order.buyer}`).toString('base64')}~1~` : '')
  return {
    receiver_name: cipher('name'),
    receiver_name_mask: open ? '张*' : '',
    receiver_phone: '',
    contact_mobile: cipher('mobile'),
    receiver_address: cipher('address'),
    receiver_address_mask: open ? '文三路***' : '',
    buyer_memo: `to ${order.buyer}`,
    country: '中国',
    province: '浙江省',
    city: '杭州市',
    town: '西湖区',
    country_id: 0,
    province_id: 31,
    city_id: 383,
    town_id: 3_230,
    open_address_id: `oa${Buffer.from(order.buyer).toString('hex')}`,
  }
}

function linePayload(call: MethodCall, line: MarketLine): object {
  const listing = call.shop.listing(line.listingId)
  return {
    goods_id: idValue(call, listing.itemId),
    sku_id: idValue(call, listing.skuId ?? '0'),
    outer_id: listing.merchantCode,
    outer_goods_id: '',
    goods_name: listing.title,
    goods_price: yuan(call, listing.priceFen),
    goods_spec: '白色',
    goods_count: line.units,
    goods_img: '',
  }
}
