import { serveSandbox } from '../sandbox/shared/serve-sandbox.ts'
import { noFaults } from '../replay/market/faults.ts'
import { openMarket, type MarketShop, type ReplayMarket } from '../replay/market/shops.ts'
import type { Clock } from '../src/clock.ts'
import { HOT, openingOf, stockAfter, type DemoGoods } from './goods.ts'
import type { Journal, JournalEntry } from './journal.ts'

const SEED = 7
/** How late the shops' lists are: an evening that passes in minutes has no time for the real ones, of up to three minutes. */
export const FEED_LAG_MS = 2_000
/** Of the first item of the first shop. */
const FIRST_ITEM = 680_000_000_000

/** The three platforms with the goods that join first; each shop shows an equal part of them. */
export function openShops({ clock, goods }: { readonly clock: Clock; readonly goods: DemoGoods }): ReplayMarket {
  const market = openMarket({ clock, seed: SEED, goods: goods.all, listed: new Map(), opening: () => 0, faults: noFaults })
  for (const { sandbox } of market.platforms) sandbox.world.feedLagMs = FEED_LAG_MS
  for (const shop of market.shops)
    for (const sku of goods.first) list(shop, { goods, sku, sellable: Math.floor(shownOf(goods, sku) / market.shops.length) })
  return market
}

/** What all shops together show of it when they open: of what is wanted most, enough is kept back for a 秒杀. */
function shownOf(goods: DemoGoods, sku: string): number {
  return openingOf(goods, sku) * (sku === HOT ? 0.5 : 1)
}

/** From now on the shops list the whole catalogue, and show an equal part of that too: of what is left of it after so many deeds. */
export function listRest({ shops }: ReplayMarket, goods: DemoGoods, deeds: number): void {
  const there = stockAfter(goods, deeds)
  const shownEach = (sku: string): number => {
    const units = Math.min(openingOf(goods, sku), there.get(sku) ?? 0)
    return Math.floor(Math.max(0, units) / shops.length)
  }
  for (const shop of shops)
    for (const sku of goods.rest.get(shop.code) ?? [])
      if (!shop.listings.has(sku)) list(shop, { goods, sku, sellable: shownEach(sku) })
}

function list(shop: MarketShop, { goods, sku, sellable }: { goods: DemoGoods; sku: string; sellable: number }): void {
  const { name, sandbox } = shop.platform
  // The same at every start: what is kept of a shop names its items by these.
  const number = FIRST_ITEM + shop.index * 100_000 + shop.listings.size
  const spec = { itemId: String(number), skuId: String(number * 10 + 1), title: goods.all.get(sku)?.name ?? sku }
  const warehouse = name === 'jd' ? { warehouseId: null } : {}
  const listing = sandbox.market.addListing(shop.shopId, { ...spec, ...warehouse, merchantCode: sku, sellable })
  shop.listings.set(sku, listing)
}

/** Brings back what a shop was told and has sold. */
export function restoreShop(market: ReplayMarket, { platform, change }: Extract<JournalEntry, { kind: 'market' }>): void {
  const found = market.platforms.find(({ name }) => name === platform)
  if (!found) throw new Error(`the journal names a platform there is not: ${platform}`)
  found.sandbox.market.restore(change)
}

/** From now on everything that happens to the shops is written down. `again` tells this start from earlier ones. */
export function keepShops({ platforms }: ReplayMarket, journal: Journal, again: number): void {
  for (const [place, { name, sandbox }] of platforms.entries()) {
    sandbox.world.random.reseed(again * 7_919 + place)
    sandbox.market.recorders.add((change) => journal.write({ kind: 'market', platform: name, change }))
  }
}

/** Where a platform's sandbox is found. */
export interface ShopAddresses {
  readonly gatewayUrl: string
  readonly tokenUrl: string
  readonly pushUrl: string | null
  readonly controlUrl: string
}

export interface ServedShops extends AsyncDisposable {
  readonly ports: Readonly<Record<string, number>>
  addresses(shop: MarketShop): ShopAddresses
}

/** Puts the shops on this machine's network, at the ports they had before where those are free. */
export async function serveShops({ platforms }: ReplayMarket, before: Readonly<Record<string, number>>): Promise<ServedShops> {
  await using undo = new AsyncDisposableStack()
  const ports: Record<string, number> = {}
  const found = new Map<string, ShopAddresses>()
  for (const { name, sandbox, line } of platforms) {
    const counted = { ...sandbox, handler: line.handler }
    const served = undo.use(await serveSandbox(counted, before[name] ?? 0).catch(() => serveSandbox(counted)))
    ports[name] = served.port
    const { url, pushUrl, controlUrl } = served.address
    // JD tells applications nothing.
    const push = name === 'jd' ? null : pushUrl
    found.set(name, { gatewayUrl: url, tokenUrl: `${new URL(url).origin}/token`, pushUrl: push, controlUrl })
  }
  const running = undo.move()
  return {
    ports,
    addresses(shop) {
      const addresses = found.get(shop.platform.name)
      if (!addresses) throw new Error(`platform ${shop.platform.name} is not served`)
      return addresses
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
