import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SystemClock } from '../../../src/clock.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { createStockDesk, type StockDesk } from '../../../src/stock/stock-desk.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

let merchant: TestMerchant
let desk: StockDesk
beforeAll(async () => {
  merchant = await testMerchant()
  desk = createStockDesk(merchant.em, new SystemClock())
  const db = merchantDb(merchant.em.fork())
  await sql`insert into ${sql.table('pool')} (code, name, position, created_at) values ('central','Central',1,'2026-01-01') on conflict do nothing`.execute(
    db,
  )
  await sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at) values ('A1','A1','2026-01-01','2026-01-01')`.execute(
    db,
  )
  await sql`insert into ${sql.table('pool_balance')} (pool_id, sku_id, on_hand) select p.id, s.id, 5 from ${sql.table('pool')} p, ${sql.table('sku')} s`.execute(
    db,
  )
})
afterAll(() => merchant.dispose())

it('I1: sells the last five units five times, however many ask at once', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      desk.do(
        holdUnits,
        {
          pool: null,
          lines: [{ sku: 'A1', recipe: null, units: 1, location: null }],
          ttlMs: 60_000,
          reference: null,
          channel: null,
        },
        { key: `k${n}`, actor: 'test' },
      ),
    ),
  )
  expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(5)
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
})
