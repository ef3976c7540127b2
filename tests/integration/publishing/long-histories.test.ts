import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { listMoves } from '../../../src/selling/list-moves.ts'
import { stopSelling } from '../../../src/selling/stop-selling.ts'
import { readOrdersSince, readRaisedSince } from '../../../src/stock/sql/settlement.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { joinedShop } from '../../support/joined-shop.ts'
import { planOf } from '../../support/plan-of.ts'
import type { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { tellStops } from '../../support/watch-shop.ts'

const MANY = 5_000

let world: StockWorld
let shop: PublishShop
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  const others = await joinedShop(world, 'refusing')
  await addHistory(others.shop)
  const own = await joinedShop(world, 'refusing')
  shop = own.shop
})
afterAll(() => world.close())

/** Moves and orders of many listings of the shop, all long settled. */
async function addHistory({ listingId, channelId }: PublishShop): Promise<void> {
  const db = merchantDb(world.em)
  const at = new Date(world.nowMs - 86_400_000)
  await sql`
    insert into ${sql.table('listing')} (channel_id, external_id, state, title, takes_at, created_at, seen_at)
    select l.channel_id, 'old-' || n, l.state, l.title, l.takes_at, l.created_at, l.seen_at
      from ${sql.table('listing')} l, generate_series(0, 99) n where l.id = ${listingId}`.execute(db)
  await sql`
    with old as (select id, substr(external_id, 5)::int as place from ${sql.table('listing')} where external_id like 'old-%'),
    moved as (
      insert into ${sql.table('stock_command')} (id, listing_id, pool_id, kind, units, platform_key, state, outcome, fence, created_at, closed_at)
      select gen_random_uuid(), old.id, (select min(id) from ${sql.table('pool')}), 'raise', 1, 'old-' || n, 'closed', 'acknowledged', 1, ${at}::timestamptz, ${at}::timestamptz
        from generate_series(1, ${MANY}::int) n join old on old.place = n % 100 returning id, listing_id)
    insert into ${sql.table('stock_try')} (listing_id, number, command_id, signed_at, dies_at, fence, recorded_at, answered_at, outcome)
    select listing_id, row_number() over (partition by listing_id), id, ${at}::timestamptz, ${at}::timestamptz, 1, ${at}::timestamptz, ${at}::timestamptz,
           'acknowledged'
      from moved`.execute(db)
  await sql`
    with ordered as (
      insert into ${sql.table('channel_order')} (channel_id, order_id, revision, leaf, state, created_at, modified_at, recorded_at)
      select ${channelId}, 'old-' || n, 1, true, 'closed', ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
        from generate_series(1, ${MANY}::int) n returning channel_id, order_id)
    insert into ${sql.table('channel_order_line')} (channel_id, order_id, line, line_id, listing, units, state, shipped_units, refund, takes_at,
           restores, present, listing_id, charged)
    select o.channel_id, o.order_id, 1, '1', l.external_id, 1, 'closed', 0, 'none', 'order', true, true, l.id, 0
      from ordered o join ${sql.table('listing')} l on l.external_id = 'old-' || substr(o.order_id, 5)::int % 100`.execute(db)
  for (const table of ['listing', 'stock_command', 'stock_try', 'channel_order', 'channel_order_line'])
    await sql`analyze ${sql.table(table)}`.execute(db)
}

/** The plans of what is asked of moves and orders meanwhile. */
async function plansOf(work: () => Promise<unknown>): Promise<string> {
  const asked = (await statementsOf(work)).filter((text) => /"(stock_command|channel_order_line)"/.test(text))
  expect(asked).not.toEqual([])
  const plans = []
  for (const text of asked) plans.push(await planOf(world.em, text))
  return plans.join('\n')
}

it('what was raised since a reading is found by the tries after it, each raise once however often it was tried', async () => {
  shop.calls.fate('lost')
  await shop.want(7)
  await shop.publish()
  world.clock.advance(61_000)
  await shop.publish()
  const raised = () => readRaisedSince(world.em, [{ listingId: shop.listingId, triesBefore: 0 }])
  expect([...(await raised()).values()]).toEqual([3])
  expect(await plansOf(raised)).not.toContain('Seq Scan on stock_command')
})

it('orders since a reading are found by when they changed', async () => {
  const order = shop.buy(1)
  await shop.catchUp()
  const since = () => readOrdersSince(world.em, [{ listingId: shop.listingId, sinceMs: world.nowMs - 3_600_000 }])
  expect((await since()).map(({ orderId }) => orderId)).toEqual([order?.id])
  expect(await plansOf(since)).not.toContain('Seq Scan on channel_order')
})

it('a stop that is told, and the moves of a listing, are found by the listing', async () => {
  const { listingId, channelId } = shop
  await stopSelling(world, { channel: shop.code, listing: null, sku: null }, 'test')
  expect(await plansOf(() => tellStops(shop))).not.toContain('Seq Scan on stock_command')
  const moves = () => listMoves(world.em, { channelId, listingId, open: false, first: 10, after: null })
  expect((await moves()).rows.map(({ kind }) => kind)).toContain('set_zero')
  expect(await plansOf(moves)).not.toContain('Seq Scan on stock_command')
})
