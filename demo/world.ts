import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Shoppers, type PlacedLine } from '../replay/market/shoppers.ts'
import type { MarketShop, ReplayMarket } from '../replay/market/shops.ts'
import { Tally } from '../replay/market/tally.ts'
import type { Clock } from '../src/clock.ts'
import { UsageError } from '../src/explain-error.ts'
import { countHandOrders, liveUnits } from './hand-orders.ts'
import { stockAfter, type DemoGoods } from './goods.ts'
import { Journal, type JournalEntry } from './journal.ts'
import { keepShops, listRest, openShops, restoreShop } from './shops.ts'

export type Campaign = Omit<Extract<JournalEntry, { kind: 'campaign' }>, 'kind'>

/** How far the evening is, and what of it the shops do not know. */
export interface Progress {
  deeds: number
  eveningMs: number
  /** Lines that a shop could not serve any more. */
  refused: number
}

/** Everything outside of the product: the shops, the shoppers, and what is remembered of them from start to start. */
export interface DemoWorld {
  readonly id: string
  readonly goods: DemoGoods
  readonly market: ReplayMarket
  readonly tally: Tally
  readonly shoppers: Shoppers
  readonly journal: Journal
  readonly progress: Progress
  readonly ports: Readonly<Record<string, number>>
  /** Of the 秒杀 that was planned last. */
  campaign: Campaign | null
  isAllListed: boolean
}

const FILE = 'shops.jsonl'

export interface OpenWorld {
  /** The demo's own, in the data folder. */
  readonly folder: string
  readonly goods: DemoGoods
  readonly lines: number | null
  readonly clock: Clock
}

/** Opens the shops as they were left; the first time, as they are when nobody has bought anything. */
export function openWorld({ folder, goods, lines, clock }: OpenWorld): DemoWorld {
  const market = openShops({ clock, goods })
  const memory = new Memory(market, goods)
  const journal = Journal.open(join(folder, FILE), (entry) => memory.take(entry))
  const id = memory.id ?? randomUUID()
  if (memory.id === null) journal.write({ kind: 'demo', id, fingerprint: goods.fingerprint, lines })
  keepShops(market, journal, memory.entries + 1)
  const tally = new Tally(market)
  resume(tally, memory)
  countHandOrders({ market, tally, journal })
  const onPlaced = (key: string, { shop, orderId, lineId, units }: PlacedLine): void =>
    journal.write({ kind: 'placed', key, shop: shop.code, orderId, lineId, units })
  const shoppers = new Shoppers({ market, tally, placed: memory.placed, onPlaced })
  const { progress, ports, campaign, isAllListed } = memory
  return { id, goods, market, tally, shoppers, journal, progress, ports, campaign, isAllListed }
}

/** Whose journal is in that folder, and of how many lines its evening is; null where there is none. */
export function readHead(folder: string): { readonly id: string; readonly lines: number | null } | null {
  let head: { readonly id: string; readonly lines: number | null } | null = null
  Journal.read(join(folder, FILE), (entry) => {
    if (entry.kind === 'demo') head = entry
    return 'enough'
  })
  return head
}

/** What a journal says, taken in entry by entry. */
class Memory {
  readonly #market: ReplayMarket
  readonly #goods: DemoGoods
  readonly #shops: ReadonlyMap<string, MarketShop>
  readonly progress: Progress = { deeds: 0, eveningMs: 0, refused: 0 }
  readonly placed = new Map<string, PlacedLine>()
  readonly ownSales = new Map<string, number>()
  id: string | null = null
  ports: Readonly<Record<string, number>> = {}
  campaign: Campaign | null = null
  isAllListed = false
  oversold = 0
  entries = 0

  constructor(market: ReplayMarket, goods: DemoGoods) {
    this.#market = market
    this.#goods = goods
    this.#shops = new Map(market.shops.map((shop) => [shop.code, shop]))
  }

  take(entry: JournalEntry): void {
    this.entries += 1
    switch (entry.kind) {
      case 'demo':
        if (entry.fingerprint !== this.#goods.fingerprint)
          throw new UsageError("the demo's goods are others than when it was begun: remove its data folder to begin a new one")
        this.id = entry.id
        return
      case 'ports':
        this.ports = entry.ports
        return
      case 'all listed':
        listRest(this.#market, this.#goods, this.progress.deeds)
        this.isAllListed = true
        return
      case 'market':
        restoreShop(this.#market, entry)
        return
      case 'placed': {
        const shop = this.#shops.get(entry.shop)
        if (shop) this.placed.set(entry.key, { shop, orderId: entry.orderId, lineId: entry.lineId, units: entry.units })
        return
      }
      case 'evening':
        Object.assign(this.progress, { deeds: entry.deeds, eveningMs: entry.eveningMs, refused: entry.refused })
        this.oversold = entry.oversold
        return
      case 'own sale':
        this.ownSales.set(entry.sku, (this.ownSales.get(entry.sku) ?? 0) + entry.units)
        return
      case 'campaign':
        this.campaign = entry
    }
  }

  get market(): ReplayMarket {
    return this.#market
  }

  get goods(): DemoGoods {
    return this.#goods
  }
}

/** The truth as it was left: what there was and was found or lost, and what was sold and not called off. */
function resume(tally: Tally, { market, goods, progress, ownSales, oversold }: Memory): void {
  const live = new Map(ownSales)
  for (const shop of market.shops)
    for (const order of shop.platform.sandbox.market.shop(shop.shopId).orders.all())
      for (const [sku, units] of liveUnits(shop, order)) live.set(sku, (live.get(sku) ?? 0) + units)
  for (const [sku, units] of stockAfter(goods, progress.deeds)) tally.resume(sku, { goods: units, live: live.get(sku) ?? 0 })
  tally.oversoldUnits = oversold
}
