import { sellableOf } from '../shared/market/life-cycle.ts'
import type { MarketListing } from '../shared/market/listing.ts'
import type { MethodCall } from './call.ts'

export interface StockFigures {
  readonly quantity: number
  readonly reserve: number
}

/** Both counters as the platform shows them. What the reserve counts and whether `quantity` includes it are switches. */
export function stockFigures({ state, shop }: MethodCall, listing: MarketListing): StockFigures {
  const unpaid = listing.takesAt === 'order' ? listing.unpaidUnits : 0
  const counted = {
    'every unshipped order': unpaid + listing.unshippedUnits,
    'paid orders': listing.unshippedUnits,
    'unpaid orders': unpaid,
  }
  const reserve = Object.entries(counted).find(([name]) => name === state.switches.get('reserveCounts'))?.[1] ?? 0
  const sellable = sellableOf(shop, listing)
  return { quantity: state.switches.get('quantityShown') === 'gross' ? sellable + reserve : sellable, reserve }
}
