import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchColumns, skuColumns, stockColumns, type SkuField, type StockField } from '../../../src/import/columns.ts'
import { csvCell } from '../../../src/import/error-report.ts'
import { SeenRows } from '../../../src/import/seen-rows.ts'
import { readSkuRow } from '../../../src/import/sku-row.ts'
import { readStockRow } from '../../../src/import/stock-row.ts'
import { UNDAMAGED, type TableRow } from '../../../src/import/table.ts'
import { numberText } from '../../../src/import/xlsx/cell-text.ts'
import { PackedTexts } from '../../../src/import/xlsx/packed-texts.ts'

const row = (cells: readonly string[], damaged = UNDAMAGED): TableRow => ({ kind: 'row', line: 2, cells, damaged })

describe('column names', () => {
  it('are found in English and Chinese, whatever their case, stars and remarks, and the others are named', () => {
    const columns = matchColumns(['*货品编码（必填）', 'Product Name', ' 条 码 ', '备注', 'TAGS', ''], skuColumns, ['code'])
    expect(Object.fromEntries(columns?.at ?? [])).toEqual({ code: 0, name: 1, barcode: 2, tags: 4 })
    expect(columns?.unknown).toEqual(['备注'])
    const stock = matchColumns(['SKU', '仓库', '数量', '品相'], stockColumns, ['code', 'units'])
    expect(Object.fromEntries(stock?.at ?? [])).toEqual({ code: 0, location: 1, units: 2, condition: 3 })
  })

  it('that could be two required ones are refused, of others the better known name is read', () => {
    expect(() => matchColumns(['货品编码', '商家编码'], skuColumns, ['code'])).toThrow('"货品编码" and "商家编码"')
    const columns = matchColumns(['sku', 'description', 'name'], skuColumns, ['code'])
    expect(columns?.at.get('name')).toBe(2)
    expect(columns?.unknown).toEqual(['description'])
    expect(matchColumns(['name', 'barcode'], skuColumns, ['code'])).toBeUndefined()
  })
})

describe('a SKU row', () => {
  const at = new Map<SkuField, number>([
    ['code', 0],
    ['name', 1],
    ['barcode', 2],
    ['tags', 3],
  ])

  it('keeps leading zeros and formulas as text and parts tags', () => {
    expect(readSkuRow(row([' 0012 ', '=1+1', '00690', '新品，热卖, 新品;a']), at)).toEqual({
      kind: 'sku',
      sku: { code: '0012', name: '=1+1', barcode: '00690', productGroup: null, tags: ['新品', '热卖', 'a'] },
    })
    expect(readSkuRow(row(['A']), at)).toMatchObject({ kind: 'sku', sku: { name: null, barcode: null, tags: [] } })
    expect(readSkuRow(row(['', ' ', '　']), at)).toEqual({ kind: 'empty' })
  })

  it.each([
    [['', 'x'], /code must not be empty/],
    [['6.90123E+12', 'x'], /lost its digits/],
    [['A', 'x', '6.90123E+12'], /barcode .* lost its digits/],
    [['A\u200b', 'x'], /invisible/],
    [['A', '\ufffd'], /encoding/],
    [['A', 'x'.repeat(201)], /at most 200/],
  ])('%j is bad', (cells, reason) => {
    expect(readSkuRow(row(cells), at)).toMatchObject({ kind: 'bad', reason: expect.stringMatching(reason) })
  })

  it('a spoilt cell is bad only where it is read', () => {
    expect(readSkuRow(row(['A', 'x', '', '', '#N/A'], new Map([[4, 'holds the error']])), at)).toMatchObject({ kind: 'sku' })
    expect(readSkuRow(row(['A', '#N/A'], new Map([[1, 'holds the error #N/A']])), at)).toEqual({
      kind: 'bad',
      reason: 'name holds the error #N/A',
    })
  })

  it('of any cells is a storable SKU or a reason', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 5 }), (cells) => {
        const read = readSkuRow(row(cells), at)
        const sku = read.kind === 'sku' ? read.sku : { code: 'none', name: null, barcode: null, tags: [] }
        const texts = [sku.code, sku.name, sku.barcode, ...sku.tags].filter((text) => text !== null)
        for (const text of texts) {
          expect(text).toBe(text.trim())
          expect(text).not.toMatch(/\p{Cc}/u)
          expect(Buffer.from(text).toString()).toBe(text)
        }
        expect(sku.code).not.toBe('')
        expect(read.kind === 'bad' ? read.reason : 'good').not.toBe('')
      }),
    )
  })
})

