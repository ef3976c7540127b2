import { expect, it } from 'vitest'
import { readImportOptions } from '../../../src/import/import-options.ts'

it('reads what is given and counts as of now unless told otherwise', () => {
  expect(readImportOptions(['--skus', 'a.csv'])).toMatchObject({ skus: 'a.csv', stockIs: 'count', createLocations: false })
  const given = [
    '--stock',
    'b.xlsx',
    '--stock-is',
    'receipt',
    '--counted-at',
    '2026-11-24T08:00:00+08:00',
    '--encoding',
    'GB18030',
  ]
  expect(readImportOptions(given)).toMatchObject({
    stock: 'b.xlsx',
    stockIs: 'receipt',
    countedAt: new Date('2026-11-24T00:00:00Z'),
    encoding: 'gb18030',
  })
})

it.each([
  [[], 'name a file'],
  [['--stock', 'a', '--counted-at', '2026-11-24 08:00'], 'with its zone'],
  [['--stock', 'a', '--counted-at', 'yesterday'], 'with its zone'],
  [['--skus', 'a', '--encoding', 'latin1'], '--encoding is one of utf-8, gb18030'],
  [['--stock', 'a', '--stock-is', 'guess'], '--stock-is is one of count, receipt'],
  [['--stock', 'a', '--document', ' '], '--document is a name'],
  [['--skus', 'a', '--colour', 'red'], "Unknown option '--colour'"],
])('refuses %j', (args, message) => {
  expect(() => readImportOptions(args)).toThrow(message)
})
