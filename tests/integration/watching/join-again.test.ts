import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { sendBack } from '../../../src/recovery/send-back.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { findingsOf, settleAndJudge, watch } from '../../support/watch-shop.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const findings = [{ what: 'earlier mark', kept: '9', found: '4' }] as const

it('A10: after a restore nothing is raised before the shop’s number has settled anew, whatever the older books say', async () => {
  await world.stocked('S1', 'W1', 30)
  await world.recipe('R1', { S1: 1 })
  const shop = await new PublishShop(world, 'again', 'refusing').open({ recipe: 'R1', shown: 6, state: 'joining' })
  await shop.join()
  await shop.want(10)
  // The older copy: it has forgotten a raise of 7, and one that is still on its way.
  shop.row.sellable += 7
  await world.em.transactional((tx) => sendBack(tx, findings, world.clock.now()))
  expect(await shop.state()).toBe('joining')

  await shop.publish()
  await watch(shop)
  await settleAndJudge(shop)
  // A request from before may still be applied: this reading settles nothing for good.
  expect([await shop.state(), shop.shown]).toEqual(['joining', 13])

  shop.row.sellable += 2
  world.clock.advance(shop.connector.limits.requestLifetimeMs + 10_000)
  await watch(shop)
  await settleAndJudge(shop)
  expect(await findingsOf(shop)).toEqual([{ kind: 'joined again', units: 9, above: 9, adopted: 9, cut: 0 }])
  await shop.publish()
  expect([await shop.state(), shop.shown, await shop.quota()]).toEqual(['live', 10, 10])
  expect(await shop.excess()).toBe(0)
})

it('A10: what was under way when the database was restored is unknown, and settled before anything else', async () => {
  await world.stocked('S2', 'W1', 30)
  await world.recipe('R2', { S2: 1 })
  const shop = await new PublishShop(world, 'open', 'refusing').open({ recipe: 'R2', shown: 6, state: 'joining' })
  await shop.join()
  await shop.want(9)
  shop.calls.fate('applied')
  await shop.publish()
  await sql`update ${sql.table('stock_command')} set state = 'open' where listing_id = ${shop.listingId} and state = 'unknown'`.execute(
    merchantDb(world.em),
  )
  await world.em.transactional((tx) => sendBack(tx, findings, world.clock.now()))
  await shop.publish()
  expect((await shop.commands()).map(({ state }) => state)).toEqual(['unknown'])
  world.clock.advance(shop.connector.limits.requestLifetimeMs + 10_000)
  await shop.publish()
  await watch(shop)
  await settleAndJudge(shop)
  await shop.publish()
  expect([await shop.state(), await shop.quota(), await shop.excess()]).toEqual(['live', 9, 0])
})
