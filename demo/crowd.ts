import { randomUUID } from 'node:crypto'
import { Random } from '../sandbox/shared/random.ts'
import type { MarketShop } from '../replay/market/shops.ts'
import { commitHold } from '../src/stock/commands/commit-hold.ts'
import { holdUnits } from '../src/stock/commands/hold-units.ts'
import { toHoldId } from '../src/stock/find-hold.ts'
import { busyAt } from './evening.ts'
import { HOT } from './goods.ts'
import { OWN_CHANNELS, type DemoMerchant } from './merchant.ts'
import type { DemoWorld } from './world.ts'

const MINUTE_MS = 60_000
/** Shoppers of the corner in a minute of the evening when it is busiest, and of the 秒杀 in its shop. */
const CORNER_A_MINUTE = 10
const RUSH_A_MINUTE = 12
const HOT_SHARE = 0.6
const UNITS_MAX = 2
const TTL_MS = 900_000
/** The merchant's own tills answer; no more are asked at once. */
const OWN_AT_ONCE = 8
const RUSH_SHOP = 'tmall-1'

/** Shoppers beside those of the stream, who want what there is little of, in all eight shops. */
export class Crowd {
  readonly #world: DemoWorld
  readonly #merchant: DemoMerchant
  readonly #random: Random
  readonly #own = new Set<Promise<void>>()
  #corner = 0
  #rush = 0

  constructor({ world, merchant, seed }: { world: DemoWorld; merchant: DemoMerchant; seed: number }) {
    this.#world = world
    this.#merchant = merchant
    this.#random = new Random(seed)
  }

  /** What they did in so much of the evening. */
  act({ eveningMs, passedMs, rush }: { readonly eveningMs: number; readonly passedMs: number; readonly rush: boolean }): void {
    const minutes = passedMs / MINUTE_MS
    this.#corner += minutes * CORNER_A_MINUTE * busyAt(eveningMs)
    this.#rush += rush ? minutes * RUSH_A_MINUTE : 0
    for (; this.#corner >= 1; this.#corner -= 1) this.#shop()
    const rushed = this.#world.market.shops.find(({ code }) => code === RUSH_SHOP)
    for (; this.#rush >= 1; this.#rush -= 1) if (rushed) this.#order(rushed, HOT, 1)
  }

  /** Resolves when nobody waits at an own till any more. */
  async leave(): Promise<void> {
    await Promise.all(this.#own)
  }

  #shop(): void {
    const { market, goods } = this.#world
    const thin = goods.corner.filter((sku) => sku !== HOT)
    const sku = this.#random.next() < HOT_SHARE ? HOT : (thin[this.#random.below(thin.length)] ?? HOT)
    const units = sku === HOT ? 1 + this.#random.below(UNITS_MAX) : 1
    const place = this.#random.below(market.shops.length + OWN_CHANNELS.length)
    const shop = market.shops[place]
    if (shop) this.#order(shop, sku, units)
    else this.#buyOwn(OWN_CHANNELS[place - market.shops.length] ?? 'app', sku, units)
  }

  #order(shop: MarketShop, sku: string, units: number): void {
    const { tally, journal, progress } = this.#world
    const listing = shop.listings.get(sku)
    if (!listing || listing.sellable < units) {
      progress.refused += 1
      return
    }
    journal.together(() => {
      tally.move(sku, units)
      const placed = shop.platform.sandbox.market.place(shop.shopId, { lines: [{ listingId: listing.id, units }] })
      if (!placed.placed) throw new Error(`shop ${shop.code} refuses what it shows: ${placed.reason}`)
    })
  }

  /** In the merchant's own app the stock itself is asked. */
  #buyOwn(channel: string, sku: string, units: number): void {
    if (this.#own.size >= OWN_AT_ONCE) return
    const sale = this.#sell(channel, sku, units)
      // What the database could not do just now the shopper goes without.
      .catch(() => void (this.#world.progress.refused += 1))
      .finally(() => this.#own.delete(sale))
    this.#own.add(sale)
  }

  async #sell(channel: string, sku: string, units: number): Promise<void> {
    const { tally, journal, progress } = this.#world
    const { desk, actor } = this.#merchant.tools
    const key = randomUUID()
    const lines = [{ sku, recipe: null, units, location: null }]
    const answer = await desk.do(
      holdUnits,
      { pool: null, lines, ttlMs: TTL_MS, reference: `${channel}-${key}`, channel },
      { key, actor },
    )
    if (answer.kind === 'refused') {
      progress.refused += 1
      return
    }
    journal.write({ kind: 'own sale', sku, units })
    tally.move(sku, units)
    const holdId = toHoldId(answer.holdId)
    if (typeof holdId === 'string') await desk.do(commitHold, { holdId }, { key: `${key}-paid`, actor })
  }
}
