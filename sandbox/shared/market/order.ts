/** `created` is unpaid; `cancelled` was closed before payment, `refunded` after it. */
export type MarketState = 'created' | 'paid' | 'part shipped' | 'shipped' | 'finished' | 'cancelled' | 'refunded'

/** One version of an order. Versions are never changed: a change writes the next one. */
export interface MarketOrder {
  readonly id: string
  readonly shopId: string
  readonly buyer: string
  readonly state: MarketState
  readonly lines: readonly MarketLine[]
  readonly parentId: string | null
  /** An order that was split: its children hold the units. */
  readonly split: boolean
  /** A group purchase whose group is not full yet is not grouped. */
  readonly grouped: boolean
  /** Why it must not be shipped now: the buyer asked to cancel, or it is under review. */
  readonly held: 'no' | 'cancel asked' | 'review'
  readonly presale: 'none' | 'nothing paid' | 'deposit paid' | 'all paid' | 'forfeited'
  readonly createdAt: Date
  readonly paidAt: Date | null
  /** Paid and grouped: the moment some platforms call traded. */
  readonly confirmedAt: Date | null
  readonly shippedAt: Date | null
  readonly closedAt: Date | null
  readonly modifiedAt: Date
  readonly carrier: string | null
  readonly waybill: string | null
}

export interface MarketLine {
  readonly id: string
  readonly listingId: string
  readonly units: number
  readonly state: MarketState
  readonly shippedUnits: number
  readonly payFen: number
  readonly gift: boolean
  readonly oversold: boolean
  readonly campaign: string | null
  readonly refund: 'none' | 'asked' | 'done'
}

export interface MarketRefund {
  readonly id: string
  readonly shopId: string
  readonly orderId: string
  readonly lineId: string
  readonly listingId: string
  readonly units: number
  readonly feeFen: number
  readonly state: 'asked' | 'agreed' | 'done' | 'closed'
  readonly goodsReturn: boolean
  readonly afterShipping: boolean
  readonly createdAt: Date
  readonly modifiedAt: Date
}

const live: ReadonlySet<MarketState> = new Set(['created', 'paid', 'part shipped'])

/** Ordered, neither called off nor wholly shipped. */
export function isOpen(state: MarketState): boolean {
  return live.has(state)
}
