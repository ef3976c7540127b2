import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvScanner } from '../../../src/import/csv/csv-scanner.ts'
import { guessDelimiter } from '../../../src/import/csv/guess-delimiter.ts'
import { importLimits } from '../../../src/import/import-limits.ts'
import { UnreadableFileError } from '../../../src/import/table.ts'

function scan(pieces: readonly string[], delimiter = ',') {
  const scanner = new CsvScanner(delimiter)
  return [...pieces.flatMap((piece) => scanner.push(piece)), ...scanner.end()]
}

function cellsOf(text: string): readonly (readonly string[] | string)[] {
  return scan([text]).map((row) => (row.kind === 'row' ? row.cells : row.reason))
}

describe('rows', () => {
  it('may end in LF, CR LF or CR, and the last one need not end', () => {
    expect(cellsOf('a,b\nc,d\r\ne,f\rg,h')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ])
  })

  it('are known by the line they begin on, whatever stands inside them', () => {
    const rows = scan(['a\n\n"two\r\nlines",x\nlast\n'])
    expect(rows.map(({ line }) => line)).toEqual([1, 3, 5])
  })

  it('keep quotes inside an unquoted cell, spaces, empty cells and formulas as they are', () => {
    expect(cellsOf('5" tube, x ,,=1+1,"say ""hi"""')).toEqual([['5" tube', ' x ', '', '=1+1', 'say "hi"']])
  })
})

describe('a broken row', () => {
  it('that goes on after a closing quote costs its line only', () => {
    expect(cellsOf('a,1\nb,"x" y\nc,3\n')).toEqual([['a', '1'], 'a quoted cell goes on after its closing quote', ['c', '3']])
  })

  it('with a quote that is never closed costs its line only', () => {
    const text = `a,1\nb,"x\nc,3\nd,4`
    expect(cellsOf(text)).toEqual([['a', '1'], 'a cell begins with a quote that is not closed', ['c', '3'], ['d', '4']])
  })

  it('with a quote that is not closed for very long costs its line only', () => {
    const tail = Array.from({ length: 20_000 }, (_, n) => `sku-${n},${n}`)
    const rows = scan([`a,1\nb,"x\n${tail.join('\n')}`.slice(0, 50_000), `a,1\nb,"x\n${tail.join('\n')}`.slice(50_000)])
    expect(rows.filter(({ kind }) => kind === 'bad').map(({ line }) => line)).toEqual([2])
    expect(rows).toHaveLength(2 + tail.length)
  })
})

it('a line without end is no table', () => {
  const scanner = new CsvScanner(',')
  expect(() => scanner.push('x'.repeat(importLimits.rowLength + 1))).toThrow(UnreadableFileError)
})

const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=', '货'), maxLength: 5 })

it('reads back whatever a writer wrote, as csv-parse does', () => {
  const row = fc.array(cell, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (rows, lineEnd) => {
      const text = rows.map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(lineEnd)
      const expected: unknown = parse(text, { relax_column_count: true })
      const found = scan([text]).map((found) => (found.kind === 'row' ? found.cells : found))
      expect(found).toEqual(rows.filter((cells) => cells.length > 1 || cells[0] !== ''))
      expect(expected).toEqual(rows)
    }),
  )
})

it('finds the same rows in any text, however it is cut into pieces', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 40 })
  fc.assert(
    fc.property(text, fc.array(fc.nat(40), { maxLength: 6 }), (whole, cuts) => {
      const at = [0, ...cuts.filter((cut) => cut <= whole.length).toSorted((a, b) => a - b), whole.length]
      const pieces = at.slice(1).map((end, n) => whole.slice(at[n], end))
      expect(scan(pieces)).toEqual(scan([whole]))
    }),
    { numRuns: 2_000 },
  )
})

it('no row reaches beyond the lines it was found on', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 60 })
  fc.assert(
    fc.property(text, (whole) => {
      const lines = scan([whole]).map(({ line }) => line)
      expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b))
      expect(lines.at(-1) ?? 1).toBeLessThanOrEqual(whole.split(/\r\n|\r|\n/).length)
    }),
    { numRuns: 1_000 },
  )
})

it.each([
  ['a,b;c\n', ','],
  ['a;b;c,d\n', ';'],
  ['库存表\n编码\t名称\t数量\n', '\t'],
  ['"a;b;c;d",e,f\n', ','],
  ['code\n', ','],
])('guesses the delimiter of %j', (text, delimiter) => {
  expect(guessDelimiter(text)).toBe(delimiter)
})
