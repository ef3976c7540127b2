import { describe, expect, it } from 'vitest'
import { documentColumns, type DocumentField } from '../../../src/import/document-columns.ts'
import { readDocumentRow } from '../../../src/import/document-row.ts'
import { readInstant } from '../../../src/import/read-instant.ts'
import { UNDAMAGED } from '../../../src/import/table.ts'

const fields = Object.keys(documentColumns).filter((field): field is DocumentField => field in documentColumns)
const at = new Map(fields.map((field, index) => [field, index]))

function read(cells: Partial<Record<DocumentField, string>>) {
  const row = { kind: 'row' as const, line: 7, cells: fields.map((field) => cells[field] ?? ''), damaged: UNDAMAGED }
  return readDocumentRow(row, at, { source: 'wms', utcOffset: '+08:00' })
}

const sale = { document: 'S-1', kind: '零售', happenedAt: '2026/11/11 20:00', location: 'S1', code: '0042', units: '1,200' }

describe('a row of a file of documents', () => {
  it('is a line of its document, with what the file leaves out taken from the options and the row', () => {
    expect(read(sale)).toEqual({
      kind: 'line',
      args: {
        source: 'wms',
        document: 'S-1',
        line: '7',
        kind: 'sale',
        happenedAtMs: Date.UTC(2026, 10, 11, 12),
        location: 'S1',
        sku: '0042',
        condition: 'sellable',
        units: 1200,
        toCondition: null,
        transfer: null,
        otherLocation: null,
        order: null,
        orderLine: null,
        reason: null,
      },
    })
  })

  it('may take units away only where it is an adjustment', () => {
    expect(read({ ...sale, kind: 'adjustment', units: '-3' })).toMatchObject({ args: { kind: 'adjustment', units: -3 } })
    expect(read({ ...sale, units: '-3' })).toMatchObject({ kind: 'bad', reason: expect.stringContaining('units') })
  })

  it.each([
    [{ ...sale, kind: 'gift' }, 'kind gift is not one of'],
    [{ ...sale, happenedAt: 'yesterday' }, 'is no date and time'],
    [{ ...sale, happenedAt: '2026-02-31 10:00' }, 'is no date and time'],
    [{ ...sale, document: '' }, 'document must be'],
    [{ ...sale, code: '' }, 'a sale needs sku'],
    [{ ...sale, code: '6.90123E+12' }, 'code 6.90123E+12 has lost its digits'],
    [{ ...sale, kind: 'shipment', order: '2.73151E+18' }, 'order 2.73151E+18 has lost its digits'],
    [{ ...sale, document: '2.7E+15' }, 'document 2.7E+15 has lost its digits'],
    [{ ...sale, condition: 'so so' }, 'condition so so is not known'],
    [{ ...sale, units: '2.5' }, 'units 2.5 must be a whole number'],
    [{ ...sale, kind: 'condition change' }, 'needs toCondition'],
    [{ ...sale, kind: 'shipment', orderLine: 'x' }, 'order line x must be'],
  ])('that cannot be meant is told why: %j', (cells, reason) => {
    expect(read(cells)).toMatchObject({ kind: 'bad', reason: expect.stringContaining(reason) })
  })
})

describe('a time in a file', () => {
  it.each([
    ['2026-11-11T20:00:00+08:00', Date.UTC(2026, 10, 11, 12)],
    ['2026-11-11 20:00:00.5 +0800', Date.UTC(2026, 10, 11, 12, 0, 0, 500)],
    ['2026-11-11T12:00:00Z', Date.UTC(2026, 10, 11, 12)],
  ])('that says its zone is read: %s', (text, ms) => expect(readInstant(text, undefined)).toBe(ms))

  it('that does not say its zone is read only by the one that was given', () => {
    expect(readInstant('2026/1/2 8:05', '+08:00')).toBe(Date.UTC(2026, 0, 2, 0, 5))
    expect(readInstant('2026/1/2 8:05', undefined)).toContain('--utc-offset')
  })
})
