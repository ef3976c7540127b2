import type { MarketShop, ReplayMarket } from './shops.ts'

/** What happened at one shop, in units and in lines of the stream. */
export interface ShopTally {
  linesIn: number
  wantedUnits: number
  soldUnits: number
  refusedUnits: number
  refusedLines: number
  cancelledUnits: number
  orders: number
}

interface SkuTally {
  /** Received and found, less what was lost. */
  goods: number
  /** Sold by any shop and not called off. */
  live: number
  /** Units that were promised when goods were lost: nobody could take them back in time. */
  lostUnder: number
}

/** The truth of a replay: what there was, what the shops sold, and whether anything was sold that was not there. */
export class Tally {
  readonly shops: ReadonlyMap<MarketShop, ShopTally>
  readonly #skus = new Map<string, SkuTally>()
  readonly #market: ReplayMarket
  events = 0
  linesIn = 0
  cancelLines = 0
  /** Cancellations of orders that are older than the stream, or that the shop had refused. */
  cancelsWithoutOrder = 0
  corrections = 0
  foundUnits = 0
  lostUnits = 0
  oversoldUnits = 0
  /** The most units orders ever lacked because goods were lost under them. */
  lostUnderUnits = 0

  constructor(market: ReplayMarket) {
    this.#market = market
    this.shops = new Map(
      market.shops.map((shop) => [
        shop,
        { linesIn: 0, wantedUnits: 0, soldUnits: 0, refusedUnits: 0, refusedLines: 0, cancelledUnits: 0, orders: 0 },
      ]),
    )
  }

  shop(shop: MarketShop): ShopTally {
    const tally = this.shops.get(shop)
    if (!tally) throw new Error(`shop ${shop.code} is not of this market`)
    return tally
  }

  sum(pick: (shop: ShopTally) => number): number {
    return [...this.shops.values()].reduce((total, shop) => total + pick(shop), 0)
  }

  receive(sku: string, units: number): void {
    this.#of(sku).goods += units
  }

  /** Goes on from what there was and what was sold before: what orders and shops lacked then was lost under them. */
  resume(sku: string, { goods, live }: { readonly goods: number; readonly live: number }): void {
    const tally = this.#of(sku)
    tally.goods += goods
    tally.live += live
    tally.lostUnder = Math.max(0, this.#promised(sku, tally) - tally.goods)
  }

  /** Goods were found or lost. */
  correct(sku: string, change: number): void {
    const tally = this.#of(sku)
    this.corrections += 1
    if (change > 0) this.foundUnits += change
    else this.lostUnits -= change
    this.#settleLoss(sku, tally)
    tally.goods += change
    if (change < 0) tally.lostUnder = Math.max(tally.lostUnder, this.#promised(sku, tally) - tally.goods)
    this.lostUnderUnits = Math.max(this.lostUnderUnits, tally.live - tally.goods)
  }

  /** Units left the shops' shelves, or came back to them. */
  move(sku: string, units: number): void {
    const tally = this.#of(sku)
    // Looked at before: what is sold now was on show until now.
    this.#settleLoss(sku, tally)
    tally.live += units
    this.oversoldUnits = Math.max(this.oversoldUnits, tally.live - tally.goods - tally.lostUnder)
  }

  /** What is on show is brought down after a loss: from then on no more than that may be sold. */
  #settleLoss(sku: string, tally: SkuTally): void {
    if (tally.lostUnder > 0) tally.lostUnder = Math.max(0, Math.min(tally.lostUnder, this.#promised(sku, tally) - tally.goods))
  }

  /** Sold, on show, or about to be. */
  #promised(sku: string, { live }: SkuTally): number {
    const { platforms, shops } = this.#market
    const shown = shops.reduce((sum, { listings }) => sum + Math.max(0, listings.get(sku)?.sellable ?? 0), 0)
    return live + shown + platforms.reduce((sum, { line }) => sum + line.raisesUnderWay, 0)
  }

  #of(sku: string): SkuTally {
    const known = this.#skus.get(sku)
    if (known) return known
    const fresh = { goods: 0, live: 0, lostUnder: 0 }
    this.#skus.set(sku, fresh)
    return fresh
  }
}
