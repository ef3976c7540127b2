import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { ConnectOptions } from '../shared/connect-options.ts'
import { changeStock } from './change-stock.ts'
import { enablePush } from './enable-push.ts'
import { listListings } from './listings.ts'
import { orderLists, probeFutureEnd, pullOrders, pullTail, rereadOrder } from './orders.ts'
import { probeListing, readShopId } from './probe.ts'
import { readTime } from './read-time.ts'
import { readStock } from './read-stock.ts'
import { pullRefunds } from './refunds.ts'
import { semanticsOf } from './semantics.ts'
import { listCarriers, ship } from './ship.ts'
import { skusPerCall, type PlainCall } from './stock-calls.ts'
import { exchangeToken } from './token.ts'
import { callsPerSecond, TopClient } from './top-client.ts'

export interface TaobaoOptions extends ConnectOptions {
  /** Left out: `single`. */
  readonly plainCall?: PlainCall
}

/** A connector for one Taobao or Tmall shop. Throws a TypeError for addresses that may not be called. */
export function connectTaobao(options: TaobaoOptions): ChannelConnector {
  const plain = options.plainCall ?? 'single'
  const client = new TopClient(options)
  return {
    platform: 'taobao',
    limits: {
      callsPerSecond,
      rereadsPerSecond: callsPerSecond,
      callsADay: null,
      stockLines: { perCall: plain === 'single' ? 1 : skusPerCall, ofOneItem: true },
      readLines: { perCall: 20 },
      requestLifetimeMs: 600_000,
      ship: { parcels: 20, parts: true },
    },
    orderLists: orderLists(options.futureEnd ?? 'unproven'),
    measureClock: (signal) => client.clock.measure(() => readTime(client, signal), { resolutionMs: 1_000, signal }),
    platformTime: (ours) => client.clock.at(ours),
    readShopId: (signal) => readShopId(client, signal),
    listListings: (signal) => listListings(client, signal),
    semanticsOf: (listing) => semanticsOf(listing, plain),
    probeListing: (listing, signal) => probeListing(client, listing, signal),
    probeFutureEnd: (list, signal) => probeFutureEnd(client, list, signal),
    pullOrders: (window, signal) => pullOrders(client, window, signal),
    pullTail: (tail, signal) => pullTail(client, tail, signal),
    rereadOrder: (orderId, signal) => rereadOrder(client, orderId, signal),
    pullRefunds: (window, signal) => pullRefunds(client, window, signal),
    changeStock: (attempt, signal) => changeStock(client, attempt, { plain, signal }),
    readStock: (listings, signal) => readStock(client, listings, signal),
    listCarriers: (signal) => listCarriers(client, signal),
    ship: (shipment, signal) => ship(client, shipment, signal),
    enablePush: (signal) => enablePush(client, signal),
    exchangeToken: (by, signal) => exchangeToken(options, by, signal),
  }
}
