import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import type { FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** A shop that has joined with what it shows, of goods there are five of. */
async function joined(code: string, front: FrontName, shown: number): Promise<PublishShop> {
  await world.stocked(code, 'W1', 5)
  await world.recipe(`R${code}`, { [code]: 1 })
  const shop = await new PublishShop(world, code, front).open({ recipe: `R${code}`, shown, state: 'joining' })
  await shop.join()
  return shop
}

/** A hand in the seller's console puts a unit on sale that nobody gave the shop, and it is sold. */
function sellByHand(shop: PublishShop) {
  shop.sandbox.market.changeStock('A', shop.row.id, { kind: 'delta', units: 1, belowZero: 'refuse', why: 'hand' })
  return shop.buy(1)
}

function callOff(shop: PublishShop, orderId = ''): void {
  shop.sandbox.market.cancel('A', orderId)
}

const oversold = (shop: PublishShop) => world.alarms(`listing:${shop.listingId}`)

describe('R6: a quota that was below zero, and is so again', () => {
  /** A unit that nobody gave the shop was sold and seen, and its order is called off. */
  async function wasBelow(code: string): Promise<PublishShop> {
    const shop = await joined(code, 'refusing', 0)
    const first = sellByHand(shop)
    await shop.catchUp()
    await shop.publish()
    callOff(shop, first?.id)
    return shop
  }

  /** The unit is sold once more. */
  async function isWaitedFor(shop: PublishShop): Promise<void> {
    shop.buy(1)
    await shop.catchUp()
    await shop.publish()
    // What made room for the last order may not have been told yet.
    expect(await shop.quota()).toBe(-1)
    expect(await oversold(shop)).toEqual([])
    await shop.catchUp()
    await shop.publish()
    expect(await shop.quota()).toBe(0)
    expect(await oversold(shop)).toEqual(['oversold'])
  }

  it('is charged by the order that took it there now, once it was seen above', async () => {
    const shop = await wasBelow('seen')
    await shop.catchUp()
    await shop.publish()
    expect(await shop.quota()).toBe(0)
    await isWaitedFor(shop)
  })

  it('is charged by the order that took it there now, though the publisher never saw it above', async () => {
    const shop = await wasBelow('unseen')
    expect(await shop.quota()).toBe(-1)
    await isWaitedFor(shop)
  })
})

describe('R6, R8: an order that JD shows unpaid, and no more once it is called off', () => {
  /** One unit is ordered and not paid, and seen so. */
  async function unpaid(code: string) {
    const shop = await joined(code, 'hiding', 1)
    const order = shop.buy(1, false)
    await shop.catchUp()
    expect([await shop.quota(), await shop.known()]).toEqual([0, 1])
    return { shop, orderId: order?.id ?? '' }
  }

  async function turns(shop: PublishShop, most: number): Promise<void> {
    for (let turn = 0; turn < most; turn += 1) {
      await shop.catchUp()
      await shop.publish()
    }
  }

  async function stateOf({ channelId }: PublishShop, orderId: string): Promise<string | undefined> {
    const { rows } = await sql<{ state: string }>`
      select state from ${sql.table('channel_order')} where channel_id = ${channelId} and order_id = ${orderId}`.execute(
      merchantDb(world.em),
    )
    return rows[0]?.state
  }

  it('is asked for by its number before the sale that it made room for is charged', async () => {
    const { shop, orderId } = await unpaid('off')
    callOff(shop, orderId)
    shop.buy(1)
    await turns(shop, 5)
    expect(await stateOf(shop, orderId)).toBe('cancelled')
    expect([await shop.quota(), await shop.known()]).toEqual([0, 1])
    expect(await world.balance('off')).toMatchObject({ free: 4, held: 1, deficit: 0 })
    expect(await oversold(shop)).toEqual([])
    expect(await shop.excess()).toBe(0)
  })

  it('keeps its units while it is still unpaid: then the platform has oversold', async () => {
    const { shop, orderId } = await unpaid('open')
    sellByHand(shop)
    await turns(shop, 5)
    expect(await stateOf(shop, orderId)).toBe('created')
    expect([await shop.quota(), await shop.known()]).toEqual([0, 2])
    expect(await oversold(shop)).toEqual(['oversold'])
  })

  it('is not taken for called off because the shop once does not know it', async () => {
    const { shop, orderId } = await unpaid('once')
    sellByHand(shop)
    await turns(shop, 1)
    world.clock.advance(80_000)
    await shop.pull({ ...shop.connector, rereadOrder: () => Promise.resolve(null) })
    await turns(shop, 5)
    expect(await stateOf(shop, orderId)).toBe('created')
    expect([await shop.quota(), await shop.known()]).toEqual([0, 2])
    expect(await oversold(shop)).toEqual(['oversold'])
  })

  it('is not taken for called off when it was paid and split, and vanished by that', async () => {
    const { shop, orderId } = await unpaid('split')
    sellByHand(shop)
    await turns(shop, 1)
    shop.sandbox.market.pay('A', orderId)
    shop.sandbox.market.split('A', orderId)
    expect(await shop.connector.rereadOrder(orderId, AbortSignal.timeout(60_000))).toBeNull()
    await turns(shop, 5)
    expect(await stateOf(shop, orderId)).toBe('created')
    expect([await shop.quota(), await shop.known()]).toEqual([0, 2])
    expect(await oversold(shop)).toEqual(['oversold'])
  })
})
