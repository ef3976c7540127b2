import type { Method } from './call.ts'
import { innerFailure, innerSuccess, JdError } from './jd-error.ts'

const carriers = [
  { id: 467, name: '顺丰速运' },
  { id: 463, name: '圆通快递' },
  { id: 470, name: '申通快递' },
  { id: 1499, name: '中通速递' },
  { id: 1274, name: '厂家自送' },
]

/** jingdong.fce.alpha.getVenderCarrier */
export const venderCarriers: Method = () => ({
  StandardGenericResponse: { resultCode: 0, resultMsg: '', data: { carrierList: carriers } },
})

/** jingdong.pop.order.shipment: the whole order; carriers joined by `|`, waybills by `,` within one and `|` between them. */
export const shipment: Method = (call) => {
  const { parameters, shop, state } = call
  const id = parameters.required('orderId')
  const companies = parameters.required('logiCoprId').split('|')
  const waybills = parameters.required('logiNo').split('|')
  if (companies.length !== waybills.length) throw new JdError(61, 'logiNo')
  const order = shop.orders.latest(id)
  if (!order && [...state.market.shops.values()].some((other) => other.orders.latest(id))) throw new JdError(71)
  const failed = (text: string) => ({ sopjosshipment_result: innerFailure(text) })
  if (!order) return failed('订单不存在')
  if (!companies.every((company) => carriers.some((each) => String(each.id) === company))) return failed('物流公司不存在')
  const locked = order.held !== 'no' && state.switches.get('lockedShip') === 'refused'
  if (order.state !== 'paid' || order.split || locked) return failed('订单状态不允许出库')
  state.market.ship(shop.id, { orderId: id, carrier: companies.join('|'), waybill: waybills.join('|') })
  const success = state.switches.get('shipSuccess') === 'boolean' ? true : 'true'
  return { sopjosshipment_result: { ...innerSuccess, success } }
}
