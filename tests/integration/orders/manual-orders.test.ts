import { afterAll, beforeAll, expect, it } from 'vitest'
import { findManualOrder, listManualOrders, manualOrdersFor } from '../../../src/orders/list-manual-orders.ts'
import {
  cancelManualOrder,
  changeManualOrder,
  createManualOrder,
  type CreateManualOrder,
  type ManualLine,
} from '../../../src/orders/manual-orders.ts'
import { shipHold } from '../../../src/stock/commands/ship-hold.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let shop: OrderShop
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.defaultLocation('central', 'W1')
  shop = await OrderShop.open(world, 'tmall')
})
afterAll(() => world.close())

const line = (sku: string, units: number, more: Partial<ManualLine> = {}): ManualLine => ({
  sku,
  recipe: null,
  units,
  location: null,
  gift: false,
  ...more,
})
const wish = (reference: string, lines: readonly ManualLine[], more: Partial<CreateManualOrder> = {}): CreateManualOrder => ({
  reference,
  orderKind: 'order',
  reason: 'by telephone',
  channel: null,
  forOrder: null,
  pool: null,
  asFact: false,
  lines,
  ...more,
})
const create = (args: CreateManualOrder, desk = world.desk) =>
  desk.do(createManualOrder, args, { key: world.newKey(), actor: 'test' })
async function change(reference: string, lines: readonly ManualLine[], asFact = false) {
  const order = await findManualOrder(world.em, reference)
  if (!order) throw new Error('no such order')
  return world.do(changeManualOrder, { reference, lines, pool: null, asFact, order })
}

it('is held until it leaves, refused when short, and booked all the same as a fact', async () => {
  await world.stocked('tea', 'W1', 5)
  yes(await create(wish('M1', [line('tea', 3), line('tea', 1, { gift: true })])))
  expect(await world.balance('tea')).toMatchObject({ held: 4, free: 1 })
  expect(await create(wish('M2', [line('tea', 2)]))).toMatchObject({
    code: 'NOT_ENOUGH_STOCK',
    shortages: [{ wantedUnits: 2, availableUnits: 1 }],
  })
  expect(await create(wish('M1', [line('tea', 1)]))).toMatchObject({ code: 'REFERENCE_TAKEN' })
  yes(await create(wish('M2', [line('tea', 2)], { asFact: true })))
  expect(await world.balance('tea')).toMatchObject({ held: 6, free: 0, deficit: 1, shortfall: 1 })
  expect(await findManualOrder(world.em, 'M1')).toMatchObject({ kind: 'order', gifts: [2], reason: 'by telephone' })
})

it('is changed whole or not at all, and calls off only what has not left', async () => {
  await world.stocked('cup', 'W1', 6)
  yes(await create(wish('C1', [line('cup', 2)])))
  yes(await change('C1', [line('cup', 4, { gift: true })]))
  expect(await world.balance('cup')).toMatchObject({ held: 4, free: 2 })
  expect(await change('C1', [line('cup', 7)])).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
  expect(await world.balance('cup')).toMatchObject({ held: 4, free: 2 })
  const order = await findManualOrder(world.em, 'C1')
  expect(order?.gifts).toEqual([1])
  if (!order) throw new Error('gone')
  yes(await world.do(shipHold, { holdId: order.holdId, lines: [{ line: 1, units: 1 }], location: null, shippedAtMs: null }))
  expect(await change('C1', [line('cup', 1)])).toMatchObject({ code: 'HOLD_PARTLY_SHIPPED' })
  for (let n = 0; n < 2; n += 1) yes(await world.do(cancelManualOrder, { reference: 'C1' }))
  expect(await world.balance('cup')).toMatchObject({ onHand: 5, held: 0, free: 5 })
  expect(await change('C1', [line('cup', 1)])).toMatchObject({ code: 'ORDER_STATE' })
  expect(await world.do(cancelManualOrder, { reference: 'nobody' })).toMatchObject({ code: 'UNKNOWN_ORDER' })
})

it('R9: goods sent again belong to their order; what comes back comes by a return document alone', async () => {
  await world.stocked('pot', 'W1', 5)
  const listing = await shop.listing('pot/1/', { pot: 1 })
  await shop.tell({ orderId: '77', state: 'shipped', lines: [{ listing, units: 1 }] })
  const again = { orderKind: 're-send', reason: 'broken on the way', channel: 'tmall' } as const
  expect(await create(wish('R1', [line('pot', 1)], again))).toMatchObject({ code: 'INVALID', field: 'forOrder' })
  expect(await create(wish('R1', [line('pot', 1)], { ...again, forOrder: '78' }))).toMatchObject({ code: 'UNKNOWN_ORDER' })
  yes(await create(wish('R1', [line('pot', 1)], { ...again, forOrder: '77' })))
  expect(await world.balance('pot')).toMatchObject({ onHand: 4, held: 1, free: 3 })
  const order = await findManualOrder(world.em, 'R1')
  const belonging = await manualOrdersFor(world.em, [{ channelId: order?.channelId ?? '', orderId: '77' }])
  expect(belonging).toMatchObject([{ reference: 'R1', kind: 're-send' }])
  await world.tell({
    kind: 'shipment',
    document: 'R1',
    happenedAtMs: world.nowMs,
    sku: 'pot',
    order: 'manual:R1',
    units: 1,
    location: 'W1',
  })
  expect(await world.balance('pot')).toMatchObject({ onHand: 3, held: 0, free: 3 })
  await world.tell({
    kind: 'return',
    document: 'back',
    happenedAtMs: world.nowMs,
    sku: 'pot',
    location: 'W1',
    units: 1,
    condition: 'to_inspect',
  })
  expect(await world.balance('pot')).toMatchObject({ onHand: 3, free: 3 })
})

it('R9: an exchange sends other goods for an order, and takes back what was sent by a return document alone', async () => {
  await world.stocked('red', 'W1', 3)
  await world.stocked('blue', 'W1', 3)
  const listing = await shop.listing('red/1/', { red: 1 })
  await shop.tell({ orderId: '79', state: 'shipped', lines: [{ listing, units: 1 }] })
  const swap = { orderKind: 'exchange', reason: 'the other colour', channel: 'tmall' } as const
  expect(await create(wish('X1', [line('blue', 1)], swap))).toMatchObject({ code: 'INVALID', field: 'forOrder' })
  yes(await create(wish('X1', [line('blue', 1)], { ...swap, forOrder: '79' })))
  expect(await world.balance('blue')).toMatchObject({ onHand: 3, held: 1, free: 2 })
  expect(await world.balance('red')).toMatchObject({ onHand: 2, held: 0, free: 2 })
  const back = { kind: 'return', document: 'X1-back', happenedAtMs: world.nowMs, sku: 'red', location: 'W1', units: 1 } as const
  await world.tell({ ...back, condition: 'sellable' })
  expect(await world.balance('red')).toMatchObject({ onHand: 3, free: 3 })
})

it('of many that take the last units at once as many are held as there are, and a reference is told once', async () => {
  await world.stocked('last', 'W1', 5)
  const other = await world.gateway()
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => create(wish(`L${n % 6}`, [line('last', 1)]), n < 6 ? world.desk : other)),
  )
  expect(answers.filter(({ kind }) => kind === 'manualOrderSaved')).toHaveLength(5)
  expect(await world.balance('last')).toMatchObject({ held: 5, free: 0, deficit: 0 })
  const page = await listManualOrders(world.em, { first: 3, after: null, open: true })
  expect([page.rows.length, page.hasNextPage]).toEqual([3, true])
})
