import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { createStockDesk, type StockDesk } from '../../../src/stock/stock-desk.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'
import { JumpingClock } from '../../support/jumping-clock.ts'

let merchant: TestMerchant
let desk: StockDesk
const clock = new JumpingClock(new Date('2026-11-11T20:00:00Z'))

beforeAll(async () => {
  merchant = await testMerchant()
  desk = createStockDesk(merchant.em, clock)
  await run(
    sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at) values ('A1', 'Anorak', '2026-01-01', '2026-01-01')`,
  )
  await run(sql`insert into ${sql.table('location')} (code, name, kind, pool_id, created_at, updated_at)
    select 'S1', 'Store', 'store', id, '2026-01-01', '2026-01-01' from ${sql.table('pool')} where code = 'central'`)
  const lines = [{ sku: 'A1', condition: 'sellable' as const, units: 10 }]
  await desk.do(receiveStock, { location: 'S1', lines, receivedAtMs: null, reference: null }, { key: 'r', actor: 'test' })
})
afterAll(() => merchant.dispose())

it('gives a location its units back when a hold that named it expires, whoever asks next', async () => {
  await hold('named', 'S1')
  clock.advance(61_000)
  await hold('elsewhere', null)

  const { rows } = await run(sql`select units, named from ${sql.table('location_stock')}`)
  expect(rows).toEqual([{ units: '10', named: '0' }])
})

function hold(key: string, location: string | null) {
  const lines = [{ sku: 'A1', recipe: null, units: 4, location }]
  return desk.do(holdUnits, { pool: null, lines, ttlMs: 60_000, reference: null, channel: null }, { key, actor: 'test' })
}

function run(statement: ReturnType<typeof sql>) {
  return statement.execute(merchantDb(merchant.em.fork()))
}
