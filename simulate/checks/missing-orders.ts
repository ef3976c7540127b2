import type { MarketOrder } from '../../sandbox/shared/market/order.ts'
import type { OrderList } from '../../src/channels/feed.ts'
import type { KnownOrder } from '../../src/domain/channel-order.ts'
import { orderStates } from '../../src/domain/order-state.ts'
import type { Watermarks } from '../../src/intake/watermarks.ts'
import type { ShopFront } from '../world/shop-front.ts'

/** I15: what by a watermark should be booked and is not, or not as far as it had come by then. */
export function missingOrders(
  front: ShopFront,
  { marks, booked }: { readonly marks: Watermarks; readonly booked: ReadonlyMap<string, KnownOrder> },
): readonly string[] {
  const missing = new Set<string>()
  for (const list of front.connector.orderLists) {
    for (const proof of list.proves) {
      const through = marks[proof]
      if (!through) continue
      // A watermark of what was taken says that an order is booked, that of the ways back how far it had come.
      const left = shownBy(front, list, through).filter((order) => !isBooked(booked.get(order.id), order, proof === 'back'))
      for (const { id, state } of left) missing.add(`${proof} through ${through.toISOString()} lacks order ${id} (${state})`)
    }
  }
  return [...missing]
}

/** The orders a list must have shown by an instant, as they were then. */
function shownBy(front: ShopFront, list: OrderList, through: Date): readonly MarketOrder[] {
  const { orders } = front.truth()
  return orders
    .all()
    .flatMap(({ id }) => orders.latest(id, through) ?? [])
    .filter((order) => isShown(list, order, through))
}

function isShown(list: OrderList, order: MarketOrder, through: Date): boolean {
  const key = order[`${list.keyedBy}At` as const]
  if (key === null || key > through) return false
  switch (list.shows) {
    case 'every order':
      return true
    case 'unpaid orders':
      return order.paidAt === null
    case 'paid orders':
      return order.paidAt !== null
    case 'confirmed orders':
      return order.confirmedAt !== null
  }
}

function isBooked(known: KnownOrder | undefined, order: MarketOrder, asFar: boolean): boolean {
  if (!known) return false
  if (!asFar) return true
  const further = orderStates.findIndex((state) => state === order.state)
  const second = Math.floor(order.modifiedAt.getTime() / 1_000) * 1_000
  return orderStates.indexOf(known.state) >= further && known.modifiedAtMs >= second
}
