import type { JournalEntry } from './journal.ts'
import type { MarketListing } from './listing.ts'
import type { MarketOrder, MarketRefund } from './order.ts'
import { VersionLog } from './version-log.ts'

/** A seller's shop: its rows, its orders and refunds in all their versions, and the truth about its counters. */
export class Shop {
  readonly id: string
  readonly name: string
  readonly #listings = new Map<string, MarketListing>()
  readonly #ofItem = new Map<string, MarketListing[]>()
  readonly #ofSku = new Map<string, MarketListing[]>()
  readonly orders = new VersionLog<MarketOrder>((order) => order.confirmedAt)
  readonly refunds = new VersionLog<MarketRefund>()
  readonly journal: JournalEntry[] = []
  /** Keys of keyed stock calls and what they did, by key. */
  readonly usedKeys = new Map<string, { readonly at: Date; readonly resulting: number }>()
  /** Unpaid orders, oldest first: the platform closes them when their time is over. */
  readonly unpaid: { readonly orderId: string; readonly dueMs: number }[] = []

  constructor(options: { readonly id: string; readonly name: string }) {
    this.id = options.id
    this.name = options.name
  }

  get listings(): ReadonlyMap<string, MarketListing> {
    return this.#listings
  }

  addListing(listing: MarketListing): void {
    this.#listings.set(listing.id, listing)
    addTo(this.#ofItem, listing.itemId, listing)
    if (listing.skuId !== null) addTo(this.#ofSku, listing.skuId, listing)
  }

  /** Deleted ones too. */
  listingsOfItem(itemId: string): readonly MarketListing[] {
    return this.#ofItem.get(itemId) ?? []
  }

  /** One for each warehouse, deleted ones too. */
  listingsOfSku(skuId: string): readonly MarketListing[] {
    return this.#ofSku.get(skuId) ?? []
  }

  listing(id: string): MarketListing {
    const listing = this.#listings.get(id)
    if (!listing) throw new Error(`shop ${this.id} has no listing ${id}`)
    return listing
  }

  order(id: string): MarketOrder {
    const order = this.orders.latest(id)
    if (!order) throw new Error(`shop ${this.id} has no order ${id}`)
    return order
  }
}

function addTo(index: Map<string, MarketListing[]>, key: string, listing: MarketListing): void {
  const known = index.get(key)
  if (known) known.push(listing)
  else index.set(key, [listing])
}
