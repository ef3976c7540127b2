import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { boostListing } from '../../../src/selling/boost-listing.ts'
import { stopSelling } from '../../../src/selling/stop-selling.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

it('recalls from other shops what is not free, raises as it returns, and refuses with the numbers what cannot be had', async () => {
  await world.stocked('S1', 'W1', 13)
  await world.recipe('R1', { S1: 1 })
  const one = await new PublishShop(world, 'one', 'refusing').open({ recipe: 'R1', shown: 6, state: 'joining' })
  const other = await new PublishShop(world, 'other', 'refusing').open({ recipe: 'R1', shown: 6, state: 'joining' })
  await one.join()
  await other.join()
  const signal = AbortSignal.timeout(60_000)
  const tools = { em: world.em, clock: world.clock, signal }
  let asked = 0
  const ask = (units: number, listing = one.row.id, key = `k${(asked += 1)}`) =>
    boostListing(tools, { key, channel: 'one', listing, units, actor: 'test' })

  expect(await ask(8)).toMatchObject({
    code: 'NOT_ENOUGH_STOCK',
    message: expect.stringContaining('S1: 1 free, 6 elsewhere'),
    shortages: [{ sku: 'S1', pool: 'central', wantedUnits: 8, availableUnits: 7 }],
  })
  expect(await ask(4)).toMatchObject({ kind: 'boosted', quotaUnits: 6, wantedUnits: 10, freeUnits: 1, recalledUnits: 3 })
  await one.publish()
  expect([one.shown, other.shown]).toEqual([7, 6])
  await other.publish()
  expect(other.shown).toBe(3)
  await planQuotas(tools, [(await world.balance('S1'))?.skuId ?? ''])
  await one.publish()
  expect([one.shown, other.shown]).toEqual([10, 3])
  expect(await world.balance('S1')).toMatchObject({ quota: 13, free: 0, deficit: 0 })

  expect(await ask(0)).toMatchObject({ code: 'INVALID', field: 'units' })
  expect(await ask(1, 'none')).toMatchObject({ code: 'UNKNOWN_LISTING' })
  await stopSelling(world, { channel: 'one', listing: null, sku: null }, 'test')
  expect(await ask(1)).toMatchObject({ code: 'CHANNEL_STATE' })
})

it('takes what the first pool of its channel can give, and the rest from the next', async () => {
  await world.pool('east')
  await world.location('E1', { pool: 'east' })
  await world.stocked('S3', 'W1', 6)
  await world.stocked('S3', 'E1', 9)
  await world.recipe('R3', { S3: 2 })
  const shop = await new PublishShop(world, 'pools', 'refusing').open({ recipe: 'R3', shown: 1, state: 'shadow' })
  await sql`
    insert into ${sql.table('channel_pool')} (channel_id, pool_id, position)
    select ${shop.channelId}, id, case code when 'east' then 0 else 1 end from ${sql.table('pool')}`.execute(merchantDb(world.em))
  await sql`update ${sql.table('channel')} set state = 'joining' where id = ${shop.channelId}`.execute(merchantDb(world.em))
  await shop.join()
  // East comes first: the one set shown is from there, and three more whole sets are.
  expect(await world.balance('S3', 'east')).toMatchObject({ quota: 2, free: 7 })
  const tools = { em: world.em, clock: world.clock, signal: AbortSignal.timeout(60_000) }
  const ask = (units: number, key: string) =>
    boostListing(tools, { key, channel: 'pools', listing: shop.row.id, units, actor: 'test' })
  expect(await ask(7, 'too many')).toMatchObject({
    code: 'NOT_ENOUGH_STOCK',
    shortages: [
      { pool: 'east', wantedUnits: 14, availableUnits: 7 },
      { pool: 'central', wantedUnits: 14, availableUnits: 6 },
    ],
  })
  expect(await ask(6, 'all')).toMatchObject({ quotaUnits: 1, wantedUnits: 7, freeUnits: 12, recalledUnits: 0 })
  await shop.publish()
  expect(shop.shown).toBe(7)
  expect([await world.balance('S3', 'east'), await world.balance('S3')]).toMatchObject([
    { quota: 8, free: 1 },
    { quota: 6, free: 0 },
  ])
})

it('the same key boosts once, also when it is asked twice at the same time, and is refused for other arguments', async () => {
  await world.stocked('S2', 'W1', 20)
  await world.recipe('R2', { S2: 1 })
  const shop = await new PublishShop(world, 'keyed', 'refusing').open({ recipe: 'R2', shown: 5, state: 'joining' })
  await shop.join()
  const tools = { em: world.em, clock: world.clock, signal: AbortSignal.timeout(60_000) }
  const ask = (units: number, key: string) =>
    boostListing(tools, { key, channel: 'keyed', listing: shop.row.id, units, actor: 'test' })
  const boosts = async () => {
    const { rows } = await sql<{ to: number }>`
      select boost_to::integer as to from ${sql.table('listing_publishing')} where listing_id = ${shop.listingId}`.execute(
      merchantDb(world.em),
    )
    return rows[0]?.to
  }
  const [first, second] = await Promise.all([ask(3, 'a'), ask(3, 'a')])
  expect(first).toMatchObject({ kind: 'boosted', quotaUnits: 5, wantedUnits: 8 })
  expect(second).toEqual(first)
  world.clock.advance(1_000)
  expect(await ask(3, 'a')).toEqual(first)
  expect(await boosts()).toBe(8)
  expect(await ask(4, 'a')).toMatchObject({ code: 'KEY_REUSED', field: 'key' })

  const no = await ask(40, 'b')
  expect(no).toMatchObject({ code: 'NOT_ENOUGH_STOCK', shortages: [{ availableUnits: 15 }] })
  await world.stocked('S2', 'W1', 100)
  expect(await ask(40, 'b')).toEqual(no)
  expect(await ask(3, '')).toMatchObject({ code: 'INVALID', field: 'key' })
  expect(await ask(4, 'c')).toMatchObject({ wantedUnits: 9 })
  expect(await boosts()).toBe(9)
})
