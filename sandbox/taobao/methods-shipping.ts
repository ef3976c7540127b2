import type { MarketOrder } from '../shared/market/order.ts'
import { z } from 'zod'
import type { Method, MethodCall } from './call.ts'
import { serviceCode } from './methods-trades.ts'
import { business, invalid } from './top-error.ts'

const carriers = [
  { id: 505, code: 'SF', name: '顺丰速运', reg_mail_no: '^[A-Za-z0-9-]{4,35}$' },
  { id: 101, code: 'YTO', name: '圆通速递', reg_mail_no: '^[A-Za-z0-9]{8,20}$' },
  { id: 500, code: 'ZTO', name: '中通快递', reg_mail_no: '^[A-Za-z0-9]{8,20}$' },
]
/** The codes after `isv.logistics-offline-service-error:` and its sisters. */
type ShipCode = 'B01' | 'B04' | 'B56' | 'B59' | 'B60' | 'P38'

/** taobao.logistics.companies.get */
export const logisticsCompanies: Method = ({ parameters }) => {
  parameters.required('fields')
  return { logistics_companies: { logistics_company: carriers } }
}

/** taobao.logistics.offline.send and online.send: shipped at once when a waybill is given. */
export function send(kind: 'offline' | 'online' | 'dummy'): Method {
  return (call) => {
    const { parameters, shop } = call
    const order = shippable(call, kind)
    const carrier = kind === 'dummy' ? 'DUMMY' : carrierOf(call, kind)
    const waybill =
      kind === 'dummy' ? '' : kind === 'offline' ? parameters.required('out_sid') : (parameters.optional('out_sid') ?? '')
    if (kind === 'online' && waybill === '') return { shipping: { is_success: true } }
    const parts = parameters.optional('is_split') === '1' ? parameters.list('sub_tid') : null
    const lines = parts?.map((lineId) => wholeLine(call, order, lineId))
    call.state.market.ship(shop.id, { orderId: order.id, carrier, waybill, ...(lines ? { lines } : {}) })
    return { shipping: { is_success: true } }
  }
}

const Parcels = z.array(
  z.object({
    out_sid: z.string().min(1),
    company_code: z.string().min(1),
    goods: z
      .array(
        z.object({
          sub_tid: z.union([z.string(), z.number()]).transform(String),
          num: z.coerce.number().int().positive(),
        }),
      )
      .optional(),
  }),
)

/** alibaba.ascp.logistics.offline.send: parcels with parts of lines. */
export const ascpSend: Method = (call) => {
  const order = shippable(call, 'offline')
  let parcels: z.output<typeof Parcels>
  try {
    parcels = Parcels.parse(JSON.parse(call.parameters.required('consign_pkgs')))
  } catch {
    throw invalid('consign_pkgs')
  }
  for (const { out_sid: waybill, company_code: carrier, goods } of parcels) {
    if (!carriers.some(({ code }) => code === carrier)) throw refused(call, 'offline', 'B56', '物流公司不存在')
    const lines = goods?.map(({ sub_tid: lineId, num: units }) => ({
      lineId: wholeLine(call, order, lineId).lineId,
      units,
    }))
    call.state.market.ship(call.shop.id, { orderId: order.id, carrier, waybill, ...(lines ? { lines } : {}) })
  }
  return { result: { success: true } }
}

function shippable(call: MethodCall, kind: string): MarketOrder {
  const order = call.shop.orders.latest(call.parameters.required('tid'))
  if (!order) throw refused(call, kind, 'B01', '订单不存在')
  const open = order.state === 'paid' || order.state === 'part shipped'
  if (!open || !order.grouped) throw refused(call, kind, 'B04', '订单状态不对该物流订单已经发货或者已关闭，不能重复发货')
  return order
}

function carrierOf(call: MethodCall, kind: string): string {
  const code = call.parameters.required('company_code')
  const carrier = carriers.find((each) => each.code === code)
  if (!carrier) throw refused(call, kind, 'B56', '物流公司不存在')
  const waybill = call.parameters.optional('out_sid')
  if (waybill !== null && !new RegExp(carrier.reg_mail_no).test(waybill))
    throw refused(call, kind, 'B60', '运单号不符合规则或已经被使用')
  return code
}

function wholeLine(call: MethodCall, order: MarketOrder, lineId: string): { lineId: string; units: number } {
  const line = order.lines.find(({ id }) => id === lineId)
  if (!line) throw refused(call, 'offline', 'P38', '拆单校验未通过')
  return { lineId, units: line.units - line.shippedUnits }
}

function refused(call: MethodCall, kind: string, code: ShipCode, text: string): Error {
  return business(serviceCode(call), `isv.logistics-${kind}-service-error:${code}`, text)
}
