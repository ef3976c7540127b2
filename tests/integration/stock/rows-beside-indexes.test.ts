import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import type { Em } from '../../../src/db/orm.ts'
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

/** Rows that this session has updated, and those of them for which no index was written. */
async function updatedRows(tx: Em, table: string): Promise<readonly [rows: number, beside: number]> {
  const { rows } = await sql<{ rows: number; beside: number }>`
    select pg_stat_get_xact_tuples_updated(c.oid)::int as rows, pg_stat_get_xact_tuples_hot_updated(c.oid)::int as beside
      from pg_class c where c.relname = ${table} and c.relnamespace = ${tx.schema}::regnamespace`.execute(merchantDb(tx))
  return [rows[0]?.rows ?? 0, rows[0]?.beside ?? 0]
}

it.each(['listing_quota', 'pool_balance'])('a sale writes its row of %s anew without touching an index', async (table) => {
  const tx = world.em.fork()
  await tx.begin()
  try {
    const before = await updatedRows(tx, table)
    await sql`update ${sql.table('listing_quota')} set quota = quota - 1`.execute(merchantDb(tx))
    await sql`update ${sql.table('pool_balance')} set quota = quota - 1, held = held + 1`.execute(merchantDb(tx))
    const after = await updatedRows(tx, table)
    expect([after[0] - before[0], after[1] - before[1]]).toEqual([1, 1])
  } finally {
    await tx.rollback()
  }
})
