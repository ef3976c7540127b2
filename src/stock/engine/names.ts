import type { Campaign } from '../../domain/campaign/campaign.ts'
import type { Hold } from '../../domain/hold.ts'
import type { HoldId, LocationId, PoolId, SkuId } from '../../domain/ids.ts'
import type { ExpectedReceipt } from '../../domain/presale.ts'
import type { ShippedFigures } from '../../domain/shipments.ts'
import type { KnownOrder } from '../../domain/channel-order.ts'
import type { PresaleFound } from '../presale/presale-found.ts'
import type { Acknowledgement, DocumentLine, Transfer, TransferLine } from './journal.ts'

export interface SkuName {
  readonly id: SkuId
  readonly code: string
  readonly archived: boolean
}

export interface PoolName {
  readonly id: PoolId
  readonly code: string
  readonly defaultLocationId: LocationId | null
}

export interface LocationName {
  readonly id: LocationId
  readonly code: string
  readonly poolId: PoolId | null
  /** `onepool`, or the name of the system whose figures rule here. */
  readonly onHandOwner: string
  readonly figuresIncludeUnshipped: boolean
  readonly archived: boolean
}

export interface RecipeName {
  readonly id: string
  readonly code: string
  readonly versionId: string
  readonly archived: boolean
  readonly components: readonly {
    readonly skuId: SkuId
    readonly skuCode: string
    readonly units: number
    readonly archived: boolean
  }[]
}

/** A granted version of a recipe: an order uses the one of its own time. */
export interface VersionName {
  readonly id: string
  readonly recipeId: string
  readonly effectiveAtMs: number
  readonly components: readonly { readonly skuId: SkuId; readonly units: number }[]
}

export interface ListingName {
  readonly id: string
  readonly channelId: string
  /** Its key within its channel. */
  readonly key: string
  /** What it sells; null until it is mapped. */
  readonly recipeId: string | null
  /** Postage, price differences and the like. */
  readonly takesNoStock: boolean
  /** The pools it sells from, in the channel's order; the merchant's first one where the channel names none. */
  readonly pools: readonly PoolId[]
  /** Whether it keeps a quota: a listing that has not joined keeps none. */
  readonly joined: boolean
  /** It waits for the first settled reading since its channel was joined, or joined anew. */
  readonly joins: boolean
  /** What one unit of its quota claims: per component the most of all versions it is open for. */
  readonly widest: readonly { readonly skuId: SkuId; readonly units: number }[]
  /**
   * Null: it sells what is on hand. Else it sells what is still to come: no unit of a pool is in its quota, and it may be raised by so many
   * sets more, which its presale quota has set aside.
   */
  readonly aheadRoom: number | null
  /** The recipe versions its quota is open for, by id. */
  readonly openVersions: readonly string[]
}

/** What the codes of one batch mean. Holds and documents are as seen before the locks: they only say what to lock. */
export interface Names {
  sku(code: string): SkuName | undefined
  skuById(id: SkuId): SkuName | undefined
  recipe(code: string): RecipeName | undefined
  /** Without a code: the merchant's first pool. */
  pool(code: string | null): PoolName | undefined
  poolById(id: PoolId): PoolName | undefined
  location(code: string): LocationName | undefined
  locationById(id: LocationId): LocationName | undefined
  /** The only location of a pool, or its default one. */
  locationOfPool(id: PoolId): LocationName | undefined
  channelId(code: string): string | undefined
  hold(id: HoldId): Hold | undefined
  holdByReference(reference: string): Hold | undefined
  transfer(reference: string): Transfer | undefined
  transferLines(reference: string): readonly TransferLine[]
  /** What was told of the shipments of an order; undefined where nobody asked. */
  figures(orderRef: string): ReadonlyMap<SkuId, ShippedFigures> | undefined
  /** Since when which locations know of a hold; undefined where nobody asked. */
  acknowledgements(holdId: HoldId): readonly Acknowledgement[] | undefined
  document(source: string, document: string, line: string): DocumentLine | undefined
  receipt(id: string): ExpectedReceipt | undefined
  campaign(code: string): Campaign | undefined
  /** What this batch may change of what is sold before it has come in. */
  readonly presale: PresaleFound
  /** An order of a shop, by channel and number. */
  order(key: string): KnownOrder | undefined
  listing(channelId: string, key: string): ListingName | undefined
  listingById(id: string): ListingName | undefined
  version(id: string): VersionName | undefined
  /** The version of a recipe that counts for an order of this instant: before the first one, the first. */
  versionAt(recipeId: string, atMs: number): VersionName | undefined
  /** That version, and all granted ones that take effect later. */
  versionsFrom(recipeId: string, atMs: number): readonly VersionName[]
}
