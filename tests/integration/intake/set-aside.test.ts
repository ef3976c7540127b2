import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { bookOrders } from '../../../src/orders/book-orders.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { IntakeWorld } from '../../support/intake-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let shop: IntakeWorld

beforeEach(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  shop = new IntakeWorld(world, 'taobao')
  await shop.open()
})
afterEach(() => world.close())

/** Has one order say what no database takes: a text with a zero byte in it. */
function poisoned(orderId: string): StockDesk {
  return {
    waiting: 0,
    do: (operation, args, asking) => {
      if (operation.name !== bookOrders.name || !JSON.stringify(args).includes(orderId))
        return world.desk.do(operation, args, asking)
      const spoilt = structuredCloneOf(args, (key, value) => (key === 'merchantCode' ? 'a\0b' : value))
      return world.desk.do(operation, { ...args, ...spoilt }, asking)
    },
  }
}

function structuredCloneOf<Args>(args: Args, change: (key: string, value: unknown) => unknown): Partial<Args> {
  return JSON.parse(JSON.stringify(args), change)
}

async function aside() {
  const { rows } = await sql<{ order_id: string; tries: number }>`
    select order_id, tries from ${sql.table('channel_order_aside')}`.execute(merchantDb(world.em))
  return rows
}

it('I15: an order that cannot be booked is set aside; those around it are booked, and no watermark claims it', async () => {
  shop.trade(10)
  const placed = [...shop.sandbox.market.shop('A').orders.all()]
  const bad = placed[4]?.id ?? ''
  shop.trade(10)
  world.clock.advance(10 * MINUTE)
  for (let turn = 0; turn < 3; turn += 1) {
    await shop.pull({ desk: poisoned(bad) })
    expect(await shop.missing()).toEqual([])
    world.clock.advance(10_000)
  }
  expect([...(await shop.booked()).keys()]).toHaveLength(19)
  expect(await aside()).toMatchObject([{ order_id: bad }])
  const createdAt = placed[4]?.createdAt ?? new Date(0)
  const marks = Object.values(await shop.watermarks())
  expect(marks.every((through) => through < createdAt)).toBe(true)
  expect(await world.alarms(`order:taobao:${bad}`)).toEqual(['order_aside'])
})

it('is tried again by itself, ever more seldom; once it is booked the watermarks go on, and its alarm is over', async () => {
  shop.trade(10)
  const bad = [...shop.sandbox.market.shop('A').orders.all()][4]?.id ?? ''
  world.clock.advance(10 * MINUTE)
  await shop.pull({ desk: poisoned(bad) })
  const before = (await aside())[0]?.tries ?? 0
  world.clock.advance(60 * MINUTE)
  await shop.pull({ desk: poisoned(bad) })
  expect((await aside())[0]?.tries).toBeGreaterThan(before)
  world.clock.advance(60 * MINUTE)
  const marks = await shop.watermarks()
  await shop.pull()
  expect(await aside()).toEqual([])
  expect((await shop.booked()).has(bad)).toBe(true)
  expect(await shop.missing()).toEqual([])
  const after = await shop.watermarks()
  expect(after.back?.getTime()).toBeGreaterThan(marks.back?.getTime() ?? 0)
  const { rows } = await sql<{ open: string }>`
    select count(*) as open from ${sql.table('alarm')} where kind = 'order_aside' and settled_at is null`.execute(
    merchantDb(world.em),
  )
  expect(rows[0]?.open).toBe('0')
})

it('a database that is away sets nothing aside: the turn fails, and begins anew', async () => {
  shop.trade(5)
  world.clock.advance(10 * MINUTE)
  const away: StockDesk = { waiting: 0, do: () => Promise.reject(new Error('Connection terminated unexpectedly')) }
  await expect(shop.pull({ desk: away })).rejects.toThrow('Connection terminated')
  expect(await aside()).toEqual([])
  world.clock.advance(2 * MINUTE)
  await shop.pull()
  expect((await shop.booked()).size).toBe(5)
})
