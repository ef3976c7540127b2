import { count, sellableOf, stateOf, take } from './life-cycle.ts'
import type { MarketLine, MarketOrder } from './order.ts'
import type { Shop } from './shop.ts'

export interface Basket {
  readonly lines: readonly { readonly listingId: string; readonly units: number; readonly gift?: boolean }[]
  readonly buyer?: string
  /** Paid at once unless told otherwise. */
  readonly pay?: boolean
  /** In a group whose other buyers are still missing. */
  readonly ungrouped?: boolean
}

export type Placed =
  { readonly placed: true; readonly order: MarketOrder } | { readonly placed: false; readonly reason: 'sold out' | 'not on sale' }

export interface NewIds {
  orderId(): string
  lineId(orderId: string, place: number, of: number): string
}

/** A shopper orders: refused when the shop's own counter does not cover it, as on the platform. */
export function placeOrder(
  shop: Shop,
  basket: Basket,
  { now, ids, payWithinMs }: { now: Date; ids: NewIds; payWithinMs: number },
): Placed {
  for (const { listingId, units } of basket.lines) {
    const listing = shop.listing(listingId)
    if (!listing.onSale || listing.deleted) return { placed: false, reason: 'not on sale' }
    if (sellableOf(shop, listing) < units) return { placed: false, reason: 'sold out' }
  }
  const id = ids.orderId()
  const lines = basket.lines.map((line, place) => {
    const wanted = newLine(shop, line, ids.lineId(id, place, basket.lines.length))
    const taken = shop.listing(line.listingId).takesAt === 'order' ? take(shop, wanted, { now, orderId: id }) : wanted
    count(shop, null, taken)
    return taken
  })
  const order = newOrder(shop, { id, lines, basket, now })
  shop.orders.write(order)
  shop.unpaid.push({ orderId: id, dueMs: now.getTime() + payWithinMs })
  return { placed: true, order }
}

function newLine(shop: Shop, line: Basket['lines'][number], id: string): MarketLine {
  const listing = shop.listing(line.listingId)
  return {
    id,
    listingId: line.listingId,
    units: line.units,
    state: 'created',
    shippedUnits: 0,
    payFen: line.gift ? 0 : listing.priceFen * line.units,
    gift: line.gift ?? false,
    oversold: false,
    campaign: listing.campaign,
    refund: 'none',
  }
}

interface NewOrder {
  readonly id: string
  readonly lines: readonly MarketLine[]
  readonly basket: Basket
  readonly now: Date
}

function newOrder(shop: Shop, { id, lines, basket, now }: NewOrder): MarketOrder {
  const deposit = lines.some(({ listingId }) => shop.listing(listingId).presale === 'deposit')
  return {
    id,
    shopId: shop.id,
    buyer: basket.buyer ?? 'shopper',
    state: stateOf(lines),
    lines,
    parentId: null,
    split: false,
    grouped: !basket.ungrouped,
    held: 'no',
    presale: deposit ? 'nothing paid' : 'none',
    createdAt: now,
    paidAt: null,
    confirmedAt: null,
    shippedAt: null,
    closedAt: null,
    modifiedAt: now,
    carrier: null,
    waybill: null,
  }
}
