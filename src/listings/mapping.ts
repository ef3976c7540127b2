import type { NamedListing } from './lock-named.ts'

/** What a listing sells: one unit of a SKU, a recipe, nothing that is kept in stock, or again whatever its code says. */
export type MapTo =
  | { readonly kind: 'sku'; readonly code: string }
  | { readonly kind: 'recipe'; readonly code: string }
  | { readonly kind: 'no_stock' }
  | { readonly kind: 'by_code' }

/** A listing by its name, or all of a shop that have a code. Given both, the listing must still have that code. */
export interface MapRow {
  /** Where the row stands, from 1. */
  readonly line: number
  readonly channel: string
  /** `item/sku/warehouse`, as listed. */
  readonly listing: string | null
  readonly merchantCode: string | null
  readonly to: MapTo
  /** What was shown of what it costs, where the activity of a platform wants to see the listing. */
  readonly confirm?: string | null
}

/** Remembers on which line each listing was met first. */
export interface MetRows {
  meet(key: string, line: number): number | undefined
}

/** What a listing is to sell, by our own ids. */
export type Target = { readonly kind: 'recipe'; readonly recipeId: string } | { readonly kind: 'no_stock' | 'by_code' }

export interface MappingChange {
  readonly channel: string
  readonly listing: NamedListing
  readonly target: Target
  readonly to: MapTo
}
