import type { Platforms } from '../src/channels/connect.ts'
import { FEED_LAG_MS } from './shops.ts'

/** The demo's shops list what happened within two seconds, not after the minutes the platforms' documents speak of; whoever runs shops has to know, and says so here. */
export function lagging(platforms: Platforms): Platforms {
  return {
    ...platforms,
    connect(access) {
      const connector = platforms.connect(access)
      return { ...connector, orderLists: connector.orderLists.map((list) => ({ ...list, lagMs: FEED_LAG_MS })) }
    },
  }
}
