import type { ListingRef, TakesAt } from './listing.ts'

/**
 * A state only moves forward: created < paid < shipped < closed or cancelled (R7). `cancelled`: called off before shipping,
 * paid or not. `closed`: over after it left, finished or refunded later: its units are consumed.
 */
export type OrderState = 'created' | 'paid' | 'shipped' | 'closed' | 'cancelled'

/** One order, normalised. Buyers' data is dropped before this is made: nothing here names or reaches a person. */
export interface ChannelOrder {
  readonly orderId: string
  /** The order this one was split from. */
  readonly parentId: string | null
  /** False for an order that was split: its children hold the units, it holds none. */
  readonly leaf: boolean
  readonly state: OrderState
  readonly createdAt: Date
  readonly paidAt: Date | null
  readonly shippedAt: Date | null
  readonly modifiedAt: Date
  /** Null when the platform does not stamp it: `modifiedAt` is then the latest it can have been. */
  readonly cancelledAt: Date | null
  readonly shipBy: Date | null
  /** Why the platform does not want it shipped now (cancel asked, under review, group not full); null when it may go. */
  readonly shippingHold: string | null
  readonly presale: Presale | null
  readonly region: Region
  /** The platform's opaque key for "same receiver"; it changes by shop and time and identifies nobody. */
  readonly mergeKey: string | null
  readonly lines: readonly OrderLine[]
}

export interface Region {
  readonly province: string | null
  readonly city: string | null
  readonly district: string | null
}

export interface Presale {
  readonly kind: 'deposit' | 'full payment'
  readonly step: 'nothing paid' | 'deposit paid' | 'all paid' | 'forfeited'
  readonly promisedAt: Date | null
}

export interface OrderLine {
  readonly lineId: string
  readonly listing: ListingRef
  readonly merchantCode: string | null
  readonly units: number
  readonly state: OrderState
  /** What the payload itself says about when the platform takes the unit; null where only the listing knows. */
  readonly takesAt: TakesAt | null
  /** What the payload says about the unit of a cancelled line coming back by itself; null where only the listing knows. */
  readonly cancelRestores: boolean | null
  /** As far as the platform tells; a shipped line without a figure is shipped whole. */
  readonly shippedUnits: number
  readonly shippedAt: Date | null
  readonly refund: 'none' | 'asked' | 'done'
  readonly gift: boolean
  /** The platform itself says that it sold more than it had. */
  readonly oversold: boolean
  /** The marks of the activities the line was bought in. */
  readonly campaigns: readonly string[]
  /** What one unit of a bundle listing consists of, when the platform says so. */
  readonly components: readonly LineComponent[]
}

export interface LineComponent {
  readonly listing: ListingRef
  readonly merchantCode: string | null
  readonly units: number
}