describe('a stock row', () => {
  const at = new Map<StockField, number>([
    ['code', 0],
    ['location', 1],
    ['units', 2],
    ['condition', 3],
  ])

  it.each([
    ['12', 12],
    ['0', 0],
    ['1,200', 1_200],
    ['12.00', 12],
    ['0012', 12],
  ])('reads %j units', (text, units) => {
    expect(readStockRow(row(['A', 'W', text]), at)).toEqual({
      kind: 'stock',
      stock: { code: 'A', location: 'W', condition: 'sellable', units },
    })
  })

  it.each(['', '-1', '1.5', '1e3', '12,00', '１２', 'NaN', '0x10', '1000000001', '99999999999999999999'])(
    'refuses %j units',
    (text) => {
      expect(readStockRow(row(['A', 'W', text]), at)).toMatchObject({ kind: 'bad', reason: expect.stringContaining('units') })
    },
  )

  it('knows conditions by their Chinese names too, and no others', () => {
    const conditions = ['良品', '待检', '残次品', 'Defective'].map((text) => readStockRow(row(['A', 'W', '1', text]), at))
    expect(conditions.map((read) => read.kind === 'stock' && read.stock.condition)).toEqual([
      'sellable',
      'to_inspect',
      'defective',
      'defective',
    ])
    expect(readStockRow(row(['A', 'W', '1', '新']), at)).toMatchObject({ kind: 'bad' })
  })

  it('lies at the given location where the file names none', () => {
    expect(readStockRow(row(['A', '', '1']), at, 'main')).toMatchObject({ stock: { location: 'main' } })
    expect(readStockRow(row(['A', '', '1']), at)).toMatchObject({ kind: 'bad', reason: 'location must not be empty' })
  })
})

it('a million keys are told apart by little memory', () => {
  const seen = new SeenRows()
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 50 }), (keys) => {
      const fresh = new SeenRows()
      expect(keys.map((key, n) => fresh.meet(key, n + 1))).toEqual(keys.map(() => undefined))
      expect(keys.map((key) => fresh.meet(key, 999))).toEqual(keys.map((_, n) => n + 1))
    }),
    { numRuns: 30 },
  )
  for (let n = 1; n <= 20_000; n += 1) expect(seen.meet(`key ${n}`, n)).toBeUndefined()
  expect(seen.meet('key 1', 5)).toBe(1)
  expect(seen.meet('key 20000', 5)).toBe(20_000)
})

it('packed texts come back as they were, also those larger than a block', () => {
  const texts = new PackedTexts()
  const all = ['', 'a', '货品', 'x'.repeat(1_500_000), '👩‍🚀', ...Array.from({ length: 5_000 }, (_, n) => `text ${n}`)]
  for (const text of all) texts.add(text)
  expect(all.every((text, n) => texts.at(n) === text)).toBe(true)
  expect([texts.at(-1), texts.at(all.length), texts.at(0.5), texts.at(Number.NaN)]).toEqual(Array(4).fill(undefined))
})

it.each([
  ['6901234567892', '6901234567892', false],
  ['6.901234567892E12', '6901234567892', false],
  ['0.1', '0.1', false],
  ['12', '12', false],
  ['1.2345678901234568E+17', '123456789012345680', true],
  ['abc', 'abc', false],
])('the number %s is the text %s', (stored, text, isDamaged) => {
  const found = numberText(stored)
  expect(found.text).toBe(text)
  expect(found.damage !== undefined).toBe(isDamaged)
})

it.each(['=cmd()', '+1', '-1', '@x', '\tx'])('a reason beginning with %j is no formula in the report', (text) => {
  expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
})
