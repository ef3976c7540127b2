import { connectNobody } from './connect-nobody.ts'
import type { Platforms } from './connect.ts'
import type { ChannelConnector } from './connector.ts'

const DAY_MS = 86_400_000
/** How often a joined channel is asked: every order list, every listing's number, and what there is. */
export const cadence = { ordersMs: 10_000, readingsMs: 600_000, discoveryMs: 1_800_000 } as const

export interface CallsADay {
  readonly orders: number
  readonly readings: number
  readonly discovery: number
  readonly total: number
}

/** About how many calls of the platform's a channel with so many listings takes in a day, without the raises and lowerings. */
function estimateCalls({ limits, orderLists }: Pick<ChannelConnector, 'limits' | 'orderLists'>, listings: number): CallsADay {
  const reads = Math.ceil(listings / limits.readLines.perCall)
  const times = (everyMs: number): number => DAY_MS / everyMs
  const orders = orderLists.length * times(cadence.ordersMs)
  const readings = reads * times(cadence.readingsMs)
  const discovery = (reads + 1) * times(cadence.discoveryMs)
  return { orders, readings, discovery, total: orders + readings + discovery }
}

/** How many calls its application has for a day, where the platform names a number. */
export function callsADayMax(platforms: Platforms, platform: string): number | null {
  return connectNobody(platforms, platform)?.limits.callsADay ?? null
}

/** The same by the platform's name; null for a shop of the merchant's own. */
export function callsADay(platforms: Platforms, platform: string, listings: number): CallsADay | null {
  const connector = connectNobody(platforms, platform)
  return connector ? estimateCalls(connector, listings) : null
}
