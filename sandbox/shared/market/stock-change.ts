import type { MarketListing } from './listing.ts'

/** A platform's stock call, or a hand in the seller's console. `belowZero` is what this platform's call does there. */
export interface MarketStockChange {
  readonly kind: 'delta' | 'set'
  readonly units: number
  readonly belowZero: 'refuse' | 'clamp' | 'allow'
}

export type MarketStockResult =
  | { readonly applied: true; readonly resulting: number; readonly moved: number }
  | { readonly applied: false; readonly reason: 'below zero' | 'lowering blocked' | 'blocked' | 'gone' | 'combined' }

/** Changes what shoppers can still buy, or says why the platform does not. */
export function applyStockChange(listing: MarketListing, change: MarketStockChange): MarketStockResult {
  const before = listing.sellable
  const wanted = change.kind === 'set' ? change.units : before + change.units
  if (listing.deleted) return { applied: false, reason: 'gone' }
  if (listing.parts.length > 0) return { applied: false, reason: 'combined' }
  if (listing.blocked === 'everything') return { applied: false, reason: 'blocked' }
  if (listing.blocked === 'lowering' && wanted < before) return { applied: false, reason: 'lowering blocked' }
  if (wanted < 0 && change.belowZero === 'refuse') return { applied: false, reason: 'below zero' }
  listing.sellable = wanted < 0 && change.belowZero === 'clamp' ? 0 : wanted
  return { applied: true, resulting: listing.sellable, moved: listing.sellable - before }
}
