import { sql, type RawBuilder } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { setPresaleQuota } from '../../../src/presale/set-presale-quota.ts'
import { PresaleShop } from '../../support/presale-shop.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  const shop = await PresaleShop.open(world, 'shop')
  await shop.expect(9, '2026-12-01')
  await world.do(setPresaleQuota, { channel: 'shop', listing: 'ahead', pool: null, units: 6 })
  await shop.sell({ orderId: 'a', units: 3 }, { orderId: 'b', units: 2 })
  await shop.arrive(4)
})
afterAll(() => world.close())

const table = (name: string) => sql.table(name)
const damages: readonly (readonly [string, (by: number) => RawBuilder<unknown>, string])[] = [
  ['orders', (by) => sql`update ${table('presale_balance')} set ordered = ordered + ${by}::int`, 'presale orders against claims'],
  [
    'claims',
    (by) => sql`update ${table('presale_claim')} set units = units + ${by}::int where served < units`,
    'presale orders against claims',
  ],
  [
    'receipts',
    (by) => sql`update ${table('expected_receipt')} set presale_orders = presale_orders - ${by}::int`,
    'presale orders against receipts',
  ],
  [
    'goods',
    (by) => sql`update ${table('presale_balance')} set unnamed = unnamed + ${by}::int`,
    'goods that came in against receipts',
  ],
  [
    'quotas',
    (by) => sql`update ${table('expected_receipt')} set presale_quota = presale_quota - ${by}::int`,
    'presale quota against listings',
  ],
  [
    'sales',
    (by) => sql`update ${table('presale_quota')} set sold = sold + ${by}::int`,
    'sold ahead by the listing against claims',
  ],
  ['holds', (by) => sql`update ${table('hold_line')} set units = units + ${by}::int`, 'presale units served against the hold'],
]

it.each(damages)('I1: the audit names %s of presale that do not agree', async (_name, damage, check) => {
  expect(await world.differences()).toEqual([])
  await damage(1).execute(merchantDb(world.em))
  const found = await world.differences()
  await damage(-1).execute(merchantDb(world.em))
  expect(found.map((difference) => difference.check)).toContain(check)
})
