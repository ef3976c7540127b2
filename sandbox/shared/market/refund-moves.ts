import { count, restore } from './life-cycle.ts'
import { isOpen, type MarketLine, type MarketRefund } from './order.ts'
import type { Shop } from './shop.ts'

export interface RefundAsk {
  readonly orderId: string
  readonly lineId: string
  readonly units?: number
  readonly goodsReturn?: boolean
}

/** A buyer asks for the money back for one line. */
export function askRefund(shop: Shop, ask: RefundAsk, { now, id }: { readonly now: Date; readonly id: string }): MarketRefund {
  const order = shop.order(ask.orderId)
  const line = order.lines.find((each) => each.id === ask.lineId)
  if (!line) throw new Error(`order ${ask.orderId} has no line ${ask.lineId}`)
  const units = ask.units ?? line.units
  const refund: MarketRefund = {
    id,
    shopId: shop.id,
    orderId: order.id,
    lineId: line.id,
    listingId: line.listingId,
    units,
    feeFen: Math.round((line.payFen * units) / line.units),
    state: 'asked',
    goodsReturn: ask.goodsReturn ?? false,
    afterShipping: line.shippedUnits > 0,
    createdAt: now,
    modifiedAt: now,
  }
  shop.refunds.write(refund)
  rewriteLine(shop, refund, { now, change: () => ({ ...line, refund: 'asked' }) })
  return refund
}

/** Moves a refund on. Done before shipping calls the line off; after shipping it moves no stock: a refund is no receipt. */
export function settleRefund(
  shop: Shop,
  id: string,
  { now, state }: { readonly now: Date; readonly state: MarketRefund['state'] },
): MarketRefund {
  const before = shop.refunds.latest(id)
  if (!before) throw new Error(`no refund ${id}`)
  const refund: MarketRefund = { ...before, state, modifiedAt: now }
  shop.refunds.write(refund)
  if (state === 'closed') rewriteLine(shop, refund, { now, change: (line) => ({ ...line, refund: 'none' }) })
  if (state === 'done') rewriteLine(shop, refund, { now, change: (line) => refunded(shop, line, { refund, now }) })
  return refund
}

function refunded(
  shop: Shop,
  line: MarketLine,
  { refund, now }: { readonly refund: MarketRefund; readonly now: Date },
): MarketLine {
  if (!isOpen(line.state)) return { ...line, refund: 'done', state: refund.units >= line.units ? 'refunded' : line.state }
  const whole = refund.units >= line.units
  const off: MarketLine = whole
    ? { ...line, state: 'refunded', refund: 'done' }
    : { ...line, units: line.units - refund.units, refund: 'done' }
  count(shop, line, off)
  restore(shop, { ...line, units: refund.units }, { now, orderId: refund.orderId })
  return off
}

function rewriteLine(
  shop: Shop,
  refund: MarketRefund,
  { now, change }: { readonly now: Date; readonly change: (line: MarketLine) => MarketLine },
): void {
  const order = shop.order(refund.orderId)
  const lines = order.lines.map((line) => (line.id === refund.lineId ? change(line) : line))
  const closed = lines.every(({ state }) => !isOpen(state) && state !== 'shipped')
  const state = closed && lines.every((line) => line.state === 'refunded') ? 'refunded' : undefined
  shop.orders.write({ ...order, lines, state: state ?? order.state, closedAt: closed ? now : order.closedAt, modifiedAt: now })
}
