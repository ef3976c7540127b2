import { lineKey, type Cancellation, type OrderLine, type StreamEvent } from '../input/stream-event.ts'
import { shopOf, type MarketShop, type ReplayMarket } from './shops.ts'
import type { Tally } from './tally.ts'

/** A line of the stream that a shop has accepted. */
export interface PlacedLine {
  readonly shop: MarketShop
  readonly orderId: string
  readonly lineId: string
  /** Not called off yet. */
  units: number
}

/** An order a shop has accepted. */
export interface AcceptedOrder {
  readonly shop: MarketShop
  readonly orderId: string
  readonly atMs: number
}

interface ShoppersOptions {
  readonly market: ReplayMarket
  readonly tally: Tally
  /** What was placed before, by `lineKey`. */
  readonly placed?: Map<string, PlacedLine>
  /** Told of each line that was placed, and again when some of it is called off. */
  readonly onPlaced?: (key: string, line: PlacedLine) => void
}

/** Does at the shops what the stream says shoppers did. */
export class Shoppers {
  readonly #shops: ReadonlyMap<string, MarketShop>
  readonly #tally: Tally
  readonly #placed: Map<string, PlacedLine>
  readonly #onPlaced: (key: string, line: PlacedLine) => void
  /** What is called off at the next instant: of orders that JD has to split first. */
  #putOff: Cancellation[] = []
  readonly accepted: AcceptedOrder[] = []

  constructor({ market, tally, placed = new Map(), onPlaced = () => undefined }: ShoppersOptions) {
    this.#shops = new Map(market.shops.map((shop) => [shop.code, shop]))
    this.#tally = tally
    this.#placed = placed
    this.#onPlaced = onPlaced
  }

  /** What happened at one instant, in the stream's order; corrections are the warehouse's. */
  act(events: readonly StreamEvent[], atMs: number): void {
    const late = this.#putOff.splice(0)
    for (const event of late) this.#cancel(event, atMs)
    for (let at = 0; at < events.length; at += 1) {
      const event = events[at]
      if (event?.kind === 'cancel') this.#cancel(event, atMs)
      if (event?.kind !== 'order') continue
      const lines = linesOf(events, at)
      at += lines.length - 1
      this.#order(lines, atMs)
    }
  }

  /** Pinduoduo has no cart: each line is an order of its own. Elsewhere who finds a line sold out orders the others. */
  #order(lines: readonly OrderLine[], atMs: number): void {
    const [first] = lines
    if (!first) return
    const shop = this.#shops.get(shopOf(first))
    if (!shop) throw new Error(`line ${first.line}: there is no such shop`)
    const tally = this.#tally.shop(shop)
    tally.linesIn += lines.length
    this.#tally.linesIn += lines.length
    tally.wantedUnits += lines.reduce((sum, { units }) => sum + units, 0)
    const baskets = shop.platform.name === 'pinduoduo' ? lines.map((line) => [line]) : [lines]
    for (const basket of baskets) {
      const fitting = this.#whatFits(shop, basket)
      if (fitting.length > 0) this.#place(shop, fitting, atMs)
    }
  }

  /** What the shop shows covers these together: the same goods may be on several lines. */
  #whatFits(shop: MarketShop, basket: readonly OrderLine[]): readonly OrderLine[] {
    const tally = this.#tally.shop(shop)
    const left = new Map<string, number>()
    return basket.filter(({ sku, units }) => {
      const there = left.get(sku) ?? shop.listings.get(sku)?.sellable ?? 0
      if (there >= units) {
        left.set(sku, there - units)
        return true
      }
      tally.refusedLines += 1
      tally.refusedUnits += units
      return false
    })
  }

  #place(shop: MarketShop, lines: readonly OrderLine[], atMs: number): void {
    const { market } = shop.platform.sandbox
    const tally = this.#tally.shop(shop)
    const wanted = lines.map(({ sku, units }) => ({ listingId: shop.listings.get(sku)?.id ?? '', units }))
    for (const { sku, units } of lines) this.#tally.move(sku, units)
    const placed = market.place(shop.shopId, { lines: wanted })
    if (!placed.placed) throw new Error(`shop ${shop.code} refuses what it shows: ${placed.reason}`)
    const { id: orderId } = placed.order
    tally.orders += 1
    tally.soldUnits += lines.reduce((sum, { units }) => sum + units, 0)
    this.accepted.push({ shop, orderId, atMs })
    for (const [n, line] of lines.entries()) {
      const lineId = placed.order.lines[n]?.id ?? ''
      const placedLine = { shop, orderId, lineId, units: line.units }
      this.#placed.set(lineKey(line), placedLine)
      this.#onPlaced(lineKey(line), placedLine)
    }
  }

  #cancel(event: Cancellation, atMs: number): void {
    const { sku, units, of } = event
    const line = of && this.#placed.get(lineKey(of))
    const off = Math.min(units, line?.units ?? 0)
    if (line && off > 0 && splitsFirst(line, atMs)) {
      this.#putOff.push(event)
      return
    }
    this.#tally.cancelLines += 1
    if (!of || !line || off === 0) {
      this.#tally.cancelsWithoutOrder += 1
      return
    }
    const { shop, lineId } = line
    const { market } = shop.platform.sandbox
    const orderId = orderOf(line)
    this.#tally.move(sku, -off)
    if (off === line.units) market.cancel(shop.shopId, orderId, [lineId])
    else {
      const refund = market.askRefund(shop.shopId, { orderId, lineId, units: off })
      market.settleRefund(shop.shopId, refund.id, 'done')
    }
    line.units -= off
    this.#onPlaced(lineKey(of), line)
    this.#tally.shop(shop).cancelledUnits += off
  }
}

/**
 * JD calls off whole orders only: of several lines one is called off once the order was split, and nobody can call off what was split
 * this very instant. Splits it where that is still to be done.
 */
function splitsFirst({ shop, orderId }: PlacedLine, atMs: number): boolean {
  const { market } = shop.platform.sandbox
  const order = market.shop(shop.shopId).order(orderId)
  if (shop.platform.name !== 'jd' || order.lines.length === 1) return false
  if (!order.split) market.split(shop.shopId, orderId)
  return market.shop(shop.shopId).order(orderId).modifiedAt.getTime() >= atMs
}

/** The order that a line is in now. */
function orderOf({ shop, orderId, lineId }: PlacedLine): string {
  const { orders } = shop.platform.sandbox.market.shop(shop.shopId)
  if (!orders.latest(orderId)?.split) return orderId
  const child = [...orders.all()].find(({ parentId, lines }) => parentId === orderId && lines[0]?.id === lineId)
  return child?.id ?? orderId
}

/** The lines of one order that stand together from here on. */
function linesOf(events: readonly StreamEvent[], from: number): readonly OrderLine[] {
  const lines: OrderLine[] = []
  for (let at = from; at < events.length; at += 1) {
    const event = events[at]
    if (event?.kind !== 'order' || (lines[0] && lines[0].orderNo !== event.orderNo)) break
    lines.push(event)
  }
  return lines
}
