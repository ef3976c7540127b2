import type { OrderList, OrderPage, OrderTail, OrderWindow, RefundPage } from './feed.ts'
import type { Listing, ListingRef } from './listing.ts'
import type { ChannelOrder } from './order.ts'
import type { Platform } from './platform.ts'
import type { ListingProbe, ProbeEvidence } from './probe.ts'
import type { StockSemantics } from './semantics.ts'
import type { Carrier, ShipAnswer, Shipment } from './shipping.ts'
import type { MissingReading, StockAnswer, StockReading, StockTry } from './stock.ts'
import type { TokenGrant } from './token.ts'

/** What one call may hold and how fast calls may come; the pace adapts downwards by itself when the platform throttles. */
export interface ConnectorLimits {
  readonly callsPerSecond: number
  /** How many orders may be asked for by their numbers; not more than `callsPerSecond` where all calls are counted together. */
  readonly rereadsPerSecond: number
  /** Of one application on one day; null where the platform promises no number. */
  readonly callsADay: number | null
  readonly stockLines: { readonly perCall: number; readonly ofOneItem: boolean }
  readonly readLines: { readonly perCall: number }
  /** A request is dead once the platform's clock has passed its signing time by this much. */
  readonly requestLifetimeMs: number
  readonly ship: { readonly parcels: number; readonly parts: boolean }
}

/** The platform's clock against ours. */
export interface PlatformClockReading {
  /** Add this to our clock to get the platform's. */
  readonly offsetMs: number
  /** The offset is right within this many milliseconds. */
  readonly doubtMs: number
}

/**
 * One shop on one platform. Reads throw a `ChannelError`; writes return what is known of each line and throw only when
 * aborted before anything was sent. Nothing here is retried that may have been applied: repeats are the caller's, by rule.
 */
export interface ChannelConnector {
  readonly platform: Platform
  readonly limits: ConnectorLimits
  readonly orderLists: readonly OrderList[]

  /** Measures the platform's clock; later calls sign by it. */
  measureClock(signal: AbortSignal): Promise<PlatformClockReading>
  /** Our instant as an instant on the platform's clock, by the last measurement. */
  platformTime(ours: Date): Date

  /** The id of the shop the token belongs to: compared with the channel's before anything is believed. */
  readShopId(signal: AbortSignal): Promise<string>
  /** Every sellable row of the shop, on sale or not, page by page. */
  listListings(signal: AbortSignal): AsyncIterable<readonly Listing[]>
  semanticsOf(listing: Listing): StockSemantics
  /** What can be found out on a live shop by reading, and plans for the rest. Writes nothing. */
  probeListing(listing: Listing, signal: AbortSignal): Promise<ListingProbe>
  /** Whether a window of this list may end in the future, found by asking; harmless. */
  probeFutureEnd(list: OrderList['id'], signal: AbortSignal): Promise<ProbeEvidence>

  /** One closed window. Move the watermark only after the page marked `last` is booked: a crash repeats work, never skips it. */
  pullOrders(window: OrderWindow, signal: AbortSignal): AsyncIterable<OrderPage>
  pullTail(tail: { readonly list: OrderList['id']; readonly from: Date }, signal: AbortSignal): Promise<OrderTail>
  /** The authoritative state of one order; null when the platform does not know it, or does not know it yet. */
  rereadOrder(orderId: string, signal: AbortSignal): Promise<ChannelOrder | null>
  pullRefunds(window: { readonly from: Date; readonly to: Date }, signal: AbortSignal): AsyncIterable<RefundPage>

  /** One answer per change, in the order given. Lines that fit one platform call go in one. */
  changeStock(attempt: StockTry, signal: AbortSignal): Promise<readonly StockAnswer[]>
  readStock(listings: readonly ListingRef[], signal: AbortSignal): Promise<readonly (StockReading | MissingReading)[]>

  listCarriers(signal: AbortSignal): Promise<readonly Carrier[]>
  ship(shipment: Shipment, signal: AbortSignal): Promise<ShipAnswer>

  /** Asks the platform to push this shop's events to the application; false where the platform pushes nothing. Harmless to repeat. */
  enablePush(signal: AbortSignal): Promise<boolean>

  /** Trades an authorisation code, or a refresh token, for a grant. Call it under a lock: the old token may die at once. */
  exchangeToken(by: TokenRequest, signal: AbortSignal): Promise<TokenGrant>
}

export type TokenRequest =
  | { readonly grant: 'code'; readonly code: string; readonly redirectUri: string }
  | { readonly grant: 'refresh'; readonly refreshToken: string }
