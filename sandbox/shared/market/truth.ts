import { isOpen, type MarketOrder } from './order.ts'
import { rowsOf } from './life-cycle.ts'
import type { Shop } from './shop.ts'

export interface ListingTruth {
  readonly listingId: string
  readonly sellable: number
  /** Units of live orders the platform has taken and not shipped. */
  readonly takenUnshipped: number
  /** Units ever shipped. */
  readonly shipped: number
  readonly unpaid: number
  readonly oversoldLines: number
}

/** What really is, for checks: no platform would tell it. Of some orders only, where it is said of which. */
export function listingTruth(shop: Shop, counts: (order: MarketOrder) => boolean = () => true): ListingTruth[] {
  const rows = new Map([...shop.listings.values()].map((listing) => [listing.id, empty(listing.id, listing.sellable)]))
  for (const order of shop.orders.all()) {
    if (order.split || !counts(order)) continue
    for (const line of order.lines) {
      for (const { listing, units } of rowsOf(shop, line)) {
        const row = rows.get(listing.id)
        if (!row) continue
        const shipped = line.units === 0 ? 0 : (units / line.units) * line.shippedUnits
        const taken = line.state !== 'created' || listing.takesAt === 'order'
        row.shipped += shipped
        if (line.oversold) row.oversoldLines += 1
        if (line.state === 'created') row.unpaid += units
        if (isOpen(line.state) && taken) row.takenUnshipped += units - shipped
      }
    }
  }
  return [...rows.values()]
}

function empty(listingId: string, sellable: number): { -readonly [Name in keyof ListingTruth]: ListingTruth[Name] } {
  return { listingId, sellable, takenUnshipped: 0, shipped: 0, unpaid: 0, oversoldLines: 0 }
}
