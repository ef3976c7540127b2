import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { changeExpectedReceipt } from '../../../src/presale/change-expected-receipt.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { aheadOrder, PresaleShop } from '../../support/presale-shop.ts'
import { StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let other: StockDesk
let shop: PresaleShop
let receipt: string
let made = 0
beforeAll(async () => {
  world = await StockWorld.open()
  other = await world.gateway()
  await world.location('W1')
  await world.defaultLocation('central', 'W1')
})
afterAll(() => world.close())
beforeEach(async () => {
  made += 1
  shop = await PresaleShop.open(world, `shop${made}`)
  receipt = await shop.expect(20, '2026-12-01')
})

/** "Busy" did nothing, and asks to be asked again: as every caller does. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (tries >= 20 || !(error instanceof Error && error.message.includes('BUSY'))) throw error
    }
  }
}

function goods(units: number, desk: StockDesk) {
  const document = world.newKey()
  const told = { kind: 'receipt' as const, document, happenedAtMs: world.nowMs, location: 'W1', sku: shop.sku, units }
  return persist(() => world.tell(told, desk))
}

function order(n: number, desk: StockDesk, more = {}) {
  return persist(() => shop.shop.book([aheadOrder({ orderId: `o${n}`, units: 2, promisedOn: n, ...more })], desk))
}

it('I1: goods that come in while orders come are held for them, whichever is first', async () => {
  const orders = Array.from({ length: 8 }, (_, n) => order(n, n % 2 === 0 ? world.desk : other))
  await Promise.all([...orders, goods(5, other), goods(4, world.desk), goods(3, other)])
  expect(await shop.totals()).toEqual({ ordered: 16, served: 12, left: 0, uncovered: 0 })
  expect(await shop.balance()).toEqual({ onHand: 12, held: 12, free: 0, deficit: 0 })
  expect(await world.differences()).toEqual([])
})

it('I1: two deliveries at once give no order the same goods twice', async () => {
  await shop.sell(...Array.from({ length: 6 }, (_, n) => ({ orderId: `o${n}`, units: 2, promisedOn: n })))
  await Promise.all([goods(5, world.desk), goods(5, other)])
  expect(await shop.orders()).toEqual({ o0: '2/2', o1: '2/2', o2: '2/2', o3: '2/2', o4: '2/2', o5: '0/2' })
  expect(await shop.balance()).toEqual({ onHand: 10, held: 10, free: 0, deficit: 0 })
})

it('I1: goods, cancellations and new orders at once leave nothing free that an order waits for', async () => {
  await shop.sell(...Array.from({ length: 6 }, (_, n) => ({ orderId: `o${n}`, units: 2, promisedOn: n })))
  const cancelled = [0, 1, 2].map((n) => order(n, n % 2 === 0 ? world.desk : other, { state: 'cancelled' }))
  await Promise.all([goods(7, other), ...cancelled, order(8, other), order(9, world.desk)])
  expect(await shop.totals()).toMatchObject({ ordered: 10, served: 7 })
  expect(await shop.balance()).toEqual({ onHand: 7, held: 7, free: 0, deficit: 0 })
  expect(await world.differences()).toEqual([])
})

it('a cut that races orders ends over-promised by what they have beyond it', async () => {
  const asking = { key: world.newKey(), actor: 'test' }
  const cut = persist(async () => yes(await other.do(changeExpectedReceipt, { receipt, units: 7, dueOn: null }, asking)))
  const orders = Array.from({ length: 6 }, (_, n) => order(n, n % 2 === 0 ? world.desk : other))
  await Promise.all([cut, ...orders])
  expect(await shop.receipts()).toEqual([{ expected: 7, orders: 12, quota: 0, arrived: 0, over: 5 }])
  expect(await world.differences()).toEqual([])
})
