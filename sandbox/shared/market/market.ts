import type { World } from '../world.ts'
import { rowsOf } from './life-cycle.ts'
import { newListing, type ListingSpec, type MarketListing } from './listing.ts'
import { counterOf, restoreChange, type MarketChange } from './market-change.ts'
import type { MarketOrder, MarketRefund } from './order.ts'
import * as moves from './order-moves.ts'
import { placeOrder, type Basket, type NewIds, type Placed } from './place-order.ts'
import { askRefund, settleRefund, type RefundAsk } from './refund-moves.ts'
import { Shop } from './shop.ts'
import { applyStockChange, type MarketStockChange, type MarketStockResult } from './stock-change.ts'

export interface MarketOptions {
  readonly payWithinMs?: number
  readonly ids: NewIds
  /** Told of every new version, after it was written: the platform pushes from here. */
  readonly onOrder?: (order: MarketOrder) => void
  readonly onRefund?: (refund: MarketRefund) => void
}

/** The shops of one platform: what shoppers, sellers and the platform itself do. Times are the platform's, and never run back. */
export class Market {
  readonly shops = new Map<string, Shop>()
  /** Told of every new version of an order: checks and simulations listen here instead of at a push connection. */
  readonly watchers = new Set<(order: MarketOrder) => void>()
  /** Told of every change before anybody hears of it: who keeps them can bring the shops back with `restore`. */
  readonly recorders = new Set<(change: MarketChange) => void>()
  readonly #world: World
  readonly #options: MarketOptions
  #lastMs = 0

  constructor(world: World, options: MarketOptions) {
    this.#world = world
    this.#options = options
  }

  addShop(options: { readonly id: string; readonly name: string }): Shop {
    const shop = new Shop(options)
    this.shops.set(shop.id, shop)
    return shop
  }

  shop(id: string): Shop {
    const shop = this.shops.get(id)
    if (!shop) throw new Error(`no shop ${id}`)
    for (const order of moves.closeUnpaid(shop, this.#now())) this.#told(order)
    return shop
  }

  addListing(shopId: string, spec: ListingSpec): MarketListing {
    const { random } = this.#world
    const listing = newListing(spec, { itemId: random.digits(12), skuId: random.digits(13) }, this.#now())
    this.shop(shopId).addListing(listing)
    return listing
  }

  /** Brings a change back that a recorder was told of, after the ones before it. The listings it names are there already. */
  restore(change: MarketChange): void {
    const shop = this.shops.get(change.shopId)
    if (!shop) throw new Error(`no shop ${change.shopId}`)
    const isNew = change.kind === 'order' && !shop.orders.latest(change.order.id)
    this.#lastMs = Math.max(this.#lastMs, restoreChange(shop, change).getTime())
    if (isNew) shop.unpaid.push({ orderId: change.order.id, dueMs: change.order.createdAt.getTime() + this.#payWithinMs })
  }

  place(shopId: string, basket: Basket): Placed {
    const shop = this.shop(shopId)
    const placed = placeOrder(shop, basket, {
      now: this.#now(),
      ids: this.#options.ids,
      payWithinMs: this.#payWithinMs,
    })
    if (!placed.placed) return placed
    this.#told(placed.order)
    return basket.pay === false ? placed : { placed: true, order: this.pay(shopId, placed.order.id) }
  }

  pay(shopId: string, orderId: string): MarketOrder {
    return this.#told(moves.payOrder(this.shop(shopId), { now: this.#now(), orderId }))
  }

  payDeposit(shopId: string, orderId: string): MarketOrder {
    return this.#told(moves.payDeposit(this.shop(shopId), { now: this.#now(), orderId }))
  }

  group(shopId: string, orderId: string): MarketOrder {
    return this.#told(moves.groupOrder(this.shop(shopId), { now: this.#now(), orderId }))
  }

  hold(shopId: string, orderId: string, held: MarketOrder['held']): MarketOrder {
    return this.#told(moves.holdOrder(this.shop(shopId), { now: this.#now(), orderId, held }))
  }

  cancel(shopId: string, orderId: string, lineIds?: readonly string[]): MarketOrder {
    return this.#told(moves.cancelOrder(this.shop(shopId), { now: this.#now(), orderId, ...(lineIds ? { lineIds } : {}) }))
  }

  ship(shopId: string, parcel: Omit<moves.Shipped, 'now'>): MarketOrder {
    return this.#told(moves.shipOrder(this.shop(shopId), { ...parcel, now: this.#now() }))
  }

  finish(shopId: string, orderId: string): MarketOrder {
    return this.#told(moves.finishOrder(this.shop(shopId), { now: this.#now(), orderId }))
  }

  split(shopId: string, orderId: string): MarketOrder[] {
    const shop = this.shop(shopId)
    const ids = shop.order(orderId).lines.map(() => this.#options.ids.orderId())
    const children = moves.splitOrder(shop, { now: this.#now(), orderId, ids })
    this.#recordOrder(shop.order(orderId))
    return children.map((child) => this.#told(child))
  }

  askRefund(shopId: string, ask: RefundAsk): MarketRefund {
    return this.#toldRefund(askRefund(this.shop(shopId), ask, { now: this.#now(), id: this.#world.random.digits(15) }))
  }

  settleRefund(shopId: string, refundId: string, state: MarketRefund['state']): MarketRefund {
    return this.#toldRefund(settleRefund(this.shop(shopId), refundId, { now: this.#now(), state }))
  }

  /** A platform's stock call (`key`: the caller's, for the journal) or, without one, a hand in the seller's console. */
  changeStock(
    shopId: string,
    listingId: string,
    change: MarketStockChange & { readonly why: 'call' | 'hand'; readonly key?: string },
  ): MarketStockResult {
    const shop = this.shop(shopId)
    const listing = shop.listing(listingId)
    const result = applyStockChange(listing, change)
    if (!result.applied) return result
    const { resulting, moved } = result
    listing.modifiedAt = this.#now()
    const [at, key] = [this.#now(), change.key ?? null]
    shop.journal.push({ at, listingId, why: change.why, moved, resulting, key, orderId: null })
    this.#record({ kind: 'stock', shopId, at, key, counters: [counterOf(listing)] })
    return result
  }

  /** The platform's time, kept from running back so that versions stay in order. */
  #now(): Date {
    this.#lastMs = Math.max(this.#lastMs, this.#world.now().getTime())
    return new Date(this.#lastMs)
  }

  get #payWithinMs(): number {
    return this.#options.payWithinMs ?? 86_400_000
  }

  #record(change: MarketChange): void {
    for (const tell of this.recorders) tell(change)
  }

  #recordOrder(order: MarketOrder): void {
    const shop = this.shops.get(order.shopId)
    if (!shop || this.recorders.size === 0) return
    const listings = new Set(order.lines.flatMap((line) => rowsOf(shop, line).map(({ listing }) => listing)))
    this.#record({ kind: 'order', shopId: shop.id, order, counters: [...listings].map(counterOf) })
  }

  #told(order: MarketOrder): MarketOrder {
    this.#recordOrder(order)
    this.#options.onOrder?.(order)
    for (const tell of this.watchers) tell(order)
    return order
  }

  #toldRefund(refund: MarketRefund): MarketRefund {
    this.#record({ kind: 'refund', shopId: refund.shopId, refund })
    this.#options.onRefund?.(refund)
    this.#told(this.shop(refund.shopId).order(refund.orderId))
    return refund
  }
}
