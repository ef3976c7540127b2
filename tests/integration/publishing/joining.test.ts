import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { enrolListings } from '../../../src/publishing/read-work.ts'
import { readStanding } from '../../../src/publishing/read-standing.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { tellStops } from '../../support/watch-shop.ts'

let world: StockWorld
let made = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function joining(shown: number): Promise<PublishShop> {
  made += 1
  await world.stocked(`S${made}`, 'W1', 20)
  await world.recipe(`R${made}`, { [`S${made}`]: 1 })
  return new PublishShop(world, `j${made}`, 'refusing').open({ recipe: `R${made}`, shown, state: 'joining' })
}

const nextMs = async (shop: PublishShop) =>
  (await readStanding({ em: world.em, connection: shop.connection, clock: world.clock })).nextMs

async function dueAndWanted(shop: PublishShop) {
  const { rows } = await sql<{ wanted: string | null; due: boolean }>`
    select wanted, next_at is not null as due from ${sql.table('listing_publishing')} where listing_id = ${shop.listingId}`.execute(
    merchantDb(world.em),
  )
  return rows[0]
}

it('rests with its reading, and with its quota until something else is wanted of it', async () => {
  const shop = await joining(4)
  const said = await statementsOf(async () => expect(await shop.publish()).toMatchObject({ reads: 1, dueAt: null }))
  expect(said.filter((text) => text.includes('next_at <= a.now'))).toHaveLength(1)
  expect(await nextMs(shop)).toBeNull()
  await shop.catchUp()
  // Nothing is left to be looked at.
  expect(await shop.publish()).toMatchObject({ reads: 0, stockCalls: 0, dueAt: null })
  expect([await shop.quota(), await shop.state(), await dueAndWanted(shop)]).toEqual([4, 'live', { wanted: null, due: false }])
  await shop.want(7)
  await shop.publish()
  expect([shop.shown, await shop.quota()]).toEqual([7, 7])
})

it('comes to what was wanted of it before it was paused as soon as it has joined anew', async () => {
  const shop = await joining(4)
  await shop.join()
  await shop.want(2)
  await shop.publish()
  await shop.catchUp()
  await shop.publish()
  const db = merchantDb(world.em)
  await sql`update ${sql.table('channel')} set state = 'joining' where id = ${shop.channelId}`.execute(db)
  await sql`update ${sql.table('listing')} set joined_at = null where id = ${shop.listingId}`.execute(db)
  shop.row.sellable = 5
  await shop.want(2)
  await shop.join()
  expect([shop.shown, await shop.quota()]).toEqual([2, 2])
})

it('is stopped by what was stopped while it joined, though nothing is wanted of it', async () => {
  const shop = await joining(4)
  await shop.publish()
  // Said by somebody who did not see the listing yet.
  await sql`
    insert into ${sql.table('selling_scope')} (channel_id, stops, actor, said_at)
    values (${shop.channelId}, true, 'test', ${world.clock.now()}::timestamptz)`.execute(merchantDb(world.em))
  await shop.catchUp()
  await shop.publish()
  await tellStops(shop)
  expect(shop.shown).toBe(0)
})

it('listings are enrolled so many at a time, each where the last ones ended', async () => {
  const shop = await joining(4)
  const db = merchantDb(world.em)
  await sql`
    insert into ${sql.table('listing')} (channel_id, external_id, item_id, state, title, takes_at, recipe_id, created_at, seen_at)
    select l.channel_id, 'copy-' || n, 'copy-' || n, l.state, l.title, l.takes_at, l.recipe_id, l.created_at, l.seen_at
      from ${sql.table('listing')} l, generate_series(1, 4) n where l.id = ${shop.listingId}`.execute(db)
  const enrol = async (above: string) => {
    const last = await enrolListings(world.em, { channelId: shop.channelId, now: world.clock.now(), above, limit: 2 })
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table('listing_publishing')} where channel_id = ${shop.channelId}`.execute(db)
    return { last, enrolled: rows[0]?.n }
  }
  const first = await enrol('0')
  const second = await enrol(first.last ?? '')
  const third = await enrol(second.last ?? '')
  expect([first.enrolled, second.enrolled, third]).toEqual([2, 4, { last: null, enrolled: 5 }])
  expect(await enrol('0')).toEqual({ last: null, enrolled: 5 })
})
