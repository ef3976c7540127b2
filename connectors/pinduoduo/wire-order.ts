import { z } from 'zod'
import { wireFlag, wireId, wireIdOrNone, wireInt, wireList, wireText, wireTime, wireTimeOrNone } from '../shared/wire.ts'

const intOr = (initial: number) => wireInt.nullish().transform((value) => value ?? initial)

const LineWire = z.object({
  goods_id: wireId,
  sku_id: wireIdOrNone,
  outer_id: wireText,
  outer_goods_id: wireText,
  goods_count: wireInt,
})
export type LineWire = z.output<typeof LineWire>

const Tag = z.object({ name: wireText, value: wireInt.nullish() })
const StepOrder = z.object({ step_trade_status: intOr(0) })

/**
 * What is kept of an order: nothing that names or reaches a buyer. A field that is absent in older answers means its harmless
 * value. Source: pages of pdd.order.list.get and pdd.order.information.get.
 */
export const OrderWire = z.object({
  order_sn: wireId,
  order_status: wireInt,
  refund_status: intOr(1),
  confirm_status: intOr(1),
  group_status: intOr(1),
  risk_control_status: intOr(0),
  is_pre_sale: wireFlag,
  pre_sale_time: wireTimeOrNone,
  trade_type: intOr(0),
  step_order_info: StepOrder.nullish(),
  created_time: wireTimeOrNone,
  pay_time: wireTimeOrNone,
  confirm_time: wireTimeOrNone,
  shipping_time: wireTimeOrNone,
  updated_at: wireTime,
  last_ship_time: wireTimeOrNone,
  province_id: wireIdOrNone,
  city_id: wireIdOrNone,
  town_id: wireIdOrNone,
  open_address_id: wireText,
  order_tag_list: wireList(Tag),
  item_list: wireList(LineWire),
  gift_list: wireList(LineWire),
})
export type OrderWire = z.output<typeof OrderWire>

/** The list by change names its list otherwise than the list by confirmation. */
export const OrderPageWire = z
  .object({
    order_sn_list: wireList(OrderWire),
    order_list: wireList(OrderWire),
    total_count: wireInt.optional(),
  })
  .transform(({ order_sn_list: byChange, order_list: byConfirm, total_count: total }) => ({
    orders: [...byChange, ...byConfirm],
    total,
  }))

export const OrderInformation = z.object({ order_info: OrderWire })

/** The one list whose items write `orderSn`. */
export const OrderStatusWire = z.object({
  order_status_list: wireList(
    z.object({ orderSn: wireId.optional(), order_sn: wireId.optional(), order_status: wireInt, refund_status: intOr(1) }),
  ),
})
