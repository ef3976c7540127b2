import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { explainQuota } from '../../../src/allocation/explain-quota.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { notCountedBeside } from '../../../src/publishing/read-not-counted.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

it('I4: what shops show that have not joined is told before the next one joins, until it is counted or left to them', async () => {
  await world.stocked('CUP', 'W1', 20)
  await world.recipe('PAIR', { CUP: 2 })
  await world.recipe('ONE', { CUP: 1 })
  const first = await new PublishShop(world, 'first', 'refusing').open({ recipe: 'ONE', shown: 4, state: 'shadow' })
  const second = await new PublishShop(world, 'second', 'refusing').open({ recipe: 'PAIR', shown: 5, state: 'shadow' })
  const beside = ({ channelId }: PublishShop) => notCountedBeside(world.em, channelId, world.clock.now())
  const state = (shop: PublishShop, to: string) =>
    sql`update ${sql.table('channel')} set state = ${to} where id = ${shop.channelId}`.execute(merchantDb(world.em))
  const leave = (percent: number) =>
    sql`update ${sql.table('pool')} set left_to_others_percent = ${percent}`.execute(merchantDb(world.em))

  const pairs = { sku: 'CUP', shownUnits: 10, leftUnits: 0, channels: ['second'] }
  expect(await beside(first)).toEqual([pairs])
  expect(await beside(second)).toEqual([{ ...pairs, shownUnits: 4, channels: ['first'] }])
  await leave(45)
  expect(await beside(first)).toEqual([{ ...pairs, leftUnits: 9 }])

  await state(first, 'joining')
  await first.join()
  const explained = await explainQuota(world, { channel: 'first', listing: await keyOf(first), ifRules: null })
  expect(explained).toMatchObject({ kind: 'explained', notCounted: [{ ...pairs, leftUnits: 9 }] })
  await leave(50)
  expect(await beside(first)).toEqual([])
  await leave(0)
  await state(second, 'joining')
  await second.join()
  expect([await beside(first), await beside(second)]).toEqual([[], []])
})

async function keyOf({ listingId }: PublishShop): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    select external_id as key from ${sql.table('listing')} where id = ${listingId}`.execute(merchantDb(world.em))
  return rows[0]?.key ?? ''
}
