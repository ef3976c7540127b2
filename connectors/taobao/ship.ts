import { z } from 'zod'
import type { Carrier, Parcel, ShipAnswer, Shipment } from '../../src/channels/shipping.ts'
import { toFailedWrite } from '../shared/call-outcome.ts'
import { wireFlag, wireList } from '../shared/wire.ts'
import { shipReason } from './business-codes.ts'
import type { BusinessParameters, TopClient } from './top-client.ts'

const Sent = z.object({ shipping: z.object({ is_success: wireFlag }) })
const AscpSent = z.object({ result: z.object({ success: wireFlag }) })
const Companies = z.object({
  logistics_companies: wireList(z.object({ code: z.string(), name: z.string() }), 'logistics_company'),
})

/** taobao.logistics.companies.get (API page 233). */
export async function listCarriers(client: TopClient, signal: AbortSignal): Promise<readonly Carrier[]> {
  const parameters = { fields: 'id,code,name,reg_mail_no' }
  return (await client.read('taobao.logistics.companies.get', Companies, { signal, parameters })).logistics_companies
}

/**
 * One parcel with the whole order goes by taobao.logistics.offline.send; parts and several parcels by the newer call that
 * knows units (API pages 10690, 54934). "Already shipped or closed" (B04) is told apart by the caller's re-read of the order.
 */
export async function ship(client: TopClient, shipment: Shipment, signal: AbortSignal): Promise<ShipAnswer> {
  const { orderId: tid, parcels, signedAt } = shipment
  const [parcel] = parcels
  if (!parcel) throw new TypeError('a shipment has at least one parcel')
  const whole = parcels.length === 1 && parcel.lines === null
  const outcome = whole
    ? await client.call(
        'taobao.logistics.offline.send',
        { tid, company_code: parcel.carrier, out_sid: parcel.waybill },
        { signal, signedAt },
      )
    : await client.call('alibaba.ascp.logistics.offline.send', partsOf(tid, parcels), { signal, signedAt })
  if (outcome.kind === 'answered') return toShipAnswer(outcome.data, whole)
  const failed = toFailedWrite(outcome)
  if (failed.kind !== 'refused by service') return failed
  const { fault, code, message } = failed.refusal
  if (fault === 'done already') return { kind: 'already shipped' }
  return { kind: 'refused by business', reason: shipReason(code), code, message }
}

/** `consign_type` 1: parts of lines may go; a parcel without lines holds what is left of the order. */
function partsOf(tid: string, parcels: readonly Parcel[]): BusinessParameters {
  const packages = parcels.map(({ carrier, waybill, lines }) => ({
    out_sid: waybill,
    company_code: carrier,
    ...(lines ? { goods: lines.map(({ lineId, units }) => ({ sub_tid: lineId, num: units, item_type: 0 })) } : {}),
  }))
  return { tid, consign_type: 1, consign_pkgs: JSON.stringify(packages) }
}

function toShipAnswer(data: unknown, whole: boolean): ShipAnswer {
  const sent = whole ? Sent.safeParse(data).data?.shipping.is_success : AscpSent.safeParse(data).data?.result.success
  return sent ? { kind: 'shipped' } : { kind: 'unknown', code: null, message: 'the answer does not say that it was shipped' }
}
