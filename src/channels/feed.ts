import type { ChannelOrder } from './order.ts'
import type { ListingRef } from './listing.ts'

/**
 * What a complete walk of a list proves, of the orders it shows. `taken at order`, `taken at payment`: W_taken of listings that
 * take then. `back`: W_back, every cancellation and shipment. A modified list proves `back` only by closed windows and a tail (R8).
 */
export type Proof = 'taken at order' | 'taken at payment' | 'back'

/** One of the platform's order lists, and what may be concluded from it. */
export interface OrderList {
  /** The platform's own method name. */
  readonly id: string
  readonly keyedBy: 'created' | 'paid' | 'confirmed' | 'modified'
  readonly shows: 'every order' | 'unpaid orders' | 'paid orders' | 'confirmed orders'
  readonly proves: readonly Proof[]
  readonly maxWindowMs: number
  /** Orders older than this are no longer listed. */
  readonly horizonMs: number
  readonly maxPageOrders: number
  /** How late an order may appear in this list, by what the platform says; a caller may know worse. */
  readonly lagMs: number
  /** Whether a window may end beyond the answer. Only `accepted` lets a modified list prove anything. */
  readonly futureEnd: 'accepted' | 'refused' | 'unproven'
}

/** Whether unpaid orders have a list of their own, which one leaves unseen when it is called off: no list then says that it was. */
export function hidesCalledOff(lists: readonly Pick<OrderList, 'shows'>[]): boolean {
  return lists.some(({ shows }) => shows === 'unpaid orders')
}

/** A closed window on the platform's clock, both ends included. It must have ended at least the list's lag and 2 s ago. */
export interface OrderWindow {
  readonly list: OrderList['id']
  readonly from: Date
  readonly to: Date
}

/** Pages come in the order that loses nothing; `last` is set on the page after which the window is complete. */
export interface OrderPage {
  readonly orders: readonly ChannelOrder[]
  readonly last: boolean
}

/**
 * All that is newer than a closed window, asked for in one page with an end beyond the answer.
 * Only when `complete` may a watermark move, to `askedAt` less the lag.
 */
export interface OrderTail {
  readonly orders: readonly ChannelOrder[]
  readonly complete: boolean
  /** The platform instant of the request, the doubt of the clock taken off. */
  readonly askedAt: Date
}

/** A case of refund or return. It never frees a unit by itself: goods are back when the warehouse says so (R9). */
export interface ChannelRefund {
  readonly refundId: string
  readonly orderId: string
  readonly lineId: string | null
  readonly listing: ListingRef | null
  /** Null where the platform gives only an amount. */
  readonly units: number | null
  readonly state: 'asked' | 'agreed' | 'done' | 'closed'
  readonly kind: 'refund' | 'return' | 'exchange' | 're-send' | 'repair' | 'other'
  readonly phase: 'before shipping' | 'after shipping' | 'unknown'
  readonly modifiedAt: Date
}

export interface RefundPage {
  readonly refunds: readonly ChannelRefund[]
  readonly last: boolean
}
