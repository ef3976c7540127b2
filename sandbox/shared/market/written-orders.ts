import type { MarketOrder } from './order.ts'
import type { Shop } from './shop.ts'

/** Of one shop: more than its lists show again and again. */
const ORDERS_MAX = 1_000

interface Written {
  readonly asOf: string
  readonly payload: object
}

const writtenOf = new WeakMap<Shop, Map<MarketOrder, Written>>()

interface ToWrite {
  readonly shop: Shop
  readonly order: MarketOrder
  /** All that decides how it is written, beside the order and its goods. */
  readonly form: string
}

/** What an order is written as: lists show the same version of it again and again, and it comes out the same unless its goods have changed. */
export function writtenOrder({ shop, order, form }: ToWrite, write: () => object): object {
  const orders = writtenOf.get(shop) ?? new Map<MarketOrder, Written>()
  writtenOf.set(shop, orders)
  const asOf = form + goodsOf(shop, order)
  const before = orders.get(order)
  if (before?.asOf === asOf) return before.payload
  const payload = write()
  orders.set(order, { asOf, payload })
  for (const oldest of orders.keys()) {
    if (orders.size <= ORDERS_MAX) break
    orders.delete(oldest)
  }
  return payload
}

/** What may change of the goods in an order. */
function goodsOf(shop: Shop, { lines }: MarketOrder): string {
  let goods = ''
  for (const { listingId } of lines) {
    const { merchantCode, presale, parts } = shop.listing(listingId)
    goods += `\n${merchantCode}\n${presale}`
    for (const part of parts) goods += `\n${shop.listing(part.listingId).merchantCode}`
  }
  return goods
}
