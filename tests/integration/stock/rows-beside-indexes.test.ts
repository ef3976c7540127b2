import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let shop: OrderShop
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.stocked('mug', 'W1', 50)
  shop = await OrderShop.open(world, 'tmall')
  await shop.listing('mug', { mug: 1 })
  await shop.join('mug', 20)
})
afterAll(() => world.close())

/** Rows that were updated in a transaction, and those of them for which no index was written. */
interface Written {
  readonly rows: string
  readonly beside: string
}

it.each(['listing_quota', 'pool_balance'])('a sale writes its row of %s anew without touching an index', async (table) => {
  const written = await world.em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    await sql`update ${sql.table('listing_quota')} set quota = quota - 1`.execute(db)
    await sql`update ${sql.table('pool_balance')} set quota = quota - 1, held = held + 1`.execute(db)
    const { rows } = await sql<Written>`
      select pg_stat_get_xact_tuples_updated(c.oid) as rows, pg_stat_get_xact_tuples_hot_updated(c.oid) as beside
        from pg_class c where c.relname = ${table} and c.relnamespace = ${tx.schema}::regnamespace`.execute(db)
    return rows
  })
  expect(written).toEqual([{ rows: written[0]?.beside, beside: expect.stringMatching(/^[1-9]/) }])
})
