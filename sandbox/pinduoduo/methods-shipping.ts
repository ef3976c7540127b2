import { z } from 'zod'
import { business, success, type Method, type MethodCall } from './call.ts'
import { visibleOrder } from './methods-orders.ts'
import { orderStatus, refundStatus } from './order-payload.ts'
import { invalid } from './pop-error.ts'

const carriers = [
  { id: 1, logistics_company: '申通快递', code: 'STO', available: 1 },
  { id: 44, logistics_company: '顺丰速运', code: 'SF', available: 1 },
  { id: 85, logistics_company: '圆通速递', code: 'YTO', available: 1 },
]

/** pdd.logistics.companies.get: no shop needed. */
export const logisticsCompanies: Method = () => ({ logistics_companies: carriers })

/** pdd.logistics.online.send: ships the order as a whole; `redelivery_type` 2 changes the waybill of a shipped one. */
export const onlineSend: Method = (call) => {
  const { parameters, shop, state } = call
  const order = visibleOrder(call, parameters.required('order_sn'))
  const carrier = knownCarrier(call, parameters.int('logistics_id', { min: 1, max: 1_000_000 }))
  const waybill = parameters.required('tracking_number')
  const again = parameters.int('redelivery_type', { min: 1, max: 2, initial: 1 }) === 2
  if (again !== (orderStatus(order) === 2)) throw business(call, again ? '订单未发货' : '订单已发货，不能重复发货')
  if (!again && order.state !== 'paid') throw business(call, '订单状态不允许发货')
  if (order.held === 'review') throw business(call, '订单正在审核中，不能发货')
  if (refundStatus(order) === 2 && state.switches.get('shipDuringRefund') === 'refused')
    throw business(call, '订单存在售后，不能发货')
  if (!again) state.market.ship(shop.id, { orderId: order.id, carrier, waybill })
  return success(call)
}

const Extra = z.array(z.object({ shipping_id: z.coerce.number().int(), tracking_number: z.string().min(1) })).min(1)

/** pdd.order.upload.extra.logistics: further waybills of a shipped order, for the buyer to see. */
export const extraLogistics: Method = (call) => {
  const order = visibleOrder(call, call.parameters.required('order_sn'))
  call.parameters.oneOf('extra_track_type', [1, 2, 3])
  for (const { shipping_id: id } of readExtra(call)) knownCarrier(call, id)
  if (orderStatus(order) === 1) throw business(call, '订单未发货')
  return { success: true }
}

function readExtra({ parameters }: MethodCall): z.output<typeof Extra> {
  try {
    return Extra.parse(JSON.parse(parameters.required('extra_track_list')))
  } catch {
    throw invalid('extra_track_list')
  }
}

function knownCarrier(call: MethodCall, id: number): string {
  if (!carriers.some((each) => each.id === id)) throw business(call, '快递公司不存在')
  return String(id)
}
