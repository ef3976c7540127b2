import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLocation } from '../../../src/catalogue/create-location.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { SystemClock } from '../../../src/clock.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { importDocuments } from '../../../src/import/import-documents.ts'
import { openTable } from '../../../src/import/open-table.ts'
import { createStockDesk, type StockDesk } from '../../../src/stock/stock-desk.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const HEADER = '来源系统,单据编号,行号,单据类型,业务时间,仓库,货品编码,数量,调拨单号,备注'
const clock = new SystemClock()
const { signal } = new AbortController()
let merchant: TestMerchant
let desk: StockDesk
let folder: string

beforeAll(async () => {
  merchant = await testMerchant()
  desk = createStockDesk(merchant.em, clock)
  folder = await mkdtemp(join(tmpdir(), 'onepool-documents-'))
  for (const code of ['W', 'S']) await createLocation(merchant.em, { code, name: code, kind: 'warehouse' }, clock.now())
  await createSku(merchant.em, { code: 'A', name: 'A' }, clock.now())
})
afterAll(async () => {
  await merchant.dispose()
  await rm(folder, { recursive: true, force: true })
})

it('books what other systems tell in a file, in any order, once, and corrects it when it is told anew', async () => {
  const rows = [
    'wms,C-1,1,盘点,2026/11/10 18:00,W,A,90,,',
    'wms,T-1,1,调拨入库,2026/11/11 09:00,S,A,10,DB-1,',
    'pos,R-1,1,零售,2026/11/11 10:00,S,A,3,,',
    'wms,R-9,1,入库,2026/11/10 08:00,W,A,100,,told after the count that saw it',
    'wms,T-1,2,调拨出库,2026/11/11 08:00,W,A,10,DB-1,',
    'wms,J-1,1,库存调整,2026/11/11 11:00,W,A,-2,,broken',
  ]
  expect(await importRows(rows)).toMatchObject({ booked: 6, bad: 0 })
  expect(await stock()).toEqual({ W: '78', S: '7' })

  expect(await importRows(rows)).toMatchObject({ booked: 0, unchanged: 6 })
  expect(await importRows(['pos,R-1,1,零售,2026/11/11 10:00,S,A,4,,'])).toMatchObject({ corrected: 1 })
  expect(await stock()).toEqual({ W: '78', S: '6' })
})

it('tells each bad row with its line while the good ones go in', async () => {
  const bad: string[] = []
  const rows = [
    'pos,R-2,1,零售,2026/11/12 10:00,S,A,1,,',
    'pos,R-2,1,零售,2026/11/12 10:00,S,A,2,,',
    'pos,R-3,1,零售,2026/11/12 10:00,S,NOPE,1,,',
    'pos,R-4,1,送礼,2026/11/12 10:00,S,A,1,,',
  ]
  expect(await importRows(rows, bad)).toMatchObject({ booked: 1, bad: 3 })
  expect(bad.toSorted()).toEqual([
    '3: line 1 of R-2 stands on line 2 of the file already',
    '4: no SKU NOPE',
    expect.stringContaining('5: kind 送礼 is not one of'),
  ])
})

it('I13: in any order, cut into any files and given twice, they come to the same stock', async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), fc.nat(5), async (order, cut) => {
      const sku = `K${(runs += 1)}`
      await createSku(merchant.em, { code: sku, name: sku }, clock.now())
      const story = [
        `wms,${sku}-in,1,入库,2026/11/01 09:00,W,${sku},20,,`,
        `pos,${sku}-till,1,零售,2026/11/02 09:00,W,${sku},3,,`,
        `wms,${sku}-go,1,调拨出库,2026/11/03 09:00,W,${sku},5,${sku}-t,`,
        `wms,${sku}-go,2,调拨入库,2026/11/04 09:00,S,${sku},5,${sku}-t,`,
        `wms,${sku}-broken,1,库存调整,2026/11/05 09:00,W,${sku},-2,,`,
      ]
      const rows = order.flatMap((n) => story[n] ?? [])
      await importRows(rows.slice(0, cut))
      await importRows(rows)
      expect(await importRows(rows.toReversed())).toMatchObject({ booked: 0, corrected: 0, unchanged: 5, bad: 0 })
      expect(await stock(sku)).toEqual({ W: '10', S: '5' })
    }),
    { numRuns: 15 },
  )
})

async function importRows(rows: readonly string[], bad: string[] = []) {
  const path = join(folder, 'documents.csv')
  await writeFile(path, [HEADER, ...rows].join('\n'))
  const table = await openTable(path, { encoding: undefined, signal })
  const badRows = { add: (line: number, reason: string) => void bad.push(`${line}: ${reason}`) }
  const defaults = { source: undefined, utcOffset: '+08:00', actor: 'test', onProgress: () => undefined }
  try {
    return await importDocuments({ desk, table, clock, badRows, signal, ...defaults })
  } finally {
    await table.close()
  }
}

async function stock(sku = 'A') {
  const { rows } = await sql<{ code: string; units: string }>`
    select l.code, s.units from ${sql.table('location_stock')} s join ${sql.table('location')} l on l.id = s.location_id
      join ${sql.table('sku')} k on k.id = s.sku_id where k.code = ${sku}`.execute(merchantDb(merchant.em.fork()))
  return Object.fromEntries(rows.map(({ code, units }) => [code, units]))
}
