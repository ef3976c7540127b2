import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OrderParcel } from '../../../src/domain/order-shipment.ts'
import { withdrawShipment } from '../../../src/shipping/settle-shipment.ts'
import { shipOrder } from '../../../src/shipping/ship-order.ts'
import { watchShipBy } from '../../../src/shipping/watch-ship-by.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { StockWorld, yes } from '../../support/stock-world.ts'

const HOUR = 3_600_000
const parts = { parcels: 20, parts: true }
let world: StockWorld
let shop: OrderShop
let desks: readonly StockDesk[]
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.defaultLocation('central', 'W1')
  shop = await OrderShop.open(world, 'tmall')
  desks = [world.desk, await world.gateway(), await world.gateway()]
})
afterAll(() => world.close())

const parcel = (lines: OrderParcel['lines'] = null): OrderParcel => ({ carrier: 'SF', waybill: 'SF123456', lines })
const ship = (orderId: string, parcels: readonly OrderParcel[], { desk = world.desk, key = world.newKey() } = {}) =>
  desk.do(
    shipOrder,
    { channel: 'tmall', orderId, parcels, limits: parts, location: null, shippedAtMs: null },
    { key, actor: 'test' },
  )

/** A listing of a SKU of its own with ten units, and a paid order of so many of it. */
async function ordered(name: string, units: number): Promise<{ readonly sku: string; readonly orderId: string }> {
  await world.stocked(name, 'W1', 10)
  const listing = await shop.listing(`${name}/1/`, { [name]: 1 })
  await shop.tell({ orderId: name, lines: [{ listing, units }] })
  return { sku: name, orderId: name }
}
const shippedTelling = (name: string, units: number) => ({
  orderId: name,
  state: 'shipped' as const,
  lines: [{ listing: `${name}/1/`, units }],
})
const document = (name: string, units: number, at = world.nowMs) => ({
  kind: 'shipment' as const,
  document: `wms-${name}`,
  sku: name,
  order: `tmall:${name}`,
  units,
  location: 'W1',
  happenedAtMs: at,
})

it('R7: of two that ship the same order at once one does, and the other finds nothing left', async () => {
  for (let n = 0; n < 5; n += 1) {
    const { sku, orderId } = await ordered(`twice-${n}`, 3)
    const answers = await Promise.all(desks.map((desk) => ship(orderId, [parcel()], { desk })))
    const codes = answers.map((answer) => (answer.kind === 'refused' ? answer.code : answer.kind)).toSorted()
    expect(codes).toEqual(['NOTHING_TO_SHIP', 'NOTHING_TO_SHIP', 'shipmentBooked'])
    expect(await world.balance(sku)).toMatchObject({ onHand: 7, held: 0, free: 7 })
  }
})

it('the same key asks once, and gets the same answer for ever', async () => {
  const { orderId } = await ordered('keyed', 2)
  const key = world.newKey()
  const first = await ship(orderId, [parcel()], { key })
  expect(await Promise.all(desks.map((desk) => ship(orderId, [parcel()], { desk, key })))).toEqual([first, first, first])
})

it('R7: a shipment, the feed and the warehouse telling the same at one time consume it once', async () => {
  for (let n = 0; n < 8; n += 1) {
    const name = `race-${n}`
    const { sku } = await ordered(name, 4)
    const told = [
      () => ship(name, [parcel([{ lineId: `${name}-1`, units: 2 }])], { desk: desks[1] ?? world.desk }),
      () => shop.tell(shippedTelling(name, 4)),
      () => world.tell(document(name, 3), desks[2]),
    ]
    await Promise.all(
      told
        .slice(n % 3)
        .concat(told.slice(0, n % 3))
        .map((tell) => tell()),
    )
    expect(await world.balance(sku)).toMatchObject({ onHand: 6, held: 0, free: 6, deficit: 0 })
  }
})

it('R7: parts add up among themselves, and count against other tellers by the largest figure', async () => {
  const { sku, orderId } = await ordered('parts', 5)
  const part = (units: number) => ship(orderId, [parcel([{ lineId: 'parts-1', units }])])
  expect(yes(await part(2)).units).toBe(2)
  await world.tell(document('parts', 3))
  expect(yes(await part(2)).units).toBe(1)
  expect(await part(2)).toMatchObject({ code: 'EXCEEDS_OUTSTANDING' })
  expect(await world.balance(sku)).toMatchObject({ onHand: 6, held: 1 })
  expect(yes(await ship(orderId, [parcel()])).units).toBe(1)
  expect(await world.balance(sku)).toMatchObject({ onHand: 5, held: 0 })
})

