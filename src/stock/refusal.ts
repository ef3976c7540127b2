export const refusalCodes = [
  'BUSY',
  'KEY_REUSED',
  'INVALID',
  'UNKNOWN_SKU',
  'ARCHIVED_SKU',
  'UNKNOWN_RECIPE',
  'UNKNOWN_POOL',
  'UNKNOWN_LOCATION',
  'UNKNOWN_CHANNEL',
  'UNKNOWN_HOLD',
  'UNKNOWN_LINE',
  'UNKNOWN_TRANSFER',
  'TRANSFER_ELSEWHERE',
  'TRANSFER_CLOSED',
  'LOCATION_WITHOUT_POOL',
  'LOCATION_REQUIRED',
  'LOCATION_OUTSIDE_POOL',
  'ON_HAND_OWNED_ELSEWHERE',
  'NOT_ENOUGH_STOCK',
  'REFERENCE_TAKEN',
  'HOLD_EXPIRED',
  'HOLD_CLOSED',
  'HOLD_NOT_COMMITTED',
  'HOLD_PARTLY_SHIPPED',
  'EXCEEDS_OUTSTANDING',
  'UNKNOWN_RECEIPT',
  'RECEIPT_CLOSED',
  'RECEIPT_ELSEWHERE',
  'NOT_ENOUGH_EXPECTED',
  'UNKNOWN_LISTING',
  'UNMAPPED_LISTING',
  'UNKNOWN_ORDER',
  'ORDER_STATE',
  'NOTHING_TO_SHIP',
  'PARTS_NOT_ALLOWED',
  'UNKNOWN_CARRIER',
  'UNKNOWN_SHIPMENT',
  'SHIPMENT_STATE',
  'SHIPMENT_IN_DOUBT',
  'GOODS_LEFT',
  'SHOP_NOT_WRITTEN',
  'PLAN_CHANGED',
  'UNKNOWN_CAMPAIGN',
  'CAMPAIGN_STATE',
  'CAMPAIGN_ENDED',
  'BELOW_MINIMUM',
  'LIMIT_PER_BUYER',
  'CODE_TAKEN',
  'SOLD_AHEAD',
  'GIFT_IN_SET',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export interface Shortage {
  readonly sku: string
  readonly pool: string
  /** Set when the units were wanted at this one location. */
  readonly location: string | null
  readonly wantedUnits: number
  readonly availableUnits: number
  /** Where the units of the SKU are that are not available. */
  readonly elsewhere?: UnitsElsewhere
  /** Who has most of them, by name. */
  readonly holders?: readonly UnitsHolder[]
}

export const holderKinds = ['listing', 'campaign', 'orders'] as const

/** A listing may still sell them, they are kept for a campaign, or held for orders of a channel (null: of none). */
export interface UnitsHolder {
  readonly kind: (typeof holderKinds)[number]
  readonly channel: string | null
  readonly listing: string | null
  readonly campaign: string | null
  readonly line: number | null
  readonly units: number
}

export interface UnitsElsewhere {
  readonly heldUnits: number
  readonly quotaUnits: number
  readonly lockedUnits: number
  readonly safetyUnits: number
}

/** A "no" with everything the caller needs to act on it. */
export interface Refused {
  readonly kind: 'refused'
  readonly code: RefusalCode
  readonly message: string
  /** The path of the argument at fault, as `lines.2.units`. */
  readonly field?: string
  readonly retryAfterMs?: number
  readonly shortages?: readonly Shortage[]
}

export function refused(code: RefusalCode, message: string, more: Omit<Refused, 'kind' | 'code' | 'message'> = {}): Refused {
  return { kind: 'refused', code, message, ...more }
}
