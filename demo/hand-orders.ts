import type { MarketShop } from '../replay/market/shops.ts'
import type { MarketOrder } from '../sandbox/shared/market/order.ts'
import type { DemoWorld } from './world.ts'

/** Whoever sits before the demo may buy and call off too, by the shops' own control: what is true of the shops counts that as well. */
export function countHandOrders({ market, tally, journal }: Pick<DemoWorld, 'market' | 'tally' | 'journal'>): void {
  for (const shop of market.shops) {
    const orders = shop.platform.sandbox.market
    const known = new Map(
      orders
        .shop(shop.shopId)
        .orders.all()
        .map((order) => [order.id, liveUnits(shop, order)]),
    )
    orders.watchers.add((order) => {
      if (order.shopId !== shop.shopId) return
      const [before, now] = [known.get(order.id), liveUnits(shop, order)]
      known.set(order.id, now)
      // What the evening's shoppers do, they count themselves.
      if (journal.isTogether) return
      for (const sku of new Set([...(before?.keys() ?? []), ...now.keys()])) {
        const change = (now.get(sku) ?? 0) - (before?.get(sku) ?? 0)
        if (change !== 0) tally.move(sku, change)
      }
    })
  }
}

/** What an order has bought and not called off, by SKU. */
export function liveUnits({ platform, shopId }: MarketShop, { lines }: MarketOrder): ReadonlyMap<string, number> {
  const { listings } = platform.sandbox.market.shop(shopId)
  const units = new Map<string, number>()
  for (const { listingId, units: own, state } of lines) {
    const sku = listings.get(listingId)?.merchantCode
    if (sku !== undefined && state !== 'cancelled' && state !== 'refunded') units.set(sku, (units.get(sku) ?? 0) + own)
  }
  return units
}
