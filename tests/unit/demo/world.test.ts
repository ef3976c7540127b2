import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FigureReader } from '../../../demo/figures.ts'
import { HOT, type DemoGoods } from '../../../demo/goods.ts'
import { listRest } from '../../../demo/shops.ts'
import { openWorld, readHead, type DemoWorld } from '../../../demo/world.ts'
import type { Em } from '../../../src/db/orm.ts'
import { ManualClock } from '../../../sandbox/shared/clock.ts'

const goods: DemoGoods = {
  all: new Map([HOT, 'A', 'B'].map((sku) => [sku, { sku, name: sku, soldBefore: 60 }])),
  corner: [HOT],
  first: [HOT, 'A'],
  rest: new Map([['jd-1', ['B']]]),
  deeds: [],
  fingerprint: 'these',
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onepool-world-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(more: Partial<DemoGoods> = {}): DemoWorld {
  const clock = new ManualClock(new Date('2026-11-11T10:00:00Z'))
  const world = openWorld({ folder, goods: { ...goods, ...more }, lines: 7, clock })
  return world
}

function buy({ market }: DemoWorld, code: string, sku: string): string {
  const shop = market.shops.find((one) => one.code === code)
  const listing = shop?.listings.get(sku)
  if (!shop || !listing) throw new Error(`${code} does not list ${sku}`)
  const placed = shop.platform.sandbox.market.place(shop.shopId, { lines: [{ listingId: listing.id, units: 2 }] })
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order.id
}

const shownOf = ({ market }: DemoWorld) =>
  market.shops.map(({ code, listings }) => [code, ...[...listings].map(([sku, { id, sellable }]) => `${sku} ${id} ${sellable}`)])
const tokensOf = ({ market }: DemoWorld) => market.shops.map(({ platform, shopId }) => platform.sandbox.tokens(shopId).session)

it('shops that are opened again are the shops they were: goods, counters, tokens and orders, and no order id comes twice', () => {
  const first = open()
  const ids = ['tmall-1', 'jd-1', 'pdd-1'].map((code) => buy(first, code, 'A'))
  listRest(first.market, first.goods, 0)
  first.journal.write({ kind: 'all listed' })
  const jd = first.market.shops.find(({ code }) => code === 'jd-1')
  const added = jd?.listings.get('B')?.id ?? ''
  jd?.platform.sandbox.market.changeStock('shop-jd-1', added, { kind: 'delta', units: 9, belowZero: 'refuse', why: 'call' })
  first.journal.close()
  expect(readHead(folder)).toMatchObject({ id: first.id, lines: 7 })

  const second = open()
  expect([second.id, shownOf(second), tokensOf(second)]).toEqual([first.id, shownOf(first), tokensOf(first)])
  const again = ['tmall-1', 'jd-1', 'pdd-1'].map((code) => buy(second, code, 'A'))
  expect(new Set([...ids, ...again]).size).toBe(6)
  second.journal.close()
})

it.each([
  [0, 10],
  [1, 2],
])('of what the warehouse has lost %i times no more is listed than there is, at the next start too', (deeds, shown) => {
  const correction = {
    kind: 'adjust',
    line: 1,
    lineNo: '1',
    document: 'C1',
    sku: 'B',
    reason: 'lost',
    atMs: 0,
    change: -48,
  } as const
  const more = { deeds: [{ atMs: 0, events: [correction] }] }
  const first = open(more)
  first.progress.deeds = deeds
  first.journal.write({ kind: 'evening', ...first.progress, oversold: 0 })
  listRest(first.market, first.goods, deeds)
  first.journal.write({ kind: 'all listed' })
  first.journal.close()
  const second = open(more)
  second.journal.close()
  const sellableOf = ({ market }: DemoWorld) => market.shops.find(({ code }) => code === 'jd-1')?.listings.get('B')?.sellable
  expect([first, second].map(sellableOf)).toEqual([shown, shown])
})

it('an order that JD splits is one order, counted as it comes or at the next start', () => {
  const world = open()
  const { market } = world
  // What it counts is told by the shops alone.
  const readerOf = () => new FigureReader({ em: {} as Em, clock: new ManualClock(new Date(0)), market })
  const before = readerOf()
  const orderId = buy(world, 'jd-1', 'A')
  const jd = market.shops.find(({ code }) => code === 'jd-1')
  jd?.platform.sandbox.market.split('shop-jd-1', orderId)
  expect([before.orders, readerOf().orders]).toEqual([1, 1])
  world.journal.close()
})

it('what somebody buys by hand counts in what is true, before and after a start', () => {
  const first = open({ all: new Map([[HOT, { sku: HOT, name: HOT, soldBefore: 12 }]]), first: [HOT], rest: new Map() })
  const shop = first.market.shops[0]
  const listing = shop?.listings.get(HOT)
  if (!shop || !listing) throw new Error('there is no shop')
  const { market } = shop.platform.sandbox
  // A hand in the seller's console makes more of it than there is.
  market.changeStock(shop.shopId, listing.id, { kind: 'set', units: 40, belowZero: 'refuse', why: 'hand' })
  const order = market.place(shop.shopId, { lines: [{ listingId: listing.id, units: 10 }] })
  expect(first.tally.oversoldUnits).toBe(0)
  if (order.placed) market.cancel(shop.shopId, order.order.id)
  market.place(shop.shopId, { lines: [{ listingId: listing.id, units: 12 }] })
  expect(first.tally.oversoldUnits).toBe(0)
  market.place(shop.shopId, { lines: [{ listingId: listing.id, units: 3 }] })
  expect(first.tally.oversoldUnits).toBe(3)
  first.journal.close()
})

it('an evening of other goods does not go on with these shops', () => {
  open().journal.close()
  expect(() => open({ fingerprint: 'others' })).toThrow(/remove its data folder/)
})
