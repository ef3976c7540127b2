import type { MarketShop, ReplayMarket } from '../replay/market/shops.ts'
import type { Platforms, ShopAccess } from '../src/channels/connect.ts'
import { FEED_LAG_MS } from './shops.ts'

/** Shops on this machine answer as often as they are asked: a real JD application is asked eight times a second, so reading as many counters of it one by one takes twelve minutes. */
export const CALLS_PER_SECOND = 400

/**
 * The product's connectors, told what whoever runs these shops knows: their lists show what happened within two seconds, not the minutes
 * the platforms' documents speak of, and what probes would find out about their listings in days.
 */
export function demoPlatforms(platforms: Platforms, { shops }: ReplayMarket): Platforms {
  return {
    ...platforms,
    connect(access) {
      const connector = platforms.connect(access)
      return {
        ...connector,
        orderLists: connector.orderLists.map((list) => ({ ...list, lagMs: FEED_LAG_MS })),
        async *listListings(signal) {
          const facts = shopOf(access, shops)?.facts ?? {}
          for await (const page of connector.listListings(signal)) yield page.map((listing) => ({ ...listing, facts }))
        },
      }
    },
  }
}

/** Whose token it is. */
function shopOf({ accessToken }: ShopAccess, shops: readonly MarketShop[]): MarketShop | undefined {
  const token = accessToken()
  return shops.find(({ platform, shopId }) => platform.sandbox.tokens(shopId).session === token)
}
