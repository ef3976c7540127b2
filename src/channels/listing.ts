/** How a platform names one sellable row. `warehouseId` only where it keeps stock by warehouse. */
export interface ListingRef {
  readonly itemId: string
  readonly skuId: string | null
  readonly warehouseId: string | null
}

/** One text per listing, the same for ever: a key for maps, locks and rows. */
export function listingKey({ itemId, skuId, warehouseId }: ListingRef): string {
  return [itemId, skuId ?? '', warehouseId ?? ''].join('/')
}

/** When the platform takes a unit off sale. `unknown` means: count it when ordered, release nothing before it is proved. */
export type TakesAt = 'order' | 'payment' | 'unknown'

/** What a probe or the platform's documents have settled about one listing. A missing fact is read in the cautious way. */
export interface ListingFacts {
  /** The same stock change sent twice with one key. */
  readonly repeatedKey?: 'applied once' | 'applied again' | 'refused'
  /** How long after its first use a repeated key was still seen to be remembered. */
  readonly keyMemoryMs?: number
  /** A lowering below what is for sale. */
  readonly belowZero?: 'refused' | 'clamped' | 'goes below'
  /** Whether the number shown leaves out ordered, unshipped units (net) or includes them (gross). */
  readonly numberShown?: 'net' | 'gross'
  /** Whether a cancelled, unshipped unit is for sale again by itself. */
  readonly cancelRestores?: boolean
  /** Whether the reserved counter counts every ordered, unshipped unit. */
  readonly reservedCountsAll?: boolean
}

/** A sellable row as the platform lists it. */
export interface Listing {
  readonly ref: ListingRef
  /** The merchant's own code on the platform; free text, not unique. */
  readonly merchantCode: string | null
  readonly title: string
  readonly onSale: boolean
  readonly takesAt: TakesAt
  /** What one unit costs as it came with the list, in fen (CNY); null where the list does not say. */
  readonly priceFen: number | null
  /** The number as it came with the list, for display only: a reading that settles anything is made by `readStock`. */
  readonly shownUnits: number | null
  readonly reservedUnits: number | null
  /** The platform refuses lowerings for now (a promotion slot). `null`: the list does not say. */
  readonly loweringBlocked: boolean | null
  /** Stock made up of other listings' stock; it is never written. */
  readonly combined: boolean
  readonly presale: boolean
  readonly facts: ListingFacts
}
