import type { MarketLine, MarketOrder, MarketState } from '../shared/market/order.ts'
import { writtenOrder } from '../shared/market/written-orders.ts'
import type { MethodCall } from './call.ts'
import { chinaTime } from '../shared/china-time.ts'

const tradeStatus: Readonly<Record<MarketState, string>> = {
  created: 'WAIT_BUYER_PAY',
  paid: 'WAIT_SELLER_SEND_GOODS',
  'part shipped': 'SELLER_CONSIGNED_PART',
  shipped: 'WAIT_BUYER_CONFIRM_GOODS',
  finished: 'TRADE_FINISHED',
  cancelled: 'TRADE_CLOSED_BY_TAOBAO',
  refunded: 'TRADE_CLOSED',
}

const stepStatus: Readonly<Record<Exclude<MarketOrder['presale'], 'none'>, string>> = {
  'nothing paid': 'FRONT_NOPAID_FINAL_NOPAID',
  'deposit paid': 'FRONT_PAID_FINAL_NOPAID',
  'all paid': 'FRONT_PAID_FINAL_PAID',
  forfeited: 'FRONT_PAID_FRONT_FORFEITED',
}

export function statusOf(order: MarketOrder): string {
  return order.state === 'paid' && !order.grouped ? 'PAID_FORBID_CONSIGN' : tradeStatus[order.state]
}

export function typeOf({ shop }: MethodCall, order: MarketOrder): string {
  if (order.presale !== 'none') return 'step'
  return shop.listing(order.lines[0]?.listingId ?? '').orderKind ?? 'fixed'
}

export function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}

/** An id as this application gets it: a bare number beyond 2^53 (`#` marks it for the writer), or text. */
export function idValue({ state }: MethodCall, id: string): string {
  return state.switches.get('ids') === 'number' && /^\d+$/.test(id) ? `#${id}` : id
}

/** One trade with the fields that the call asks for; nothing else comes back. */
export function tradePayload(call: MethodCall, order: MarketOrder): object {
  const { parameters, shop, state } = call
  const form = `${state.switches.changes} ${parameters.required('fields')}`
  return writtenOrder({ shop, order, form }, () => {
    const wanted = new Set(parameters.list('fields').map((field) => field.split('.')[0] ?? ''))
    const all = wholeTrade(call, order)
    return Object.fromEntries(Object.entries(all).filter(([name, value]) => wanted.has(name) && value !== undefined))
  })
}

function wholeTrade(call: MethodCall, order: MarketOrder): Record<string, unknown> {
  const presell = order.lines.some(({ listingId }) => call.shop.listing(listingId).presale === 'full payment')
  const promised = chinaTime(new Date(order.createdAt.getTime() + 15 * 86_400_000))
  return {
    tid: idValue(call, order.id),
    tid_str: order.id,
    status: statusOf(order),
    type: typeOf(call, order),
    ...times(order),
    payment: yuan(order.lines.reduce((sum, { payFen }) => sum + payFen, 0)),
    ...(order.presale === 'none'
      ? {}
      : { step_trade_status: stepStatus[order.presale], step_paid_fee: '10.00', send_time: promised }),
    ...(presell ? { new_presell: true, est_con_time: promised } : {}),
    top_hold: order.held === 'no' ? 0 : 1,
    is_part_consign: order.state === 'part shipped',
    seller_nick: call.shop.name,
    ...receiver(order),
    ...(order.lines.length === 1 ? single(call, order.lines[0]) : {}),
    ...promotions(order),
    orders: { order: order.lines.map((line) => linePayload(call, order, line)) },
  }
}

function promotions(order: MarketOrder): object {
  const marked = order.lines.filter(({ campaign }) => campaign !== null)
  const details = marked.map(({ id, campaign }) => ({
    id: `#${id}`,
    promotion_id: campaign,
    promotion_name: '活动',
    discount_fee: '0.00',
  }))
  return details.length === 0 ? {} : { promotion_details: { promotion_detail: details } }
}

function times(order: MarketOrder): Record<string, string | undefined> {
  return {
    created: chinaTime(order.createdAt),
    modified: chinaTime(order.modifiedAt),
    pay_time: order.paidAt ? chinaTime(order.paidAt) : undefined,
    consign_time: order.shippedAt ? chinaTime(order.shippedAt) : undefined,
    end_time: order.closedAt ? chinaTime(order.closedAt) : undefined,
  }
}

/** Masked as the platform masks it. It is only there so that it can be shown never to be kept. */
function receiver(order: MarketOrder): Record<string, string> {
  return {
    buyer_nick: `${order.buyer.slice(0, 1)}**`,
    receiver_name: '张**',
    receiver_mobile: '138****0000',
    receiver_phone: '010-8888****',
    receiver_state: '浙江省',
    receiver_city: '杭州市',
    receiver_district: '西湖区',
    receiver_address: '文三路***号',
    oaid: `1oaid${order.id}`,
  }
}

/** With one line, the trade repeats its goods. */
function single(call: MethodCall, line: MarketLine | undefined): Record<string, unknown> {
  if (!line) return {}
  const { itemId, priceFen } = call.shop.listing(line.listingId)
  return { num: line.units, num_iid: `#${itemId}`, price: yuan(priceFen) }
}

function linePayload(call: MethodCall, order: MarketOrder, line: MarketLine): object {
  const { shop } = call
  const listing = shop.listing(line.listingId)
  const parts = listing.parts.map(({ listingId, units }) => {
    const part = shop.listing(listingId)
    return { item_id: `#${part.itemId}`, sku_id: part.skuId, quantity: units, outer_sku_id: part.merchantCode }
  })
  return {
    oid: idValue(call, line.id),
    oid_str: line.id,
    num_iid: `#${listing.itemId}`,
    ...(listing.skuId === null
      ? { outer_iid: listing.merchantCode }
      : { sku_id: listing.skuId, outer_sku_id: listing.merchantCode }),
    num: line.units,
    payment: yuan(line.payFen),
    divide_order_fee: yuan(line.payFen),
    title: listing.title,
    status: line.state === 'paid' ? statusOf({ ...order, state: 'paid' }) : tradeStatus[line.state],
    refund_status: { none: 'NO_REFUND', asked: 'WAIT_SELLER_AGREE', done: 'SUCCESS' }[line.refund],
    is_oversold: line.oversold,
    ...(line.gift ? { is_free_gift: true } : {}),
    ...(line.shippedUnits > 0 && order.shippedAt ? { consign_time: chinaTime(order.shippedAt) } : {}),
    ...(parts.length > 0 ? { combine_item_info: { combine_item_info: parts } } : {}),
  }
}
