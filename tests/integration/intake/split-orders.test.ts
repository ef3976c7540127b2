import { afterAll, beforeAll, expect, it } from 'vitest'
import { ShipWorld } from '../../support/ship-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let shop: ShipWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  shop = await ShipWorld.open(world, 'jd')
})
afterAll(() => world.close())

const held = async () => [(await shop.balance(0))?.held, (await shop.balance(1))?.held]

/** Splits an order and calls off one unit of its first line, before anybody has seen the orders it was split into. */
function splitAndRefund(orderId: string): void {
  const [line] = shop.market.shop('A').order(orderId).lines
  const [child] = shop.market.split('A', orderId)
  const refund = shop.market.askRefund('A', { orderId: child?.id ?? '', lineId: line?.id ?? '', units: 1 })
  shop.market.settleRefund('A', refund.id, 'done')
}

it('R7: what an order held that its shop split is held by the orders it was split into, though a part was called off before they were seen', async () => {
  const orderId = await shop.order(4, 3)
  expect(await held()).toEqual([4, 3])
  splitAndRefund(orderId)
  // That they are all there is known once the lists are read beyond the instant of the split; never are they counted twice by then.
  for (let poll = 0; poll < 4; poll += 1) await shop.read()
  expect(await held()).toEqual([3, 3])
  const booked = await shop.shop.booked()
  expect(booked.get(orderId)?.leaf).toBe(false)
  expect([...booked.values()].filter(({ parentId }) => parentId === orderId)).toHaveLength(2)
})
