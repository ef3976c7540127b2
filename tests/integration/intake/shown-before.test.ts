import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { IntakeWorld, type Shopname } from '../../support/intake-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeEach(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterEach(() => world.close())

/** A shop with two paid orders that its lists have shown twice, and are about to show again. */
async function shownTwice(name: Shopname) {
  const shop = await IntakeWorld.opened(world, name)
  const [first, second] = [1, 2].map((units) => {
    const placed = shop.sandbox.market.place('A', { lines: [{ listingId: shop.rows[0]?.id ?? '', units }], pay: true })
    return placed.placed ? placed.order : undefined
  })
  if (!first || !second) throw new Error('no order was taken')
  world.clock.advance(5_000)
  for (let turn = 0; turn < 2; turn += 1) await shop.pull()
  return { shop, first, second }
}

const linesRead = (texts: readonly string[]) =>
  texts.filter((text) => /^\s*select l\.channel_id, l\.order_id, l\.line,/.test(text)).length

it.each(['taobao', 'jd', 'pinduoduo'] as const)(
  'what a shop on %s shows as it did before is not read line by line again, and what has changed is',
  async (name) => {
    const { shop, first, second } = await shownTwice(name)
    expect(linesRead(await statementsOf(() => shop.pull()))).toBe(0)
    shop.sandbox.market.ship('A', { orderId: first.id, carrier: 'SF', waybill: 'SF1' })
    world.clock.advance(5_000)
    expect(linesRead(await statementsOf(() => shop.pull()))).toBeGreaterThan(0)
    const booked = await shop.booked()
    expect(booked.get(first.id)?.state).toBe('shipped')
    expect(booked.get(second.id)?.state).toBe('paid')
  },
)

it('an order that the books no longer have as they had it is booked again, though its shop shows it as before', async () => {
  const { shop, first } = await shownTwice('taobao')
  await sql`
    update ${sql.table('channel_order')} set state = 'created', paid_at = null, modified_at = created_at - interval '1 second', revision = revision + 10
     where order_id = ${first.id}`.execute(merchantDb(world.em))
  expect((await shop.booked()).get(first.id)?.state).toBe('created')
  await shop.pull()
  expect((await shop.booked()).get(first.id)).toMatchObject({ state: 'paid' })
})
