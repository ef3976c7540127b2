import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { IntakeWorld } from '../../support/intake-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeEach(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterEach(() => world.close())

/** Only ours is set: the shop's clock goes on as if nothing had been. */
function setOurs(shop: IntakeWorld, byMs: number): void {
  world.clock.advance(byMs)
  shop.sandbox.world.skewMs -= byMs
}

/** Only the shop's is set. */
function setTheirs(shop: IntakeWorld, byMs: number): void {
  shop.sandbox.world.skewMs += byMs
}

/** Turns until nothing can be left to read: all that was ordered is booked, and no watermark ever claimed more than that. */
async function readsAll(shop: IntakeWorld): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    world.clock.advance(4 * MINUTE)
    await shop.pull()
    expect(await shop.missing()).toEqual([])
  }
  const grouped = shop.sandbox.market
    .shop('A')
    .orders.all()
    .filter(({ state, confirmedAt }) => state !== 'created' && confirmedAt !== null)
  const booked = await shop.booked()
  expect(grouped.filter(({ id }) => !booked.has(id)).map(({ id }) => id)).toEqual([])
}

describe.each(['taobao', 'jd', 'pinduoduo'] as const)('%s', (name) => {
  it('R8, A6: windows walked by a clock that was set meanwhile are walked again', async () => {
    const shop = await IntakeWorld.opened(world, name)
    shop.trade(20)
    world.clock.advance(15 * MINUTE)
    let calls = 0
    shop.onCall = () => {
      calls += 1
      if (calls === 2) setOurs(shop, 4 * MINUTE)
    }
    await shop.pull()
    shop.onCall = () => undefined
    shop.trade(40)
    await readsAll(shop)
  })
})
void vi
void setTheirs
