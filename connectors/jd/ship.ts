import { z } from 'zod'
import type { Carrier, Parcel, ShipAnswer, Shipment, ShipRefusal } from '../../src/channels/shipping.ts'
import { toFailedWrite } from '../shared/call-outcome.ts'
import { wireId, wireList } from '../shared/wire.ts'
import { beingShipped } from './codes.ts'
import type { OrderReading } from './orders.ts'
import { rereadOrder } from './orders.ts'
import type { JdClient } from './jd-client.ts'
import { Inner } from './wire-inner.ts'

const method = 'jingdong.pop.order.shipment'
const Shipped = z.object({ sopjosshipment_result: Inner })
const Carriers = z.object({
  StandardGenericResponse: z.object({
    data: z.object({ carrierList: wireList(z.object({ id: wireId, name: z.string() })) }).nullish(),
  }),
})

/** The carriers this seller has signed with. Source: open.jd.com, jingdong.fce.alpha.getVenderCarrier. */
export async function listCarriers(client: JdClient, signal: AbortSignal): Promise<readonly Carrier[]> {
  const { StandardGenericResponse: answer } = await client.read('jingdong.fce.alpha.getVenderCarrier', Carriers, { signal })
  return (answer.data?.carrierList ?? []).map(({ id, name }) => ({ code: id, name }))
}

/**
 * The whole order at once, in one or several parcels. Why the service says no comes only as text, so after a no the order
 * itself is read: what it says decides. Callers keep orders with a `shippingHold` back: whether JD would refuse one that the
 * buyer asked to cancel is not known. Source: open.jd.com, API 1948.
 */
export async function ship(reading: OrderReading, shipment: Shipment, signal: AbortSignal): Promise<ShipAnswer> {
  const { orderId, parcels, signedAt } = shipment
  if (parcels.length === 0) throw new TypeError('a shipment has at least one parcel')
  if (parcels.some(({ lines }) => lines !== null)) return partsRefused
  const parameters = { orderId, ...inOneText(parcels) }
  const outcome = await reading.client.gateway.call(method, parameters, { signal, signedAt })
  if (outcome.kind !== 'answered') {
    const failed = toFailedWrite(outcome)
    if (failed.kind !== 'refused by service') return failed
    const { code, message } = failed.refusal
    return explained(reading, orderId, { code, message, signal })
  }
  const parsed = Shipped.safeParse(outcome.data)
  if (!parsed.success) return { kind: 'unknown', code: null, message: 'the answer does not say that it was shipped' }
  const { success, code, message } = parsed.data.sopjosshipment_result
  if (success) return { kind: 'shipped' }
  return explained(reading, orderId, { code: `0/${code}`, message: reading.client.gateway.redact(message), signal })
}

const partsRefused: ShipAnswer = {
  kind: 'refused by business',
  reason: 'parts do not fit',
  code: null,
  message: 'this platform’s shipping call takes whole orders only',
}

/** Carriers joined by `|`; of one carrier waybills by `,`, between carriers by `|`. */
function inOneText(parcels: readonly Parcel[]): { readonly logiCoprId: string; readonly logiNo: string } {
  const carriers = [...Map.groupBy(parcels, ({ carrier }) => carrier)]
  return {
    logiCoprId: carriers.map(([carrier]) => carrier).join('|'),
    logiNo: carriers.map(([, own]) => own.map(({ waybill }) => waybill).join(',')).join('|'),
  }
}

interface Refused {
  readonly code: string
  readonly message: string
  readonly signal: AbortSignal
}

async function explained(reading: OrderReading, orderId: string, { code, message, signal }: Refused): Promise<ShipAnswer> {
  const refused = (reason: ShipRefusal): ShipAnswer => ({ kind: 'refused by business', reason, code, message })
  if (code === beingShipped) return refused('busy')
  const order = await rereadOrder(reading, orderId, signal).catch(() => 'unread' as const)
  if (order === 'unread') return refused('other')
  if (order === null) return refused('order not found')
  if (order.state === 'shipped' || order.state === 'closed') return { kind: 'already shipped' }
  return refused(order.state === 'paid' && order.shippingHold === null ? 'other' : 'wrong state')
}
