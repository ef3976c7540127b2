import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

function receive(units: number) {
  return world.tell({ kind: 'receipt', document: world.newKey(), happenedAtMs: world.nowMs, sku: 'mug', location: 'W1', units })
}

it('books every fact on a row, one that this process had locked before and that has gone since too', async () => {
  await world.stocked('mug', 'W1', 5)
  await receive(2)
  expect(await world.balance('mug')).toMatchObject({ onHand: 7 })
  // As after an older copy of the database was put back under a process that runs on.
  for (const table of ['ledger', 'stock_move', 'pool_balance', 'location_stock']) {
    await sql`delete from ${sql.table(table)}`.execute(merchantDb(world.em.fork()))
  }
  await receive(3)
  expect(await world.balance('mug')).toMatchObject({ onHand: 3 })
  const { rows } = await sql<{ units: string }>`select units from ${sql.table('location_stock')}`.execute(
    merchantDb(world.em.fork()),
  )
  expect(rows).toEqual([{ units: '3' }])
})
