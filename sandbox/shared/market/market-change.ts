import { z } from 'zod'
import type { MarketListing } from './listing.ts'
import type { Shop } from './shop.ts'

const states = ['created', 'paid', 'part shipped', 'shipped', 'finished', 'cancelled', 'refunded'] as const
const instant = z.coerce.date()
const maybe = z.nullable(instant)

const Line = z.object({
  id: z.string(),
  listingId: z.string(),
  units: z.int(),
  state: z.enum(states),
  shippedUnits: z.int(),
  payFen: z.number(),
  gift: z.boolean(),
  oversold: z.boolean(),
  campaign: z.string().nullable(),
  refund: z.enum(['none', 'asked', 'done']),
})

const Order = z.object({
  id: z.string(),
  shopId: z.string(),
  buyer: z.string(),
  state: z.enum(states),
  lines: z.array(Line).readonly(),
  parentId: z.string().nullable(),
  split: z.boolean(),
  grouped: z.boolean(),
  held: z.enum(['no', 'cancel asked', 'review']),
  presale: z.enum(['none', 'nothing paid', 'deposit paid', 'all paid', 'forfeited']),
  createdAt: instant,
  paidAt: maybe,
  confirmedAt: maybe,
  shippedAt: maybe,
  closedAt: maybe,
  modifiedAt: instant,
  carrier: z.string().nullable(),
  waybill: z.string().nullable(),
})

const Refund = z.object({
  id: z.string(),
  shopId: z.string(),
  orderId: z.string(),
  lineId: z.string(),
  listingId: z.string(),
  units: z.int(),
  feeFen: z.number(),
  state: z.enum(['asked', 'agreed', 'done', 'closed']),
  goodsReturn: z.boolean(),
  afterShipping: z.boolean(),
  createdAt: instant,
  modifiedAt: instant,
})

const Counter = z.object({ listingId: z.string(), sellable: z.int(), unpaidUnits: z.int(), unshippedUnits: z.int() })

/** One thing that happened to a shop, with where its counters stand since: enough to bring the shop back, from the first change to the last. */
export const MarketChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), shopId: z.string(), order: Order, counters: z.array(Counter) }),
  z.object({ kind: z.literal('refund'), shopId: z.string(), refund: Refund }),
  z.object({
    kind: z.literal('stock'),
    shopId: z.string(),
    at: instant,
    /** Of a keyed call: it is not applied a second time. */
    key: z.string().nullable(),
    counters: z.array(Counter),
  }),
])
export type MarketChange = z.output<typeof MarketChange>
export type MarketCounter = z.output<typeof Counter>

export function counterOf({ id: listingId, sellable, unpaidUnits, unshippedUnits }: MarketListing): MarketCounter {
  return { listingId, sellable, unpaidUnits, unshippedUnits }
}

/** Makes a shop what it was after that change. Nobody is told: whoever asks reads it. */
export function restoreChange(shop: Shop, change: MarketChange): Date {
  switch (change.kind) {
    case 'order':
      shop.orders.write(change.order)
      setCounters(shop, change.counters)
      return change.order.modifiedAt
    case 'refund':
      shop.refunds.write(change.refund)
      return change.refund.modifiedAt
    case 'stock':
      setCounters(shop, change.counters)
      if (change.key !== null) shop.usedKeys.set(change.key, { at: change.at, resulting: 0 })
      return change.at
  }
}

function setCounters(shop: Shop, counters: readonly MarketCounter[]): void {
  for (const { listingId, ...counter } of counters) Object.assign(shop.listing(listingId), counter)
}