it('R7: parts shipped elsewhere and by us add up, and one that is withdrawn takes back its own units alone', async () => {
  const { sku, orderId } = await ordered('mixed', 6)
  const line = { listing: 'mixed/1/', units: 6 }
  await shop.tell({ orderId, modifiedAtMs: world.nowMs, lines: [{ ...line, shippedUnits: 2 }] })
  const part = async (units: number) => yes(await ship(orderId, [parcel([{ lineId: 'mixed-1', units }])]))
  const [first, second] = [await part(1), await part(2)]
  expect([first.units, second.units]).toEqual([1, 2])
  expect(await world.balance(sku)).toMatchObject({ onHand: 5, held: 1 })
  const withdraw = (shipmentId: string) => world.do(withdrawShipment, { channel: 'tmall', orderId, shipmentId, goodsLeft: false })
  yes(await withdraw(first.shipmentId))
  expect(await world.balance(sku)).toMatchObject({ onHand: 6, held: 2 })
  expect(await ship(orderId, [parcel([{ lineId: 'mixed-1', units: 3 }])])).toMatchObject({ code: 'EXCEEDS_OUTSTANDING' })
  yes(await ship(orderId, [parcel([{ lineId: 'mixed-1', units: 2 }])]))
  expect(await world.balance(sku)).toMatchObject({ onHand: 4, held: 0 })
  await shop.tell({ orderId, modifiedAtMs: world.nowMs + 1_000, state: 'shipped', lines: [{ ...line, state: 'shipped' }] })
  expect(await world.balance(sku)).toMatchObject({ onHand: 4, held: 0, free: 4 })
})

it('what may not be shipped is refused, and changes nothing', async () => {
  await ordered('refused', 1)
  const line = (orderId: string) => [{ listing: 'refused/1/', units: 1, lineId: `${orderId}-1` }]
  await shop.tell({ orderId: 'unpaid', state: 'created', lines: line('unpaid') })
  await shop.tell({ orderId: 'off', state: 'cancelled', lines: line('off') })
  await shop.tell({ orderId: 'held', shippingHold: 'the buyer asked to cancel', lines: line('held') })
  for (const orderId of ['unpaid', 'off', 'held']) expect(await ship(orderId, [parcel()])).toMatchObject({ code: 'ORDER_STATE' })
  expect(await ship('never seen', [parcel()])).toMatchObject({ code: 'UNKNOWN_ORDER' })
  expect(await ship('refused', [parcel([{ lineId: 'x', units: 1 }])])).toMatchObject({ code: 'UNKNOWN_LINE' })
  expect(await ship('refused', [{ ...parcel(), waybill: 'no; number' }])).toMatchObject({ code: 'INVALID' })
  expect(await world.balance('refused')).toMatchObject({ onHand: 10 })
})

it('an order nobody has shipped is told before its time is over, twice, and no more once it left', async () => {
  await ordered('late', 1)
  const lines = [{ listing: 'late/1/', units: 1 }]
  await shop.tell({ orderId: 'late', shipByMs: world.nowMs + 10 * HOUR, lines })
  const look = async (afterMs: number) => {
    world.clock.advance(afterMs)
    await Promise.all([1, 2, 3].map(() => watchShipBy(world.em, world.nowMs)))
    await watchShipBy(world.em, world.nowMs)
    return world.alarms('order:tmall:late')
  }
  expect(await look(0)).toEqual([])
  const newer = { orderId: 'late', modifiedAtMs: world.nowMs, lines }
  await shop.tell({ ...newer, shipByMs: world.nowMs + 10 * HOUR })
  expect(await look(0)).toEqual(['ship_by_near'])
  expect(await look(HOUR)).toEqual(['ship_by_near'])
  expect(await look(8 * HOUR)).toEqual(['ship_by_near', 'ship_by_near'])
  await shop.tell({ ...newer, modifiedAtMs: world.nowMs, state: 'shipped', shipByMs: world.nowMs + HOUR })
  expect(await look(2 * HOUR)).toHaveLength(2)
  expect(await world.openAlarms('order:tmall:late')).toEqual([])
})
