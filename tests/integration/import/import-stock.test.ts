import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLocation } from '../../../src/catalogue/create-location.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { SystemClock } from '../../../src/clock.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { earlierTime, nameByContent } from '../../../src/import/identify-document.ts'
import { importStock, type StockKind } from '../../../src/import/import-stock.ts'
import { LocationMaker } from '../../../src/import/make-locations.ts'
import { openTable } from '../../../src/import/open-table.ts'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { createStockDesk, type StockDesk } from '../../../src/stock/stock-desk.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const signal = new AbortController().signal
const clock = new SystemClock()
let merchant: TestMerchant
let desk: StockDesk
let folder: string
let bad: string[] = []
beforeAll(async () => {
  merchant = await testMerchant()
  desk = createStockDesk(merchant.em, clock)
  folder = await mkdtemp(join(tmpdir(), 'onepool-import-'))
  for (const code of ['W', 'S']) await createLocation(merchant.em, { code, name: code, kind: 'warehouse' }, new Date())
  for (const code of ['A', 'B', 'C', 'D', 'E', 'F']) await createSku(merchant.em, { code, name: code }, new Date())
})
afterAll(async () => {
  await merchant.dispose()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  bad = []
})

async function importText(
  text: string,
  more: { kind?: StockKind; document?: string; defaultLocation?: string; atMs?: number; locations?: LocationMaker } = {},
) {
  const path = join(folder, 'stock.csv')
  await writeFile(path, text)
  const document = more.document ?? (await nameByContent(path))
  const table = await openTable(path, { encoding: undefined, signal })
  const badRows = { add: (line: number, reason: string) => void bad.push(`${line}: ${reason}`) }
  try {
    return await importStock({
      desk,
      table,
      document,
      clock,
      badRows,
      signal,
      actor: 'test',
      kind: more.kind ?? 'count',
      happenedAtMs: more.atMs ?? (await earlierTime(merchant.em, document)) ?? clock.now().getTime(),
      defaultLocation: more.defaultLocation,
      locations: more.locations,
      onProgress: () => undefined,
    })
  } finally {
    await table.close()
  }
}

/** Units by SKU, location and condition, and the pool's on hand. */
async function stockOf(sku: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ place: string; units: number }>`
    select l.code || '/' || s.condition as place, s.units::int as units
      from ${sql.table('location_stock')} s join ${sql.table('location')} l on l.id = s.location_id
      join ${sql.table('sku')} k on k.id = s.sku_id where k.code = ${sku} and s.units <> 0
     union all
    select 'pool', b.on_hand::int from ${sql.table('pool_balance')} b join ${sql.table('sku')} k on k.id = b.sku_id
     where k.code = ${sku}`.execute(merchantDb(merchant.em))
  return Object.fromEntries(rows.map(({ place, units }) => [place, units]))
}

it('opening counts are booked by location and condition; bad rows and unknown codes are told; again nothing changes', async () => {
  const text = [
    '货品编码,仓库,数量,品相,备注',
    'A,W,10,良品,',
    'A,W,2,次品,',
    'A,S,"1,000",,',
    'nothing,W,1,,',
    'A,nowhere,1,,',
    'A,W,-5,待检,',
    'A,W,11,良品,',
    'B,W,0,,',
  ].join('\n')
  expect(await importText(text)).toEqual({ booked: 4, corrected: 0, unchanged: 0, bad: 4, unknownColumns: ['备注'] })
  expect(bad.toSorted()).toEqual([
    expect.stringMatching(/^5: .*nothing/),
    expect.stringMatching(/^6: .*nowhere/),
    expect.stringMatching(/^7: units -5/),
    '8: A at W (sellable) is already counted on line 2',
  ])
  expect(await stockOf('A')).toEqual({ 'W/sellable': 10, 'W/defective': 2, 'S/sellable': 1_000, pool: 1_010 })
  expect(await importText(text)).toMatchObject({ booked: 0, corrected: 0, unchanged: 4, bad: 4 })
  expect(await stockOf('A')).toEqual({ 'W/sellable': 10, 'W/defective': 2, 'S/sellable': 1_000, pool: 1_010 })
})

describe('a count that is imported again', () => {
  it('after goods have moved does not bring the old figure back', async () => {
    const text = 'sku,location,units\nC,W,10\n'
    await importText(text)
    const lines = [{ sku: 'C', condition: 'sellable' as const, units: 5 }]
    await desk.do(receiveStock, { location: 'W', lines, receivedAtMs: null, reference: null }, { key: 'c', actor: 'test' })
    expect(await importText(text)).toMatchObject({ unchanged: 1 })
    expect(await stockOf('C')).toEqual({ 'W/sellable': 15, pool: 15 })
  })

  it('under the same document with another figure is a correction of that count, as of then', async () => {
    await importText('sku,location,units\nD,W,10\n', { document: 'stocktake' })
    const lines = [{ sku: 'D', condition: 'sellable' as const, units: 5 }]
    await desk.do(receiveStock, { location: 'W', lines, receivedAtMs: null, reference: null }, { key: 'd', actor: 'test' })
    expect(await importText('sku,location,units\nA,W,10\nD,W,8\n', { document: 'stocktake' })).toMatchObject({
      corrected: 1,
      booked: 1,
    })
    expect(await stockOf('D')).toEqual({ 'W/sellable': 13, pool: 13 })
  })
})

it('receipts add up, each row once, and may name one location for the whole file', async () => {
  const text = 'sku,qty\nE,3\nE,4\n'
  const more = { kind: 'receipt' as const, defaultLocation: 'S' }
  expect(await importText(text, more)).toMatchObject({ booked: 2, bad: 0 })
  expect(await importText(text, more)).toMatchObject({ unchanged: 2 })
  expect(await stockOf('E')).toEqual({ 'S/sellable': 7, pool: 7 })
  await expect(importText(text)).rejects.toThrow(/no row names the columns.*location/)
})

it('the same file imported by two at once is booked once', async () => {
  const rows = Array.from({ length: 300 }, (_, n) => `F,${n + 1}`)
  const text = `sku,qty\n${rows.join('\n')}`
  const more = { kind: 'receipt' as const, defaultLocation: 'W', document: 'twice', atMs: 1_790_000_000_000 }
  const both = await Promise.all([importText(text, more), importText(text, more)])
  expect(both.map(({ bad: badRows }) => badRows)).toEqual([0, 0])
  expect(both.reduce((sum, { booked }) => sum + booked, 0)).toBe(300)
  expect(await stockOf('F')).toEqual({ 'W/sellable': (300 * 301) / 2, pool: (300 * 301) / 2 })
})

describe('locations that nobody has created', () => {
  it('are made where the operator says so, in the first pool', async () => {
    const locations = new LocationMaker(merchant.em, clock)
    const text = 'sku,location,units\nB,New 1,3\nB,W,0\nB,New 2,4\nB,"a\u0001b",1\n'
    expect(await importText(text, { locations })).toMatchObject({ booked: 3, bad: 1 })
    expect(locations.created).toEqual(['New 1', 'New 2'])
    expect(await stockOf('B')).toEqual({ 'New 1/sellable': 3, 'New 2/sellable': 4, pool: 7 })
  })

  it('are too many when another column was taken for them', async () => {
    const lines = Array.from({ length: 201 }, (_, n) => `B,${n},1`)
    const text = `sku,location,units\n${lines.join('\n')}`
    await expect(importText(text, { locations: new LocationMaker(merchant.em, clock) })).rejects.toThrow('is that the column')
  })
})
