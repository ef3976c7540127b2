import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { bookOrders } from '../../../src/orders/book-orders.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { IntakeWorld } from '../../support/intake-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeEach(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterEach(() => world.close())

/** Polling with a bug: one order is read and never booked. */
function forgetful(orderId: string): StockDesk {
  let last: readonly unknown[] = []
  return {
    waiting: 0,
    do: (operation, args, asking) => {
      if (operation.name !== bookOrders.name) return world.desk.do(operation, args, asking)
      const orders = Object.entries(args ?? {}).flatMap(([name, value]) =>
        name === 'orders' && Array.isArray(value) ? value : [],
      )
      const kept = orders.filter((order) => !JSON.stringify(order).includes(`"orderId":"${orderId}"`))
      // Where it is the only one that is new, something old is booked once more.
      last = kept.length > 0 ? kept : last
      return world.desk.do(operation, { ...args, orders: last }, asking)
    },
  }
}

async function reports() {
  const { rows } = await sql<{ compared: number; missed: number; behind: number }>`
    select compared, missed, behind from ${sql.table('channel_reconciliation')} order by id`.execute(merchantDb(world.em))
  return rows
}

describe.each(['taobao', 'jd', 'pinduoduo'] as const)('a day of a shop on %s', (name) => {
  it('is gone through by another way: what polling has missed is booked, counted and alarmed; then nothing is found', async () => {
    const shop = await IntakeWorld.opened(world, name)
    shop.trade(12)
    // The oldest order that is paid and confirmed: every list would have shown it.
    const [bad] = [...shop.sandbox.market.shop('A').orders.all()].filter((order) => order.confirmedAt !== null)
    world.clock.advance(20 * MINUTE)
    for (let turn = 0; turn < 3; turn += 1) {
      await shop.pull({ desk: forgetful(bad?.id ?? '') })
      world.clock.advance(20_000)
    }
    expect((await shop.booked()).has(bad?.id ?? '')).toBe(false)
    await shop.reconcile()
    expect((await shop.booked()).has(bad?.id ?? '')).toBe(true)
    expect(await reports()).toMatchObject([{ missed: 1 }])
    expect(await world.alarms(`channel:${name}`)).toEqual(['orders_missed'])
    world.clock.advance(25 * 60 * MINUTE)
    await shop.pull()
    await shop.reconcile()
    expect(await reports()).toMatchObject([{ missed: 1 }, { missed: 0, behind: 0 }])
  })
})

it('an unpaid order that was called off and is shown by no list is asked for by its number within the hour', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  const [row] = shop.sandbox.market.shop('A').listings.values()
  const placed = shop.sandbox.market.place('A', { lines: [{ listingId: row?.id ?? '', units: 1 }], pay: false })
  const orderId = placed.placed ? placed.order.id : ''
  world.clock.advance(20 * MINUTE)
  await shop.pull()
  await shop.reconcile()
  world.clock.advance(120 * MINUTE)
  shop.sandbox.market.cancel('A', orderId)
  expect((await shop.booked()).get(orderId)?.state).toBe('created')
  await shop.reconcile()
  expect((await shop.booked()).get(orderId)?.state).toBe('cancelled')
  expect(await reports()).toHaveLength(1)
})
