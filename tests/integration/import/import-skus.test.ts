import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findSkusByCode } from '../../../src/catalogue/find-skus.ts'
import { listSkus } from '../../../src/catalogue/list-skus.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { SystemClock } from '../../../src/clock.ts'
import { importSkus } from '../../../src/import/import-skus.ts'
import { openTable } from '../../../src/import/open-table.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'
import { number, writeWorkbook } from '../../support/write-workbook.ts'

const signal = new AbortController().signal
const clock = new SystemClock()
const MASTER = new URL('../../fixtures/import/order_stream_skus.csv.gz', import.meta.url).pathname

let merchant: TestMerchant
let folder: string
let bad: string[] = []
beforeAll(async () => {
  merchant = await testMerchant()
  folder = await mkdtemp(join(tmpdir(), 'onepool-import-'))
})
afterAll(async () => {
  await merchant.dispose()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  bad = []
})

async function importFile(path: string, until = signal) {
  const table = await openTable(path, { encoding: undefined, signal })
  const badRows = { add: (line: number, reason: string) => void bad.push(`${line}: ${reason}`) }
  try {
    return await importSkus({ em: merchant.em, table, clock, badRows, onProgress: () => undefined, signal: until })
  } finally {
    await table.close()
  }
}

async function importText(text: string | Buffer) {
  const path = join(folder, 'skus.csv')
  await writeFile(path, text)
  return importFile(path)
}

it('the SKU master of a real shop goes in whole, and a second time changes nothing', async () => {
  const first = await importFile(MASTER)
  expect(first).toMatchObject({ created: 2_934, updated: 0, unchanged: 0, bad: 0 })
  expect(first.unknownColumns).toContain('median_price')
  expect(await importFile(MASTER)).toMatchObject({ created: 0, updated: 0, unchanged: 2_934, bad: 0 })
  const found = await findSkusByCode(merchant.em, ['10080', '17107D'])
  expect(found.get('10080')).toMatchObject({ name: 'GROOVY CACTUS INFLATABLE' })
  expect(found.get('17107D')).toMatchObject({ name: "FLOWER FAIRY,5 SUMMER B'DRAW LINERS" })
  const page = await listSkus(merchant.em, { first: 3, after: null, filter: { text: 'cactus inflatable' } })
  expect(page.kind === 'page' && page.edges.length).toBe(1)
})

it('good rows go in, bad ones are told by line and reason', async () => {
  const text = [
    '编码,名称,条码',
    'b1,好,0069',
    'b2,"a" b,1',
    ',空,2',
    'b3,好,6.9E+12',
    'b1,又,3',
    'b4,"多\n行",4',
    'b5,好,5',
    '',
  ].join('\r\n')
  expect(await importText(text)).toMatchObject({ created: 2, bad: 5 })
  expect(bad).toEqual([
    '3: a quoted cell goes on after its closing quote',
    '4: code must not be empty',
    '5: barcode 6.9E+12 has lost its digits: make the column a text column and enter it again',
    '6: code b1 is already on line 2',
    '7: name must not contain control characters',
  ])
  const found = await findSkusByCode(merchant.em, ['b1', 'b2', 'b3', 'b4', 'b5'])
  expect([...found.keys()].toSorted()).toEqual(['b1', 'b5'])
  expect(found.get('b1')).toMatchObject({ name: '好', barcode: '0069' })
})

it('GB18030 and a workbook give the same SKUs as UTF-8', async () => {
  // `编码,名称\n0012,马克杯\n`
  await importText(Buffer.from('b1e0c2eb2cc3fbb3c60a303031322cc2edbfcbb1ad0a', 'hex'))
  const path = join(folder, 'skus.xlsx')
  const rows = [
    ['库存表'],
    ['编码', '名称', '条码', '标签'],
    ['0012', '马克杯'],
    ['0013', 'x', number('6901234567892'), '新品|热卖'],
  ]
  await writeWorkbook(path, rows)
  expect(await importFile(path)).toMatchObject({ created: 1, unchanged: 1 })
  expect((await findSkusByCode(merchant.em, ['0013'])).get('0013')).toMatchObject({
    barcode: '6901234567892',
    tags: ['新品', '热卖'],
  })
})

describe('what a file does not say', () => {
  it('stays: a missing column, and an empty name; an empty cell of a column that is there clears', async () => {
    await createSku(merchant.em, { code: 'k1', name: 'Mug', barcode: '1', productGroup: 'g', tags: ['t'] }, new Date())
    await importText('sku,name,barcode\nk1,,\nk2,,\n')
    const found = await findSkusByCode(merchant.em, ['k1', 'k2'])
    expect(found.get('k1')).toMatchObject({ name: 'Mug', barcode: null, productGroup: 'g', tags: ['t'] })
    expect(found.get('k2')).toMatchObject({ name: 'k2' })
  })
})

it('a file without a code column is refused with what was found and what is wanted', async () => {
  await expect(importText('名称,价格\na,1\n')).rejects.toThrow(/货品编码.*found: 名称, 价格/)
})

it('two imports of the same new SKUs at once create each once', async () => {
  const lines = Array.from({ length: 5_000 }, (_, n) => `p${n},Name ${n}`)
  await writeFile(join(folder, 'a.csv'), `sku,name\n${lines.join('\n')}`)
  await writeFile(join(folder, 'b.csv'), `sku,name\n${lines.toReversed().join('\n')}`)
  const both = await Promise.all([importFile(join(folder, 'a.csv')), importFile(join(folder, 'b.csv'))])
  expect(both.reduce((sum, { created }) => sum + created, 0)).toBe(5_000)
  expect(both.every((one) => one.bad === 0 && one.updated === 0)).toBe(true)
})

it('stopped half-way it keeps what it wrote, and again it does the rest', async () => {
  const lines = Array.from({ length: 6_000 }, (_, n) => `s${n},Name ${n}`)
  const path = join(folder, 'stopped.csv')
  await writeFile(path, `sku,name\n${lines.join('\n')}`)
  const stop = new AbortController()
  const table = await openTable(path, { encoding: undefined, signal })
  const badRows = { add: (line: number, reason: string) => void bad.push(`${line}: ${reason}`) }
  const stopped = importSkus({ em: merchant.em, table, clock, badRows, onProgress: () => stop.abort(), signal: stop.signal })
  await expect(stopped).rejects.toThrow('abort')
  await table.close()
  const rest = await importFile(path)
  expect(rest).toMatchObject({ bad: 0, updated: 0 })
  expect(rest.created).toBeGreaterThan(0)
  expect(rest.unchanged).toBeGreaterThan(0)
  expect(rest.created + rest.unchanged).toBe(6_000)
})
