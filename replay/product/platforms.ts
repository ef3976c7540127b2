import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import type { Platforms } from '../../src/channels/connect.ts'
import type { Clock } from '../../src/clock.ts'
import type { ReplayMarket } from '../market/shops.ts'

/** The product's connectors, on lines to sandboxes in the same process. */
export function platformsOf(market: ReplayMarket, clock: Clock, feedLagMs: number): Platforms {
  const adapters = new Map(market.platforms.map(({ name, line }) => [name, inProcessAdapter(line.handler)]))
  const platforms = createPlatforms({
    clock,
    adapterFor({ platform }) {
      const adapter = adapters.get(platform)
      if (!adapter) throw new Error(`there is no sandbox of ${platform}`)
      return adapter
    },
  })
  return lagging(platforms, feedLagMs)
}

/** The platforms' lists may be later than their documents say: whoever runs the shops has to know, and says so here. */
export function lagging(platforms: Platforms, feedLagMs: number): Platforms {
  return {
    ...platforms,
    connect(access) {
      const connector = platforms.connect(access)
      const orderLists = connector.orderLists.map((list) => ({ ...list, lagMs: Math.max(list.lagMs, feedLagMs) }))
      return { ...connector, orderLists }
    },
  }
}
