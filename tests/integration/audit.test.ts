import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditMerchant } from '../../src/audit/audit-merchant.ts'
import type { Difference } from '../../src/audit/difference.ts'
import { SystemClock } from '../../src/clock.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { holdUnits } from '../../src/stock/commands/hold-units.ts'
import { receiveStock } from '../../src/stock/facts/receive-stock.ts'
import { createStockDesk, type StockDesk } from '../../src/stock/stock-desk.ts'
import { testMerchant, type TestMerchant } from '../support/db.ts'

let merchant: TestMerchant
let desk: StockDesk

beforeAll(async () => {
  merchant = await testMerchant()
  desk = createStockDesk(merchant.em, new SystemClock())
})
afterAll(() => merchant.dispose())

beforeEach(async () => {
  await run(sql`truncate ${sql.table('stock_command')}, ${sql.table('sku')}, ${sql.table('location')}, ${sql.table('hold')}, ${sql.table('hold_line')}, ${sql.table('ledger')},
    ${sql.table('stock_move')}, ${sql.table('command')} restart identity cascade`)
  await run(
    sql`insert into ${sql.table('pool')} (code, name, position, created_at) values ('central', 'Central pool', 1, '2026-01-01') on conflict do nothing`,
  )
  await run(
    sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at) values ('A1', 'Anorak', '2026-01-01', '2026-01-01')`,
  )
  await run(sql`insert into ${sql.table('location')} (code, name, kind, pool_id, created_at, updated_at)
    select 'W1', 'Warehouse', 'warehouse', id, '2026-01-01', '2026-01-01' from ${sql.table('pool')}`)
  const lines = [{ sku: 'A1', condition: 'sellable' as const, units: 10 }]
  await desk.do(receiveStock, { location: 'W1', lines, receivedAtMs: null, reference: null }, { key: 'r1', actor: 'test' })
  const line = { sku: 'A1', recipe: null, units: 3, location: 'W1' }
  await desk.do(
    holdUnits,
    { pool: null, lines: [line], ttlMs: 60_000, reference: null, channel: null },
    { key: 'h1', actor: 'test' },
  )
})

describe('the audit', () => {
  it('I1: finds nothing where every record agrees', async () => {
    expect(await differences()).toEqual([])
  })

  it.each([
    [
      'a ledger line that was changed',
      sql`update ${sql.table('ledger')} set units = 4 where to_place = 'held'`,
      'ledger against balance: held',
    ],
    ['a balance that was changed', sql`update ${sql.table('pool_balance')} set on_hand = 11`, 'ledger against balance: on_hand'],
    ['a hold that lost a line', sql`delete from ${sql.table('hold_line')}`, 'balance against holds'],
    ['goods that do not add up', sql`update ${sql.table('location_stock')} set units = 9`, 'balance against goods at locations'],
    ['goods without their movement', sql`delete from ${sql.table('stock_move')}`, 'goods against movements'],
    ['units named by no hold', sql`update ${sql.table('location_stock')} set named = 5`, 'named units against holds'],
    [
      'a command under way whose units come from no pool',
      sql`with channel as (insert into ${sql.table('channel')} (code, name, platform, state, created_at)
            values ('c' || random(), 'c', 'direct', 'live', '2026-01-01') returning id),
          listing as (insert into ${sql.table('listing')} (channel_id, external_id, state, created_at)
            select id, 'x', 'listed', '2026-01-01' from channel returning id)
        insert into ${sql.table('stock_command')} (id, listing_id, pool_id, kind, units, platform_key, state, fence, created_at)
        select gen_random_uuid(), id, (select min(id) from ${sql.table('pool')}), 'raise', 2, 'k', 'open', 1, '2026-01-01' from listing`,
      'parts against command',
    ],
    ['a ledger without a balance', sql`delete from ${sql.table('pool_balance')}`, 'ledger without balance'],
  ])('names %s', async (_, damage, check) => {
    await run(damage)
    expect((await differences()).map((difference) => difference.check)).toContain(check)
  })

  it('says which SKU, and both figures', async () => {
    await run(sql`update ${sql.table('location_stock')} set units = 9`)
    expect(await differences()).toContainEqual({
      check: 'goods against movements',
      subject: 'location W1, SKU A1, sellable',
      recorded: 9,
      expected: 10,
    })
  })
})

async function differences(): Promise<readonly Difference[]> {
  const steps = await Array.fromAsync(auditMerchant(merchant.em.fork(), new AbortController().signal))
  return steps.flatMap((step) => step.differences)
}

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(merchantDb(merchant.em.fork()))
}
