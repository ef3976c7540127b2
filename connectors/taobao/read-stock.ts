import { listingKey, type ListingRef } from '../../src/channels/listing.ts'
import type { MissingReading, StockReading } from '../../src/channels/stock.ts'
import { readItems, toListings } from './listings.ts'
import type { TopClient } from './top-client.ts'

const itemsPerCall = 20

/**
 * Reads counters 20 items a call. `quantity` is what is for sale; with deduction at payment it does not subtract unpaid
 * units, which `with_hold_quantity` counts (API pages 28, 24626). Rows the platform leaves out are gone.
 */
export async function readStock(
  client: TopClient,
  listings: readonly ListingRef[],
  signal: AbortSignal,
): Promise<readonly (StockReading | MissingReading)[]> {
  const readings = new Map<string, StockReading | MissingReading>()
  const ids = [...new Set(listings.map(({ itemId }) => itemId))]
  for (let start = 0; start < ids.length; start += itemsPerCall) {
    const batch = ids.slice(start, start + itemsPerCall)
    const sentAt = new Date(client.clock.now().getTime() - 1_000)
    const items = await readItems(client, batch, signal)
    const answeredAt = new Date(client.clock.now().getTime() + 1_000)
    const rows = new Map(items.flatMap((item) => toListings(item, false)).map((row) => [listingKey(row.ref), row]))
    for (const listing of listings.filter(({ itemId }) => batch.includes(itemId))) {
      const key = listingKey(listing)
      const shownUnits = rows.get(key)?.shownUnits ?? null
      const at = { listing, sentAt, answeredAt }
      const reservedUnits = rows.get(key)?.reservedUnits ?? null
      readings.set(
        key,
        shownUnits === null ? { ...at, missing: true } : { ...at, shownUnits, reservedUnits, sellableAtMost: shownUnits },
      )
    }
  }
  return listings.flatMap((listing) => readings.get(listingKey(listing)) ?? [])
}
