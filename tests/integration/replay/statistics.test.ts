import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Growth, takeStatistics } from '../../../replay/product/statistics.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** Rows a table is planned with; -1: nobody has looked. */
async function rowsOf(table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select reltuples::int as rows from pg_class where oid = ${`${world.em.schema}.${table}`}::regclass`.execute(
    merchantDb(world.em),
  )
  return rows[0]?.rows ?? Number.NaN
}

it('a table that grows is looked at each time the lines have doubled, and one that is empty is not', async () => {
  const growth = new Growth(world.em)
  await world.stocked('S1', 'W1', 5)
  await growth.see(99)
  expect(await rowsOf('ledger')).toBe(-1)
  await growth.see(100)
  const first = await rowsOf('ledger')
  expect(first).toBeGreaterThan(0)
  await world.stocked('S2', 'W1', 5)
  await growth.see(199)
  expect(await rowsOf('ledger')).toBe(first)
  await growth.see(200)
  expect(await rowsOf('ledger')).toBeGreaterThan(first)
  expect(await rowsOf('stock_command')).toBe(-1)
  await takeStatistics(world.em, ['stock_command', 'sku'])
  expect(await rowsOf('stock_command')).toBe(-1)
  expect(await rowsOf('sku')).toBe(2)
})
