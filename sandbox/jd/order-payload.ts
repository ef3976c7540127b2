import { chinaTime } from '../shared/china-time.ts'
import type { MarketLine, MarketOrder } from '../shared/market/order.ts'
import { writtenOrder } from '../shared/market/written-orders.ts'
import type { MethodCall } from './call.ts'

export const orderStates: ReadonlySet<string> = new Set([
  'WAIT_SELLER_STOCK_OUT',
  'POP_ORDER_PAUSE',
  'PAUSE',
  'LOCKED',
  'WAIT_SELLER_DELIVERY',
  'WAIT_GOODS_RECEIVE_CONFIRM',
  'FINISHED_L',
  'TRADE_CANCELED',
  'SEND_TO_DISTRIBUTION_CENER',
  'DISTRIBUTION_CENTER_RECEIVED',
  'RECEIPTS_CONFIRM',
])

/** The order methods show paid orders; what they do of split parents and of orders called off unpaid is not documented. */
export function isListed({ state: { switches } }: MethodCall, order: MarketOrder): boolean {
  if (order.split) return order.paidAt !== null && switches.get('splitParent') === 'cancelled'
  if (order.paidAt !== null) return true
  return order.state === 'cancelled' && switches.get('unpaidCancelled') === 'listed'
}

export function stateOf(order: MarketOrder): string {
  if (order.split) return 'TRADE_CANCELED'
  switch (order.state) {
    case 'shipped':
      return 'WAIT_GOODS_RECEIVE_CONFIRM'
    case 'finished':
      return 'FINISHED_L'
    case 'cancelled':
      return 'TRADE_CANCELED'
    case 'refunded':
      // Money given back after delivery is the after-sales service's business: the order itself stays finished.
      return order.shippedAt ? 'FINISHED_L' : 'TRADE_CANCELED'
    case 'created':
    case 'paid':
    case 'part shipped':
      return { no: 'WAIT_SELLER_STOCK_OUT', 'cancel asked': 'LOCKED', review: 'POP_ORDER_PAUSE' }[order.held]
  }
}

/** An id as this seller gets it: a bare number beyond 2^53 (`#` marks it for the writer), or text. */
export function idValue({ state }: MethodCall, id: string): string {
  return state.switches.get('ids') === 'number' && /^\d+$/.test(id) ? `#${id}` : id
}

export function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}

/** One order with the fields asked for; its id and vender come always. */
export function orderPayload(call: MethodCall, order: MarketOrder, fields: ReadonlySet<string>): object {
  const form = `${call.state.switches.changes} ${[...fields].join(' ')}`
  return writtenOrder({ shop: call.shop, order, form }, () => {
    const whole = wholeOrder(call, order)
    return Object.fromEntries(
      Object.entries(whole).filter(([name]) => fields.has(name) || name === 'orderId' || name === 'venderId'),
    )
  })
}

const never = '0001-01-01 00:00:00'

function time(at: Date | null): string {
  return at ? chinaTime(at) : never
}

function wholeOrder(call: MethodCall, order: MarketOrder): Record<string, unknown> {
  const total = yuan(order.lines.reduce((sum, { payFen }) => sum + payFen, 0))
  const parent = order.parentId === null ? '0' : idValue(call, order.parentId)
  return {
    orderId: idValue(call, order.id),
    venderId: call.shop.id,
    parentOrderId: parent,
    directParentOrderId: parent,
    orderType: '22',
    orderState: stateOf(order),
    orderStateRemark: '',
    orderStartTime: time(order.createdAt),
    paymentConfirmTime: time(order.paidAt),
    modified: time(order.modifiedAt),
    orderEndTime: time(order.closedAt),
    outBoundDate: time(order.shippedAt),
    waybill: order.waybill ?? '',
    logisticsId: order.carrier ?? '',
    orderTotalPrice: total,
    orderSellerPrice: total,
    orderPayment: total,
    freightPrice: '0.00',
    sellerDiscount: '0.00',
    balanceUsed: '0.00',
    payType: '4-在线支付',
    couponDetailList: [],
    itemInfoList: order.lines.map((line) => itemPayload(call, line)),
    consigneeInfo: {
      fullname: '(密文)',
      fullAddress: '(密文)',
      mobile: '136*******5',
      telephone: '136*******5',
      province: '广东',
      provinceId: '19',
      city: '广州市',
      cityId: '1601',
      county: '海珠区',
      countyId: '3634',
      town: '',
      oaid: `oaid-${order.buyer}`,
    },
    storeId: '0',
    storeOrder: '',
    mdbStoreId: '',
    venderRemark: '',
    orderRemark: '',
    open_id_buyer: `open-${order.buyer}`,
    xid_buyer: `xid-${order.buyer}`,
    sendpayMap: '{}',
    orderSign: '0'.repeat(100),
    returnOrder: '0',
  }
}

function itemPayload(call: MethodCall, line: MarketLine): object {
  const listing = call.shop.listing(line.listingId)
  return {
    id: idValue(call, line.id),
    skuId: idValue(call, listing.skuId ?? '0'),
    wareId: idValue(call, listing.itemId),
    outerSkuId: listing.merchantCode,
    skuName: listing.title,
    itemTotal: String(line.units),
    jdPrice: yuan(line.gift ? 0 : listing.priceFen),
    giftPoint: '0',
    productNo: '',
    newStoreId: listing.warehouseId ?? '0',
    itemExt: '{"isVMI":0}',
  }
}

export const knownFields: ReadonlySet<string> = new Set(
  (
    'orderId,venderId,parentOrderId,directParentOrderId,orderType,orderState,orderStateRemark,orderStartTime,paymentConfirmTime,' +
    'modified,orderEndTime,outBoundDate,waybill,logisticsId,orderTotalPrice,orderSellerPrice,orderPayment,freightPrice,' +
    'sellerDiscount,balanceUsed,payType,couponDetailList,itemInfoList,consigneeInfo,storeId,storeOrder,mdbStoreId,venderRemark,' +
    'orderRemark,open_id_buyer,xid_buyer,sendpayMap,orderSign,returnOrder,pin,invoiceInfo,invoiceEasyInfo,vatInfo,deliveryType,' +
    'invoiceCode,tuiHuoWuYou,serviceFee,orderSource,storeId,idSopShipmenttype,scDT,realPin,promiseTimeInfo'
  ).split(','),
)
