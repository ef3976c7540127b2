import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { endExpectedReceipt } from '../../../src/presale/end-expected-receipt.ts'
import { setPresaleQuota } from '../../../src/presale/set-presale-quota.ts'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { PresaleShop } from '../../support/presale-shop.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let shop: PresaleShop
let made = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.defaultLocation('central', 'W1')
})
afterAll(() => world.close())
beforeEach(async () => {
  made += 1
  shop = await PresaleShop.open(world, `shop${made}`)
})

const named = (units: number, expectedReceipt: string | null) =>
  world.do(receiveStock, {
    location: 'W1',
    lines: [{ sku: shop.sku, condition: 'sellable', units, expectedReceipt }],
    receivedAtMs: null,
    reference: null,
  })

it('an order sold ahead takes from the earliest receipt with units left, and never from what is on hand', async () => {
  await world.stocked(shop.sku, 'W1', 5)
  await shop.expect(8, '2026-12-20')
  await shop.expect(4, '2026-12-01')
  await shop.sell({ orderId: 'a', units: 3 }, { orderId: 'b', units: 3 })
  expect(await shop.receipts()).toMatchObject([
    { expected: 4, orders: 4, over: 0 },
    { expected: 8, orders: 2, over: 0 },
  ])
  expect(await shop.balance()).toEqual({ onHand: 5, held: 0, free: 5, deficit: 0 })
  expect(await shop.totals()).toEqual({ ordered: 6, served: 0, left: 0, uncovered: 0 })
})

it('I1: goods that come in are held for orders in the same transaction, the earliest promise first, and only the rest is free', async () => {
  await shop.expect(20, '2026-12-01')
  await shop.sell({ orderId: 'late', units: 3, promisedOn: 40 }, { orderId: 'any', units: 2, promisedOn: null })
  await shop.sell({ orderId: 'early', units: 3, promisedOn: 20 })
  await shop.arrive(4)
  expect(await shop.orders()).toEqual({ any: '0/2', early: '3/3', late: '1/3' })
  expect(await shop.balance()).toEqual({ onHand: 4, held: 4, free: 0, deficit: 0 })
  await shop.arrive(6)
  expect(await shop.orders()).toEqual({ any: '2/2', early: '3/3', late: '3/3' })
  expect(await shop.balance()).toEqual({ onHand: 10, held: 8, free: 2, deficit: 0 })
})

it('deposit, final payment and forfeit: units of a forfeited deposit go to whoever waits next', async () => {
  await shop.expect(4, '2026-12-01')
  const life = { orderId: 'deposit', kind: 'deposit' as const, units: 3, takesAt: 'payment' as const, promisedOn: 10 }
  await shop.sell({ ...life, state: 'created', step: 'nothing paid', modifiedAtMs: 1 })
  expect(await shop.totals()).toMatchObject({ ordered: 0 })
  await shop.sell({ ...life, state: 'created', step: 'deposit paid', modifiedAtMs: 2 }, { orderId: 'next', units: 3 })
  expect(await shop.receipts()).toMatchObject([{ orders: 6, over: 2 }])
  expect(await world.alarms(`sku:${shop.sku}`)).toEqual(['presale_over_promised'])
  await shop.arrive(4)
  expect(await shop.orders()).toEqual({ deposit: '3/3', next: '1/3' })
  await shop.sell({ ...life, state: 'created', step: 'forfeited', modifiedAtMs: 3 })
  expect(await shop.orders()).toEqual({ deposit: '0/0', next: '3/3' })
  expect(await shop.balance()).toEqual({ onHand: 4, held: 3, free: 1, deficit: 0 })
  expect(await shop.receipts()).toMatchObject([{ orders: 3, over: 0 }])
})

it('a deposit whose rest is paid keeps its place, and ships from its hold', async () => {
  await shop.expect(5, '2026-12-01')
  const life = { orderId: 'deposit', kind: 'deposit' as const, units: 2 }
  await shop.sell({ ...life, state: 'created', step: 'deposit paid', modifiedAtMs: 2 })
  await shop.sell({ ...life, state: 'paid', modifiedAtMs: 3 })
  await shop.arrive(5)
  expect(await shop.balance()).toEqual({ onHand: 5, held: 2, free: 3, deficit: 0 })
  await shop.sell({ ...life, state: 'shipped', modifiedAtMs: 4 })
  expect(await shop.balance()).toEqual({ onHand: 3, held: 0, free: 3, deficit: 0 })
  expect(await shop.totals()).toEqual({ ordered: 2, served: 2, left: 2, uncovered: 0 })
})

it('an order that leaves before its goods came in is gone from the pool, and what comes in pays for it', async () => {
  await shop.expect(5, '2026-12-01')
  await shop.sell({ orderId: 'a', units: 2, state: 'shipped' }, { orderId: 'b', units: 4 })
  expect(await shop.balance()).toEqual({ onHand: -2, held: 0, free: 0, deficit: 2 })
  await shop.arrive(5)
  expect(await shop.orders()).toEqual({ a: '2/2', b: '3/4' })
  expect(await shop.balance()).toEqual({ onHand: 3, held: 3, free: 0, deficit: 0 })
})

