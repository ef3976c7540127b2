import type { BusinessReason } from './stock.ts'
import type { ChannelFault } from './errors.ts'

export interface Carrier {
  readonly code: string
  readonly name: string
}

/** One parcel. `lines` null: the whole order in this parcel; else the part of it that is inside. */
export interface Parcel {
  readonly carrier: string
  readonly waybill: string
  readonly lines: readonly { readonly lineId: string; readonly units: number }[] | null
}

/** One try to tell the platform that parcels of an order have left. `signedAt` as in a stock try. */
export interface Shipment {
  readonly orderId: string
  readonly parcels: readonly Parcel[]
  readonly signedAt: Date
}

export type ShipAnswer =
  | { readonly kind: 'shipped' }
  /** It was shipped before, by us or elsewhere: a success for the caller. */
  | { readonly kind: 'already shipped' }
  /** The order is shipped; its further parcels may not be known to the buyer. */
  | { readonly kind: 'partly shipped'; readonly code: string | null; readonly message: string }
  | {
      readonly kind: 'refused by gateway'
      readonly fault: ChannelFault
      readonly code: string | null
      readonly message: string
      readonly retryAfterMs: number | null
    }
  | {
      readonly kind: 'refused by business'
      readonly reason: ShipRefusal
      readonly code: string | null
      readonly message: string
    }
  | { readonly kind: 'unknown'; readonly code: string | null; readonly message: string }

export type ShipRefusal =
  | 'order not found'
  | 'wrong state'
  | 'refund under way'
  | 'carrier or waybill'
  | 'way of shipping'
  | 'parts do not fit'
  | 'busy'
  | Extract<BusinessReason, 'other'>
