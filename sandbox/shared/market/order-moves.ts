import { count, next, restore, take } from './life-cycle.ts'
import { isOpen, type MarketLine, type MarketOrder } from './order.ts'
import type { Shop } from './shop.ts'

interface Move {
  readonly now: Date
  readonly orderId: string
}

function rewrite(shop: Shop, order: MarketOrder, change: Partial<MarketOrder> & { readonly modifiedAt: Date }): MarketOrder {
  const written = next(order, change)
  shop.orders.write(written)
  return written
}

/** Pays an order, or the final part of a deposit presale. Units of pay-time listings are taken now, however few are left. */
export function payOrder(shop: Shop, { now, orderId }: Move): MarketOrder {
  const order = shop.order(orderId)
  if (order.state !== 'created') return order
  const lines = order.lines.map((line) => {
    if (line.state !== 'created') return line
    const atPayment = shop.listing(line.listingId).takesAt === 'payment'
    const paid: MarketLine = { ...(atPayment ? take(shop, line, { now, orderId }) : line), state: 'paid' }
    count(shop, line, paid)
    return paid
  })
  const presale = order.presale === 'none' ? 'none' : 'all paid'
  return rewrite(shop, order, { lines, presale, paidAt: now, confirmedAt: order.grouped ? now : null, modifiedAt: now })
}

export function payDeposit(shop: Shop, { now, orderId }: Move): MarketOrder {
  return rewrite(shop, shop.order(orderId), { presale: 'deposit paid', modifiedAt: now })
}

/** The missing buyers joined: the order is traded, and may be shipped. */
export function groupOrder(shop: Shop, { now, orderId }: Move): MarketOrder {
  const order = shop.order(orderId)
  return rewrite(shop, order, { grouped: true, confirmedAt: order.paidAt ? now : null, modifiedAt: now })
}

/** Holds shipping back (the buyer asked to cancel, or a review) or lets it go again. */
export function holdOrder(shop: Shop, { now, orderId, held }: Move & { readonly held: MarketOrder['held'] }): MarketOrder {
  return rewrite(shop, shop.order(orderId), { held, modifiedAt: now })
}

/** Calls off the open lines named, or all. What was taken comes back where the listing restores. */
export function cancelOrder(shop: Shop, { now, orderId, lineIds }: Move & { readonly lineIds?: readonly string[] }): MarketOrder {
  const order = shop.order(orderId)
  const lines = order.lines.map((line) =>
    lineIds && !lineIds.includes(line.id) ? line : calledOff(shop, line, { now, orderId }),
  )
  const closed = lines.every(({ state }) => !isOpen(state))
  const presale = closed && order.presale === 'deposit paid' ? 'forfeited' : order.presale
  return rewrite(shop, order, { lines, presale, held: 'no', closedAt: closed ? now : order.closedAt, modifiedAt: now })
}

function calledOff(shop: Shop, line: MarketLine, { now, orderId }: Move): MarketLine {
  if (!isOpen(line.state)) return line
  const unpaid = line.state === 'created'
  const taken = !unpaid || shop.listing(line.listingId).takesAt === 'order'
  const off: MarketLine = { ...line, state: unpaid ? 'cancelled' : 'refunded', refund: unpaid ? 'none' : 'done' }
  count(shop, line, off)
  if (taken) restore(shop, { ...line, units: line.units - line.shippedUnits }, { now, orderId })
  return off
}

export interface Shipped extends Move {
  readonly carrier: string
  readonly waybill: string
  /** Left out: all open lines, whole. */
  readonly lines?: readonly { readonly lineId: string; readonly units: number }[]
}

export function shipOrder(shop: Shop, { now, orderId, carrier, waybill, lines: parts }: Shipped): MarketOrder {
  const order = shop.order(orderId)
  const lines = order.lines.map((line) => {
    const units = parts ? (parts.find(({ lineId }) => lineId === line.id)?.units ?? 0) : line.units - line.shippedUnits
    if (!isOpen(line.state) || line.state === 'created' || units <= 0) return line
    const shippedUnits = Math.min(line.units, line.shippedUnits + units)
    const away: MarketLine = { ...line, shippedUnits, state: shippedUnits === line.units ? 'shipped' : 'part shipped' }
    count(shop, line, away)
    return away
  })
  return rewrite(shop, order, { lines, carrier, waybill, shippedAt: order.shippedAt ?? now, modifiedAt: now })
}

export function finishOrder(shop: Shop, { now, orderId }: Move): MarketOrder {
  const order = shop.order(orderId)
  const lines = order.lines.map((line): MarketLine => (line.state === 'shipped' ? { ...line, state: 'finished' } : line))
  return rewrite(shop, order, { lines, closedAt: now, modifiedAt: now })
}

/** One cart becomes several orders with ids of their own; the parent holds nothing any more. */
export function splitOrder(shop: Shop, { now, orderId, ids }: Move & { readonly ids: readonly string[] }): MarketOrder[] {
  const order = shop.order(orderId)
  const children = order.lines.map((line, place) => {
    const child: MarketOrder = {
      ...order,
      id: ids[place] ?? `${orderId}-${place}`,
      parentId: orderId,
      lines: [line],
      modifiedAt: now,
      state: line.state,
    }
    shop.orders.write(child)
    return child
  })
  shop.orders.write({ ...order, split: true, modifiedAt: now })
  return children
}

/** The platform closes orders nobody paid in time; gives those it closed. */
export function closeUnpaid(shop: Shop, now: Date): MarketOrder[] {
  const closed: MarketOrder[] = []
  while ((shop.unpaid[0]?.dueMs ?? Infinity) <= now.getTime()) {
    const due = shop.unpaid.shift()
    if (due && shop.order(due.orderId).state === 'created') closed.push(cancelOrder(shop, { now, orderId: due.orderId }))
  }
  return closed
}
