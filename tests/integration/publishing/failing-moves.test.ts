import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../../connectors/platforms.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { readListingStandings } from '../../../src/selling/listing-standing.ts'
import { joinedShop } from '../../support/joined-shop.ts'
import type { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function alarms(shop: PublishShop) {
  const { rows } = await sql<{ kind: string; severity: string; facts: Record<string, unknown> }>`
    select kind, severity, to_json(facts) as facts from ${sql.table('alarm')} where subject = ${`listing:${shop.listingId}`}`.execute(
    merchantDb(world.em),
  )
  return rows
}

async function failing(shop: PublishShop) {
  const asked = { listingIds: [shop.listingId], platforms: createPlatforms(world), now: world.clock.now() }
  return (await readListingStandings(world.em, asked)).get(shop.listingId)?.failing
}

/** Minutes go by, in which the shop is looked at every 20 seconds as its background work would. */
async function minutes(shop: PublishShop, count: number): Promise<void> {
  const endMs = world.nowMs + count * 60_000
  while (world.nowMs < endMs) {
    await shop.catchUp()
    await shop.publish()
    expect(await shop.excess()).toBeLessThanOrEqual(0)
  }
}

it('R5: a keyed raise that a plain Taobao shop refuses again and again is tried ever more rarely, told once, and shown', async () => {
  const { shop } = await joinedShop(world, 'plain', { onHand: 20 })
  await shop.want(9)
  await minutes(shop, 2)
  expect(await alarms(shop)).toEqual([])
  await minutes(shop, 18)
  const tries = (await shop.commands()).length
  expect(tries).toBeLessThanOrEqual(11)
  expect(await failing(shop)).toMatchObject({ tries, answer: expect.stringContaining('非天猫卖家') })
  expect(await alarms(shop)).toMatchObject([
    { kind: 'moves_failing', severity: 'warning', facts: { channel: shop.code, answer: expect.stringContaining('非天猫卖家') } },
  ])
  await minutes(shop, 11)
  expect((await shop.commands()).length).toBeLessThanOrEqual(tries + 3)
  expect(await alarms(shop)).toHaveLength(1)
  // Nothing of what was asked is lost meanwhile: what was set aside came back each time.
  expect([shop.shown, await shop.quota()]).toEqual([4, 4])
})

it('R5: calls that are never answered are told of too, and one that is taken ends it', async () => {
  const { shop } = await joinedShop(world, 'keyed', { onHand: 20 })
  shop.calls.fate(...Array.from({ length: 60 }, () => 'lost' as const))
  await shop.want(9)
  await minutes(shop, 11)
  expect(await failing(shop)).toMatchObject({ answer: expect.stringContaining('ECONNRESET') })
  expect(await alarms(shop)).toHaveLength(1)
  shop.calls.clearFates()
  await minutes(shop, 2)
  expect(await failing(shop)).toBeNull()
  expect([shop.shown, await shop.quota()]).toEqual([9, 9])
})
