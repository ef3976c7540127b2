import { z } from 'zod'
import type { Carrier, Parcel, ShipAnswer, Shipment, ShipRefusal } from '../../src/channels/shipping.ts'
import { ChannelError } from '../../src/channels/errors.ts'
import { toFailedWrite, type CallOutcome, type Refusal } from '../shared/call-outcome.ts'
import { wireFlag, wireId, wireList } from '../shared/wire.ts'
import type { PopClient } from './pop-client.ts'
import { Succeeded } from './wire-goods.ts'
import { OrderStatusWire } from './wire-order.ts'

const Companies = z.object({
  logistics_companies: wireList(z.object({ id: wireId, logistics_company: z.string(), available: z.unknown() })),
})
const ExtraSent = z.object({ success: wireFlag })
const OpenCases = z.object({ order_sns_exists_refund: wireList(z.object({ order_sn: wireId })) })

/** The platform's own numbers, which are never written down here: they are read (pdd.logistics.companies.get). */
export async function listCarriers(client: PopClient, signal: AbortSignal): Promise<readonly Carrier[]> {
  const { logistics_companies: companies } = await client.read('pdd.logistics.companies.get', Companies, { signal })
  return companies
    .filter(({ available }) => available === undefined || available === null || Number(available) !== 0)
    .map(({ id: code, logistics_company: name }) => ({ code, name }))
}

/**
 * The first parcel ships the order (pdd.logistics.online.send); further ones only inform the buyer and go in one more call
 * (pdd.order.upload.extra.logistics). An order ships as a whole: parcels cannot hold parts.
 */
export async function ship(client: PopClient, shipment: Shipment, signal: AbortSignal): Promise<ShipAnswer> {
  const { orderId, parcels, signedAt } = shipment
  const [first, ...extra] = parcels
  if (!first) throw new TypeError('a shipment has at least one parcel')
  const parameters = { order_sn: orderId, logistics_id: first.carrier, tracking_number: first.waybill }
  const outcome = await client.call('pdd.logistics.online.send', parameters, { signal, signedAt })
  const answer = await toShipAnswer(client, orderId, { outcome, signal })
  const away = answer.kind === 'shipped' || answer.kind === 'already shipped'
  if (!away || extra.length === 0) return answer
  const failed = await sendExtra(client, shipment, { extra, signal })
  return failed ?? answer
}

/** Null when the platform took the further parcels. */
async function sendExtra(
  client: PopClient,
  { orderId, signedAt }: Shipment,
  { extra, signal }: { readonly extra: readonly Parcel[]; readonly signal: AbortSignal },
): Promise<ShipAnswer | null> {
  const list = extra.map(({ carrier, waybill }) => ({ shipping_id: Number(carrier), tracking_number: waybill }))
  const parameters = { order_sn: orderId, extra_track_type: 1, extra_track_list: JSON.stringify(list) }
  const notTold: ShipAnswer = { kind: 'partly shipped', code: null, message: 'its further parcels may not be known' }
  // The first parcel was sent, so an abort from here on is an outcome and no longer an error.
  if (signal.aborted) return notTold
  const outcome = await client
    .call('pdd.order.upload.extra.logistics', parameters, { signal, signedAt })
    .catch((error: unknown) => unlessAborted(error, signal))
  if (outcome === null) return notTold
  if (outcome.kind === 'answered') return ExtraSent.safeParse(outcome.data).data?.success ? null : notTold
  const failed = toFailedWrite(outcome)
  const { code, message } = failed.kind === 'refused by service' ? failed.refusal : failed
  return { kind: 'partly shipped', code, message: `its further parcels: ${message}` }
}

async function toShipAnswer(
  client: PopClient,
  orderSn: string,
  { outcome, signal }: { readonly outcome: CallOutcome; readonly signal: AbortSignal },
): Promise<ShipAnswer> {
  if (outcome.kind === 'answered') {
    const sent = Succeeded.safeParse(outcome.data)
    if (!sent.success) return { kind: 'unknown', code: null, message: 'the answer does not say what was done' }
    if (sent.data.is_success) return { kind: 'shipped' }
    return refused(client, orderSn, { refusal: null, signal })
  }
  const failed = toFailedWrite(outcome)
  return failed.kind === 'refused by service' ? refused(client, orderSn, { refusal: failed.refusal, signal }) : failed
}

/**
 * Why the platform refused has no documented code, so the order itself is asked: it may have left already, or have an open
 * case. If that cannot be read, the refusal stands without its reason.
 */
async function refused(
  client: PopClient,
  orderSn: string,
  { refusal, signal }: { readonly refusal: Refusal | null; readonly signal: AbortSignal },
): Promise<ShipAnswer> {
  const reason = refusal?.fault === 'not found' ? 'order not found' : await readReason(client, orderSn, signal)
  if (reason === 'already shipped') return { kind: 'already shipped' }
  const { code, message } = refusal ?? { code: null, message: 'is_success is false' }
  return { kind: 'refused by business', reason, code, message }
}

async function readReason(client: PopClient, orderSn: string, signal: AbortSignal): Promise<ShipRefusal | 'already shipped'> {
  const query = { signal, parameters: { order_sns: orderSn } }
  try {
    const { order_status_list: states } = await client.read('pdd.order.status.get', OrderStatusWire, query)
    const state = states.find((each) => (each.orderSn ?? each.order_sn) === orderSn)
    if (!state) return 'order not found'
    if (state.order_status === 2 || state.order_status === 3) return 'already shipped'
    const { order_sns_exists_refund: open } = await client.read('pdd.refund.status.check', OpenCases, query)
    if (open.some(({ order_sn: each }) => each === orderSn)) return 'refund under way'
    return state.refund_status === 4 ? 'wrong state' : 'other'
  } catch (error) {
    if (!(error instanceof ChannelError)) unlessAborted(error, signal)
    return 'other'
  }
}

/** Null for the abort that was asked for; anything else is thrown on. */
function unlessAborted(error: unknown, signal: AbortSignal): null {
  if (signal.aborted) return null
  throw error
}
