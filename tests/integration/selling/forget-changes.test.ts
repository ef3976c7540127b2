import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { forgetChanges } from '../../../src/stock/sql/quota-changes.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

const HOUR_MS = 3_600_000
const { signal } = new AbortController()
let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

it('changes of quotas are kept for an hour for those who follow them, and forgotten after it, the oldest first', async () => {
  await world.stocked('S1', 'W1', 30)
  await world.recipe('R1', { S1: 1 })
  const shop = await new PublishShop(world, 'one', 'refusing').open({ recipe: 'R1', shown: 6, state: 'joining' })
  await shop.join()
  await shop.want(9)
  await shop.publish()
  const kept = async () => {
    const { rows } = await sql<{ id: string }>`select id from ${sql.table('listing_quota_change')} order by id`.execute(
      merchantDb(world.em),
    )
    return rows.map(({ id }) => Number(id))
  }
  const early = await kept()
  expect(early.length).toBeGreaterThan(1)
  const forget = (afterMs: number) => forgetChanges(world.em, { nowMs: world.nowMs + afterMs, signal })
  await forget(HOUR_MS - 1_000)
  expect(await kept()).toEqual(early)
  world.clock.advance(HOUR_MS + 1_000)
  await shop.catchUp()
  await shop.want(12)
  await shop.publish()
  const late = (await kept()).filter((id) => !early.includes(id))
  expect(late.length).toBeGreaterThan(0)
  await forget(0)
  expect(await kept()).toEqual(late)
  const ended = AbortSignal.abort(new Error('told to stop'))
  await expect(forgetChanges(world.em, { nowMs: world.nowMs, signal: ended })).rejects.toThrow('told to stop')
})
