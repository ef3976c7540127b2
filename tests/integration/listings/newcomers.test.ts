import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { LedgerCursor } from '../../../src/publishing/plan-quotas.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

let world: ShopWorld
let channelId: string
beforeAll(async () => {
  world = await shopWorld()
  for (const code of ['CUP', 'PLATE']) await createSku(world.em, { code, name: code }, world.clock.now())
  world.sandbox.market.addListing('A', { itemId: '1', skuId: '11', merchantCode: 'CUP', sellable: 10 })
  channelId = await world.connect('shop', 'A')
  const access = { platform: 'taobao', app: world.app, sandbox: null, relayUrl: null, accessToken: () => '' } as const
  const lists = world.platforms.connect(access).orderLists.map(({ id }) => id)
  await sql`
    insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
    select ${channelId}, list, ${world.clock.now()}::timestamptz from unnest(${lists}::text[]) list`.execute(
    merchantDb(world.em.fork()),
  )
})
afterAll(() => world.dispose())

const state = async () => {
  const { rows } = await sql<{ state: string }>`select state from ${sql.table('channel')} where id = ${channelId}`.execute(
    merchantDb(world.em.fork()),
  )
  return rows[0]?.state
}
const joined = async () => {
  const { rows } = await sql<{ code: string }>`
    select merchant_code as code from ${sql.table('listing')} where channel_id = ${channelId} and joined_at is not null order by 1`.execute(
    merchantDb(world.em.fork()),
  )
  return rows.map(({ code }) => code)
}
const codesOf = async (skuIds: readonly string[]) => {
  const { rows } = await sql<{ code: string }>`
    select code from ${sql.table('sku')} where id = any(${skuIds}::bigint[])`.execute(merchantDb(world.em.fork()))
  return rows.map(({ code }) => code)
}
/** The orders before a reading are read, and then it is judged. */
const publish = async () => {
  await world.tend('publish')
  world.clock.forward(120_000)
  await world.tend('orders')
  world.clock.forward(1_000)
  await world.tend('publish')
}

it('R3: a shop is not live before all that it lists has been read: what nobody has read may be on sale', async () => {
  await world.desk.moveChannel({ channel: 'shop', move: 'join', actor: 'test' })
  await publish()
  expect(await state()).toBe('joining')
  await world.tend('discovery')
  await publish()
  expect([await state(), await joined()]).toEqual(['live', ['CUP']])
})

it('what a live shop lists anew joins as soon as it is found, with nothing else to do in that shop', async () => {
  await publish()
  world.sandbox.market.addListing('A', { itemId: '2', skuId: '21', merchantCode: 'PLATE', sellable: 0 })
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  const cursor = new LedgerCursor(world.clock.now().getTime())
  await cursor.changed({ ...world, em: world.em.fork() }, 'all')
  await publish()
  expect(await joined()).toEqual(['CUP', 'PLATE'])
  // It shows nothing, so its number moves nothing: its share is reckoned all the same.
  const changed = await cursor.changed({ ...world, em: world.em.fork() }, 'all')
  expect(await codesOf(changed)).toContain('PLATE')
  expect(await cursor.changed({ ...world, em: world.em.fork() }, 'all')).toEqual([])
})
