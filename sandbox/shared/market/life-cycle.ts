import type { MarketListing } from './listing.ts'
import { isOpen, type MarketLine, type MarketOrder, type MarketState } from './order.ts'
import type { Shop } from './shop.ts'

/** Takes a line's units off sale. At payment more may be wanted than is left: the platform sells it all the same. */
export function take(
  shop: Shop,
  line: MarketLine,
  { now, orderId }: { readonly now: Date; readonly orderId: string },
): MarketLine {
  let oversold = false
  for (const { listing, units } of rowsOf(shop, line)) {
    const moved = Math.min(units, Math.max(0, listing.sellable))
    oversold ||= moved < units
    listing.sellable -= moved
    record(shop, listing, { now, orderId, why: 'taken', moved: -moved })
  }
  return { ...line, oversold }
}

/** Puts a called-off line's units back on sale, where the platform does that. */
export function restore(shop: Shop, line: MarketLine, { now, orderId }: { readonly now: Date; readonly orderId: string }): void {
  for (const { listing, units } of rowsOf(shop, line)) {
    if (!listing.restores) continue
    listing.sellable += units
    record(shop, listing, { now, orderId, why: 'restored', moved: units })
  }
}

interface Recorded {
  readonly now: Date
  readonly orderId: string
  readonly why: 'taken' | 'restored'
  readonly moved: number
}

function record(shop: Shop, listing: MarketListing, { now, orderId, why, moved }: Recorded): void {
  listing.modifiedAt = now
  shop.journal.push({ at: now, listingId: listing.id, why, moved, resulting: listing.sellable, key: null, orderId })
}

/** The rows whose counters a line moves: a combined listing's parts, else the listing itself. */
export function rowsOf(shop: Shop, line: Pick<MarketLine, 'listingId' | 'units'>): { listing: MarketListing; units: number }[] {
  const listing = shop.listing(line.listingId)
  if (listing.parts.length === 0) return [{ listing, units: line.units }]
  return listing.parts.map((part) => ({ listing: shop.listing(part.listingId), units: part.units * line.units }))
}

/** Moves a line's unshipped units between the reserved counters as its state changes; null: it was not there before. */
export function count(shop: Shop, before: MarketLine | null, after: MarketLine): void {
  for (const [line, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    if (!line || !isOpen(line.state)) continue
    const counter = line.state === 'created' ? 'unpaidUnits' : 'unshippedUnits'
    const left = { ...line, units: line.units - line.shippedUnits }
    for (const { listing, units } of rowsOf(shop, left)) listing[counter] += sign * units
  }
}

/** What shoppers can buy of a listing; a combined one has as much as its scarcest part allows. */
export function sellableOf(shop: Shop, listing: MarketListing): number {
  if (listing.parts.length === 0) return listing.sellable
  return Math.min(...listing.parts.map((part) => Math.floor(shop.listing(part.listingId).sellable / part.units)))
}

/** An order's state from its lines: it is as far as its least advanced live line. */
export function stateOf(lines: readonly MarketLine[]): MarketState {
  const alive = lines.filter(({ state }) => state !== 'cancelled' && state !== 'refunded')
  if (alive.length === 0) return lines.some(({ state }) => state === 'refunded') ? 'refunded' : 'cancelled'
  if (alive.some(({ state }) => state === 'created')) return 'created'
  const away = alive.filter(({ state }) => state === 'shipped' || state === 'finished')
  if (away.length === alive.length) return alive.every(({ state }) => state === 'finished') ? 'finished' : 'shipped'
  return away.length > 0 || alive.some(({ state }) => state === 'part shipped') ? 'part shipped' : 'paid'
}

/** The next version of an order. */
export function next(order: MarketOrder, change: Partial<MarketOrder> & { readonly modifiedAt: Date }): MarketOrder {
  const lines = change.lines ?? order.lines
  return { ...order, ...change, lines, state: change.state ?? stateOf(lines) }
}
