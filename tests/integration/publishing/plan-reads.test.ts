import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { readSellers } from '../../../src/publishing/read-plan-listings.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { planOf } from '../../support/plan-of.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

it('a plan that is kept from when no listing had joined does not go through all that have joined since', async () => {
  await world.stocked('S', 'W1', 20)
  await world.recipe('R', { S: 1 })
  const shop = await new PublishShop(world, 'shop', 'refusing').open({ recipe: 'R', shown: 4, state: 'joining' })
  const db = merchantDb(world.em)
  await sql`
    insert into ${sql.table('listing')} (channel_id, external_id, state, title, takes_at, created_at, seen_at)
    select l.channel_id, 'copy-' || n, l.state, l.title, l.takes_at, l.created_at, l.seen_at
      from ${sql.table('listing')} l, generate_series(1, 3000) n where l.id = ${shop.listingId}`.execute(db)
  await sql`analyze ${sql.table('listing')}`.execute(db)

  const [statement = ''] = await statementsOf(() => readSellers(world.em, ['1'], world.clock.now()))
  const plan = await planOf(world.em, statement)
  expect(plan).toContain('listing_pkey')
  expect(plan).not.toContain('listing_joined_idx')
})
