import { z } from 'zod'
import { fromChinaTime } from '../shared/china-time.ts'
import { wireId, wireIdOrNone, wireInt, wireList, wireText, wireTime, wireTimeOrNone } from '../shared/wire.ts'
import { Inner } from './wire-inner.ts'

/** The list of wanted fields is required; of the buyer only what region and merge key stand in. Source: open.jd.com, API 2388. */
export const orderFields =
  'orderId,parentOrderId,directParentOrderId,orderType,orderState,orderStartTime,paymentConfirmTime,modified,orderEndTime,' +
  'outBoundDate,waybill,logisticsId,itemInfoList,consigneeInfo'

/** Every state of a seller who ships from an own warehouse (SOP), named one by one: `ALL` works but is documented nowhere. */
export const orderStates =
  'WAIT_SELLER_STOCK_OUT,POP_ORDER_PAUSE,PAUSE,LOCKED,WAIT_SELLER_DELIVERY,WAIT_GOODS_RECEIVE_CONFIRM,FINISHED_L,TRADE_CANCELED'

const ItemWire = z.object({
  skuId: wireId,
  wareId: wireIdOrNone,
  outerSkuId: wireText,
  itemTotal: wireInt,
  jdPrice: wireText,
  newStoreId: wireIdOrNone,
})
export type ItemWire = z.output<typeof ItemWire>

export const OrderWire = z.object({
  orderId: wireId,
  parentOrderId: wireIdOrNone,
  directParentOrderId: wireIdOrNone,
  orderState: z.string(),
  orderStartTime: wireTime,
  paymentConfirmTime: wireTimeOrNone,
  modified: wireTime,
  orderEndTime: wireTimeOrNone,
  outBoundDate: wireTimeOrNone,
  waybill: wireText,
  logisticsId: wireText,
  consigneeInfo: z.object({ province: wireText, city: wireText, county: wireText, oaid: wireText }).nullish(),
  itemInfoList: wireList(ItemWire),
})
export type OrderWire = z.output<typeof OrderWire>

export const OrderSearch = z.object({
  searchorderinfo_result: z.object({ apiResult: Inner, orderTotal: wireInt.optional(), orderInfoList: wireList(OrderWire) }),
})
export const OrderDetail = z.object({
  orderDetailInfo: z.object({ apiResult: Inner, orderInfo: OrderWire.nullish() }).nullish(),
})

/** A date of the unpaid orders: JD's clients declare it a date, which its servers write as text or as milliseconds. */
const wireMoment = z
  .union([z.number().transform((ms) => new Date(ms)), z.string().transform((text) => fromChinaTime(text))])
  .nullish()
  .transform((at) => at ?? null)

export const UnpaidWire = z.object({
  orderId: wireId,
  parentId: wireIdOrNone,
  orderCreated: wireMoment,
  created: wireMoment,
  modified: wireMoment,
  oaid: wireText,
  itemList: wireList(z.object({ skuId: wireId, num: wireInt })),
})
export type UnpaidWire = z.output<typeof UnpaidWire>

export const UnpaidPage = z.object({
  paginatedInfo: z.object({ totalItem: wireInt.optional(), pageList: wireList(UnpaidWire) }).nullish(),
})
export const UnpaidDetail = z.object({ orderDataNotPayInfo: UnpaidWire.nullish() })
