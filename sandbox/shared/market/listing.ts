/** One sellable row of a shop, with the counters every platform keeps in one form or another. */
export interface MarketListing {
  /** Names the row in the control API: `item/sku/warehouse`. */
  readonly id: string
  readonly itemId: string
  readonly skuId: string | null
  readonly warehouseId: string | null
  readonly title: string
  readonly priceFen: number
  merchantCode: string
  /** What shoppers can still buy. */
  sellable: number
  /** Ordered and not paid. */
  unpaidUnits: number
  /** Paid and not shipped. */
  unshippedUnits: number
  takesAt: 'order' | 'payment'
  restores: boolean
  /** A promotion slot: the platform refuses lowerings, or every change. */
  blocked: 'nothing' | 'lowering' | 'everything'
  onSale: boolean
  deleted: boolean
  /** Listings this one is made of; it has no stock of its own. */
  readonly parts: readonly { readonly listingId: string; readonly units: number }[]
  presale: 'none' | 'deposit' | 'full payment'
  campaign: string | null
  /** The platform's own name for the kind of orders it makes, where lists filter by it. */
  readonly orderKind: string | null
  modifiedAt: Date
}

export interface ListingSpec {
  readonly itemId?: string
  readonly skuId?: string | null
  readonly warehouseId?: string | null
  readonly title?: string
  readonly merchantCode?: string
  readonly priceFen?: number
  readonly sellable: number
  readonly takesAt?: 'order' | 'payment'
  readonly restores?: boolean
  readonly blocked?: 'nothing' | 'lowering' | 'everything'
  readonly onSale?: boolean
  readonly parts?: readonly { readonly listingId: string; readonly units: number }[]
  readonly presale?: 'none' | 'deposit' | 'full payment'
  readonly campaign?: string | null
  readonly orderKind?: string
}

export function listingId(ref: {
  readonly itemId: string
  readonly skuId: string | null
  readonly warehouseId: string | null
}): string {
  return [ref.itemId, ref.skuId ?? '', ref.warehouseId ?? ''].join('/')
}

export function newListing(
  spec: ListingSpec,
  ids: { readonly itemId: string; readonly skuId: string },
  now: Date,
): MarketListing {
  const itemId = spec.itemId ?? ids.itemId
  const skuId = spec.skuId === undefined ? ids.skuId : spec.skuId
  const warehouseId = spec.warehouseId ?? null
  return {
    id: listingId({ itemId, skuId, warehouseId }),
    itemId,
    skuId,
    warehouseId,
    title: spec.title ?? `goods ${itemId}`,
    priceFen: spec.priceFen ?? 9_900,
    merchantCode: spec.merchantCode ?? `C${skuId ?? itemId}`,
    sellable: spec.sellable,
    unpaidUnits: 0,
    unshippedUnits: 0,
    takesAt: spec.takesAt ?? 'order',
    restores: spec.restores ?? true,
    blocked: spec.blocked ?? 'nothing',
    onSale: spec.onSale ?? true,
    deleted: false,
    parts: spec.parts ?? [],
    presale: spec.presale ?? 'none',
    campaign: spec.campaign ?? null,
    orderKind: spec.orderKind ?? null,
    modifiedAt: now,
  }
}
