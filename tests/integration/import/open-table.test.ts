import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTable } from '../../../src/import/open-table.ts'
import { writeWorkbook, workbookParts, sheetXml, number } from '../../support/write-workbook.ts'
import { writeZip } from '../../support/write-zip.ts'

const signal = new AbortController().signal
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepool-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let files = 0
const fresh = (name: string) => join(folder, `${(files += 1)}-${name}`)

async function rowsOf(path: string) {
  const table = await openTable(path, { encoding: undefined, signal })
  try {
    const rows = []
    for await (const row of table.rows) rows.push(row)
    expect(table.progress()).toBeCloseTo(1)
    return rows
  } finally {
    await table.close()
  }
}

const cellsOf = async (path: string) => (await rowsOf(path)).map((row) => (row.kind === 'row' ? row.cells : row.reason))

async function openText(text: string | Buffer, name = 'a.csv') {
  const path = fresh(name)
  await writeFile(path, text)
  return path
}

describe('a text', () => {
  it('is read by what it is, gzipped or not, whatever it is called', async () => {
    const expected = [
      ['编码', '名称'],
      ['0012', '马克杯'],
    ]
    expect(await cellsOf(await openText('\ufeff编码,名称\r\n0012,马克杯\r\n', 'x.txt'))).toEqual(expected)
    expect(await cellsOf(await openText(gzipSync('编码\t名称\n0012\t马克杯')))).toEqual(expected)
  })

  it('is refused when it is damaged, empty, no text, a bomb, or an old workbook', async () => {
    await expect(cellsOf(join(folder, 'none'))).rejects.toThrow('cannot be opened')
    await expect(cellsOf(folder)).rejects.toThrow('no file')
    await expect(cellsOf(await openText(''))).rejects.toThrow('empty')
    await expect(cellsOf(await openText(gzipSync('a,b\n'.repeat(9_999)).subarray(0, 60)))).rejects.toThrow('damaged')
    await expect(cellsOf(await openText(Buffer.from('a\0b\0c')))).rejects.toThrow('not a text')
    await expect(cellsOf(await openText(Buffer.from('d0cf11e0a1b11ae1', 'hex')))).rejects.toThrow('save it as .xlsx')
    await expect(cellsOf(await openText(gzipSync(`${'x'.repeat(60_000)}\n`.repeat(600))))).rejects.toThrow('250 times its size')
  })
})

describe('a workbook', () => {
  it('gives the first visible sheet: shared, formatted, inline and formula texts, numbers as they were typed', async () => {
    const path = fresh('book.xlsx')
    const parts = workbookParts([
      ['货品编码', 'Barcode', 'n'],
      ['0012', number('6901234567892'), number('6.9012345678920001E12')],
      [
        {
          xml: (at) =>
            `<c r="${at}" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r><rPh><t>x</t></rPh></is></c>`,
        },
        { xml: (at) => `<c r="${at}" t="str"><f>HYPERLINK("http://x")</f><v>=1+1</v></c>` },
        number('-1.5'),
      ],
      [{ xml: () => '<c t="b"><v>1</v></c><c t="inlineStr"><is><t>a_x000A_b</t></is></c>' }],
    ])
    await writeZip(path, parts)
    expect(await cellsOf(path)).toEqual([
      ['货品编码', 'Barcode', 'n'],
      ['0012', '6901234567892', '6901234567892'],
      ['in line', '=1+1', '-1.5'],
      ['TRUE', 'a\nb'],
    ])
  })

  it('tells cells that a spreadsheet program has spoilt', async () => {
    const path = fresh('spoilt.xlsx')
    const error = { xml: (at: string) => `<c r="${at}" t="e"><v>#N/A</v></c>` }
    await writeWorkbook(path, [[error, number('1234567890123456'), number('123456789012345')]])
    const [row] = await rowsOf(path)
    expect(row?.kind === 'row' && [...row.damaged]).toEqual([
      [0, 'holds the error #N/A'],
      [1, expect.stringContaining('lost its last digits')],
    ])
  })

  it('keeps the numbers of rows and columns when empty ones are left out', async () => {
    const path = fresh('gaps.xlsx')
    const xml = sheetXml('<row r="7"><c r="C7"><v>3</v></c></row><row><c><v>1</v></c></row>')
    await writeZip(path, { ...workbookParts([]), 'xl/worksheets/sheet1.xml': [xml] })
    const rows = await rowsOf(path)
    expect(rows.map((row) => [row.line, row.kind === 'row' && row.cells])).toEqual([
      [7, ['', '', '3']],
      [8, ['1']],
    ])
  })

  const sheet = (xml: string) => ({ ...workbookParts([['a']]), 'xl/worksheets/sheet1.xml': [xml] })

  it.each([
    ['broken XML', sheet('<worksheet><row><c>'), 'damaged'],
    [
      'a document type with entities',
      sheet('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><row>&a;</row></worksheet>'),
      'document type',
    ],
    ['a cell of 40,000 characters', sheet(sheetXml(`<row><c t="str"><v>${'x'.repeat(40_000)}</v></c></row>`)), 'too long'],
    ['no sheets', { 'xl/workbook.xml': ['<workbook/>'], 'xl/_rels/workbook.xml.rels': ['<r/>'] }, 'no sheet'],
    ['nothing of a workbook', { 'readme.txt': ['hello'] }, 'no workbook'],
    [
      'a text of megabytes in one cell',
      sheet(sheetXml(`<row><c t="str"><v>${'xyz'.repeat(900_000)}</v></c></row>`)),
      'does not end',
    ],
    ['a bomb', sheet(sheetXml('<row></row>'.repeat(3_000_000))), '250 times its size'],
  ])('with %s is refused', async (_, parts, message) => {
    const path = fresh('bad.xlsx')
    await writeZip(path, parts)
    await expect(cellsOf(path)).rejects.toMatchObject({ name: 'UnreadableFileError', message: expect.stringContaining(message) })
  })

  it('that unfolds to more than it declares is refused', async () => {
    const path = fresh('lie.xlsx')
    const xml = sheetXml('<row><c><v>1</v></c></row>'.repeat(10_000))
    await writeZip(path, sheet(xml), (written) =>
      written.name.includes('sheet1') ? { ...written, unfoldedBytes: 1_000 } : written,
    )
    await expect(cellsOf(path)).rejects.toMatchObject({ name: 'UnreadableFileError' })
  })

  it('cut short is refused', async () => {
    await expect(cellsOf(await openText(Buffer.from('504b0304aaaa', 'hex'), 'cut.xlsx'))).rejects.toThrow('no whole ZIP')
  })
})
