import type { JournalEntry } from './journal.ts'
import type { MarketListing } from './listing.ts'
import type { MarketOrder, MarketRefund } from './order.ts'
import { VersionLog } from './version-log.ts'

/** A seller's shop: its rows, its orders and refunds in all their versions, and the truth about its counters. */
export class Shop {
  readonly id: string
  readonly name: string
  readonly listings = new Map<string, MarketListing>()
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

  listing(id: string): MarketListing {
    const listing = this.listings.get(id)
    if (!listing) throw new Error(`shop ${this.id} has no listing ${id}`)
    return listing
  }

  order(id: string): MarketOrder {
    const order = this.orders.latest(id)
    if (!order) throw new Error(`shop ${this.id} has no order ${id}`)
    return order
  }
}
