import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { ConnectOptions } from '../shared/connect-options.ts'
import { changeStock } from './change-stock.ts'
import { enablePush } from './enable-push.ts'
import { listListings } from './listings.ts'
import { orderLists, probeFutureEnd, pullOrders, pullTail, rereadOrder } from './orders.ts'
import { callsPerSecond, PopClient, rereadsPerSecond } from './pop-client.ts'
import { probeListing, readShopId } from './probe.ts'
import { readStock } from './read-stock.ts'
import { readTime } from './read-time.ts'
import { pullRefunds } from './refunds.ts'
import { semanticsOf } from './semantics.ts'
import { listCarriers, ship } from './ship.ts'
import { exchangeToken } from './token.ts'

/** A connector for one Pinduoduo shop. Throws a TypeError for addresses that may not be called. */
export function connectPinduoduo(options: ConnectOptions): ChannelConnector {
  const client = new PopClient(options)
  return {
    platform: 'pinduoduo',
    limits: {
      callsPerSecond,
      rereadsPerSecond,
      callsADay: null,
      stockLines: { perCall: 1, ofOneItem: true },
      readLines: { perCall: 1 },
      requestLifetimeMs: 600_000,
      ship: { parcels: 10, parts: false },
    },
    orderLists: orderLists(options.futureEnd ?? 'unproven'),
    measureClock: (signal) => client.clock.measure(() => readTime(client, signal), { resolutionMs: 1_000, signal }),
    platformTime: (ours) => client.clock.at(ours),
    readShopId: (signal) => readShopId(client, signal),
    listListings: (signal) => listListings(client, signal),
    semanticsOf,
    probeListing: (listing, signal) => probeListing(client, listing, signal),
    probeFutureEnd: (list, signal) => probeFutureEnd(client, list, signal),
    pullOrders: (window, signal) => pullOrders(client, window, signal),
    pullTail: (tail, signal) => pullTail(client, tail, signal),
    rereadOrder: (orderId, signal) => rereadOrder(client, orderId, signal),
    pullRefunds: (window, signal) => pullRefunds(client, window, signal),
    changeStock: (attempt, signal) => changeStock(client, attempt, signal),
    readStock: (listings, signal) => readStock(client, listings, signal),
    listCarriers: (signal) => listCarriers(client, signal),
    ship: (shipment, signal) => ship(client, shipment, signal),
    enablePush: (signal) => enablePush(client, signal),
    exchangeToken: (by, signal) => exchangeToken(client, by, signal),
  }
}