it('a cancelled order gives its hold to the next, and the last gives the rest back to the pool', async () => {
  await shop.expect(3, '2026-12-01')
  await shop.sell({ orderId: 'a', units: 2, promisedOn: 10 }, { orderId: 'b', units: 2, promisedOn: 20 })
  await shop.arrive(3)
  expect(await shop.orders()).toEqual({ a: '2/2', b: '1/2' })
  await shop.sell({ orderId: 'a', units: 2, promisedOn: 10, state: 'cancelled' })
  expect(await shop.orders()).toEqual({ a: '0/0', b: '2/2' })
  expect(await shop.balance()).toEqual({ onHand: 3, held: 2, free: 1, deficit: 0 })
  await shop.sell({ orderId: 'b', units: 2, promisedOn: 20, state: 'cancelled' })
  expect(await shop.balance()).toEqual({ onHand: 3, held: 0, free: 3, deficit: 0 })
})

it('a cut lowers what listings may still sell first; what orders have beyond it is over-promised, never refused', async () => {
  const receipt = await shop.expect(10, '2026-12-01')
  const quota = (units: number) => world.do(setPresaleQuota, { channel: shop.shop.code, listing: 'ahead', pool: null, units })
  expect(await quota(11)).toMatchObject({ code: 'NOT_ENOUGH_EXPECTED' })
  expect(await quota(8)).toMatchObject({ kind: 'presaleQuotaSet' })
  await shop.sell({ orderId: 'a', units: 5 })
  expect(await shop.receipts()).toMatchObject([{ orders: 5, quota: 3, over: 0 }])
  await shop.cut(receipt, 6)
  expect(await shop.receipts()).toMatchObject([{ expected: 6, orders: 5, quota: 1, over: 0 }])
  expect(await shop.toLower()).toBe(2)
  await shop.cut(receipt, 3)
  expect(await shop.receipts()).toMatchObject([{ expected: 3, orders: 5, quota: 0, over: 2 }])
  expect(await shop.toLower()).toBe(3)
  await shop.sell({ orderId: 'b', units: 1 })
  expect(await shop.receipts()).toMatchObject([{ orders: 6, over: 3 }])
  expect(await shop.toLower()).toBe(2)
  expect(await world.alarms(`sku:${shop.sku}`)).toEqual([
    'presale_to_lower',
    'presale_over_promised',
    'presale_to_lower',
    'presale_over_promised',
  ])
  expect(await shop.balance()).toMatchObject({ held: 0, deficit: 0 })
})

it('goods may name the receipt they are part of, and only one of theirs', async () => {
  const first = await shop.expect(2, '2026-12-01')
  const second = await shop.expect(4, '2026-12-20')
  await shop.sell({ orderId: 'a', units: 3 })
  await named(3, second)
  expect(await shop.receipts()).toMatchObject([{ arrived: 0 }, { arrived: 3 }])
  expect(await shop.orders()).toEqual({ a: '3/3' })
  await world.sku('OTHER')
  const wrong = { location: 'W1', receivedAtMs: null, reference: null }
  const lines = [{ sku: 'OTHER', condition: 'sellable' as const, units: 1, expectedReceipt: first }]
  expect(await world.do(receiveStock, { ...wrong, lines })).toMatchObject({ code: 'RECEIPT_ELSEWHERE' })
  expect(await named(1, 'nonsense')).toMatchObject({ code: 'UNKNOWN_RECEIPT', field: 'lines.0.expectedReceipt' })
  expect(await shop.balance()).toMatchObject({ onHand: 3 })
})

it('a document that is corrected takes back what it had brought from the latest promise', async () => {
  await shop.expect(9, '2026-12-01')
  await shop.sell({ orderId: 'a', units: 2, promisedOn: 10 }, { orderId: 'b', units: 2, promisedOn: 20 })
  await shop.arrive(4, 'delivery')
  await shop.arrive(3, 'delivery')
  expect(await shop.orders()).toEqual({ a: '2/2', b: '1/2' })
  expect(await shop.balance()).toEqual({ onHand: 3, held: 3, free: 0, deficit: 0 })
})

it('a closed receipt keeps what its orders have; what nobody needed is for sale, and later orders count on other receipts', async () => {
  const first = await shop.expect(5, '2026-12-01')
  await shop.sell({ orderId: 'a', units: 2 })
  await shop.arrive(5)
  const close = () => world.do(endExpectedReceipt, { receipt: first, as: 'closed' })
  expect(await close()).toMatchObject({ kind: 'receiptSaved' })
  expect(await close()).toMatchObject({ code: 'RECEIPT_CLOSED' })
  await shop.expect(5, '2027-01-10')
  await shop.sell({ orderId: 'b', units: 3 })
  expect(await shop.orders()).toEqual({ a: '2/2', b: '0/3' })
  expect(await shop.balance()).toEqual({ onHand: 5, held: 2, free: 3, deficit: 0 })
  expect(await shop.receipts()).toMatchObject([
    { orders: 2, over: 0 },
    { orders: 3, over: 0 },
  ])
})

it('a cancelled receipt leaves its orders at risk, and a new one covers them again', async () => {
  const first = await shop.expect(5, '2026-12-01')
  await shop.sell({ orderId: 'a', units: 2 })
  await world.do(endExpectedReceipt, { receipt: first, as: 'cancelled' })
  expect(await shop.totals()).toMatchObject({ ordered: 2, uncovered: 2 })
  await shop.expect(5, '2026-12-05')
  expect(await shop.totals()).toMatchObject({ ordered: 2, uncovered: 0 })
})
