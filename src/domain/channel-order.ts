import type { OrderState } from './order-state.ts'

/** One line of an order as one telling has it. What only the listing knows is filled in: doubt goes towards more exposure. */
export interface ToldLine {
  readonly lineId: string
  /** The listing's key within its channel. */
  readonly listing: string
  readonly merchantCode: string | null
  readonly units: number
  readonly state: OrderState
  readonly shippedUnits: number
  readonly refund: 'none' | 'asked' | 'done'
  /** When the platform takes the unit off sale. */
  readonly takesAt: 'order' | 'payment'
  /** Whether the platform puts a cancelled unit back on sale, or may. */
  readonly restores: boolean
  readonly gift: boolean
  /** The platform itself says that it sold more than it had. */
  readonly oversold: boolean
  /** The marks of the activities it was bought in, in order. */
  readonly campaigns: readonly string[]
}

/** An order of goods that are still to come. */
export interface ToldPresale {
  readonly kind: 'deposit' | 'full payment'
  readonly step: 'nothing paid' | 'deposit paid' | 'all paid' | 'forfeited'
  readonly promisedAtMs: number | null
}

/** Where an order goes, by codes or names of regions; never a street. */
export interface ToldRegion {
  readonly province: string | null
  readonly city: string | null
  readonly district: string | null
}

/** One telling of an order. Instants are the platform's, in milliseconds since 1970. */
export interface ToldOrder {
  readonly orderId: string
  readonly parentId: string | null
  /** False once it was split: its children hold the units. */
  readonly leaf: boolean
  readonly state: OrderState
  readonly createdAtMs: number
  readonly paidAtMs: number | null
  readonly shippedAtMs: number | null
  readonly cancelledAtMs: number | null
  readonly modifiedAtMs: number
  readonly shipByMs: number | null
  readonly shippingHold: string | null
  readonly presale: ToldPresale | null
  readonly region: ToldRegion
  readonly lines: readonly ToldLine[]
}

/** A line as we know it, and what we have booked for it. */
export interface KnownLine extends ToldLine {
  /** Its number in the order's hold. */
  readonly line: number
  /** False when the newest telling has it no more. */
  readonly present: boolean
  /** What it sells: null until its listing is mapped. Once booked it stays, whatever the listing sells later. */
  readonly listingId: string | null
  readonly recipeVersionId: string | null
  /** Units the platform's counter has given for it and has not got back. */
  readonly charged: number
}

export interface KnownOrder extends Omit<ToldOrder, 'lines'> {
  readonly channelId: string
  /** Grows with every change. */
  readonly revision: number
  readonly lines: readonly KnownLine[]
}

export function orderKey({ channelId, orderId }: Pick<KnownOrder, 'channelId' | 'orderId'>): string {
  return JSON.stringify([channelId, orderId])
}

/** The reference of the order's hold, by which documents and shipments name it too. */
export function orderReference(channelCode: string, orderId: string): string {
  return `${channelCode}:${orderId}`
}
