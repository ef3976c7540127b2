import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { ConnectOptions } from '../shared/connect-options.ts'
import { PlatformClock } from '../shared/platform-clock.ts'
import { changeStock } from './change-stock.ts'
import type { JdGateway } from './gateway.ts'
import { JdClient } from './jd-client.ts'
import { callsPerSecond, JosGateway } from './jos-gateway.ts'
import { listListings, readShopId } from './listings.ts'
import { orderLists } from './order-lists.ts'
import { probeFutureEnd, pullOrders, pullTail, rereadOrder, type OrderReading } from './orders.ts'
import { probeListing } from './probe.ts'
import { readStock } from './read-stock.ts'
import { pullRefunds } from './refunds.ts'
import { semanticsOf } from './semantics.ts'
import { listCarriers, ship } from './ship.ts'
import { rowsPerCall, type StockCallKind } from './stock-calls.ts'
import { exchangeToken } from './token.ts'
import { WareIds } from './ware-ids.ts'

export interface JdOptions extends ConnectOptions {
  /** Left out: `single`. */
  readonly stockCall?: StockCallKind
  /** Another way to JD than the router, such as the gateway that is to replace it. */
  readonly gateway?: (clock: PlatformClock) => JdGateway
}

/** A connector for one JD shop that ships from its own warehouses (SOP). Throws a TypeError for addresses that may not be called. */
export function connectJd(options: JdOptions): ChannelConnector {
  const kind = options.stockCall ?? 'single'
  const clock = new PlatformClock(options.clock)
  const gateway = options.gateway?.(clock) ?? new JosGateway(options, clock)
  const client = new JdClient({ gateway, clock, ours: options.clock })
  const reading: OrderReading = { client, wareIds: new WareIds(client) }
  return {
    platform: 'jd',
    limits: {
      callsPerSecond,
      rereadsPerSecond: callsPerSecond,
      callsADay: null,
      stockLines: { perCall: kind === 'single' ? 1 : rowsPerCall, ofOneItem: false },
      readLines: { perCall: 1 },
      // The router refuses a timestamp more than six minutes off (code 8).
      requestLifetimeMs: 360_000,
      ship: { parcels: 10, parts: false },
    },
    orderLists: orderLists(options.futureEnd ?? 'unproven'),
    measureClock: (signal) => clock.measure(() => gateway.readTime(signal), { resolutionMs: 1_000, signal }),
    platformTime: (ours) => clock.at(ours),
    readShopId: (signal) => readShopId(client, signal),
    listListings: (signal) => listListings(client, signal),
    semanticsOf,
    probeListing: (listing, signal) => probeListing(reading, listing, signal),
    probeFutureEnd: (list, signal) => probeFutureEnd(reading, list, signal),
    pullOrders: (window, signal) => pullOrders(reading, window, signal),
    pullTail: (tail, signal) => pullTail(reading, tail, signal),
    rereadOrder: (orderId, signal) => rereadOrder(reading, orderId, signal),
    pullRefunds: (window, signal) => pullRefunds(reading, window, signal),
    changeStock: (attempt, signal) => changeStock(client, attempt, { kind, signal }),
    readStock: (listings, signal) => readStock(client, listings, signal),
    listCarriers: (signal) => listCarriers(client, signal),
    ship: (shipment, signal) => ship(reading, shipment, signal),
    // JD writes into a database inside its own cloud; it sends nothing to an application elsewhere.
    enablePush: () => Promise.resolve(false),
    exchangeToken: (by, signal) => exchangeToken(options, by, signal),
  }
}
