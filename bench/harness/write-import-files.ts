import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RELATIONS, WORKBOOK } from '../../tests/support/write-workbook.ts'
import { writeZip } from '../../tests/support/write-zip.ts'

const PIECE_ROWS = 1_000
const HEADER = ['sku', 'name', 'barcode', 'group', 'tags']
const GROUPS = 100
/** Texts of the workbook that many cells share: the column names, the groups, the tags. */
const COMMON = [...HEADER, ...Array.from({ length: GROUPS }, (_, n) => `group ${n}`), '新品|热卖']

/** Every row has a code, a name and a barcode of its own. */
export async function writeSkuCsv(path: string, rows: number): Promise<void> {
  await writeLines(path, HEADER, rows, (n) => [...uniqueCells(n), `group ${n % GROUPS}`, '新品|热卖'])
}

/** Units of the same SKUs. */
export async function writeStockCsv(path: string, rows: number): Promise<void> {
  await writeLines(path, ['sku', 'units'], rows, (n) => [code(n), String(n % 1_000)])
}

/** The same SKUs as a workbook, each text once in the part all cells share, as Excel has it. */
export async function writeSkuWorkbook(path: string, rows: number): Promise<void> {
  const sheet = function* () {
    yield '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    yield `<row r="1">${HEADER.map((_, column) => cell(column, 1, column)).join('')}</row>`
    yield* pieces(rows, (n) => {
      const unique = [0, 1, 2].map((column) => cell(column, n + 2, COMMON.length + 3 * n + column))
      const shared = [cell(3, n + 2, HEADER.length + (n % GROUPS)), cell(4, n + 2, COMMON.length - 1)]
      return `<row r="${n + 2}" spans="1:5">${[...unique, ...shared].join('')}</row>`
    })
    yield '</sheetData></worksheet>'
  }
  const texts = function* () {
    yield `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${COMMON.map(text).join('')}`
    yield* pieces(rows, (n) => uniqueCells(n).map(text).join(''))
    yield '</sst>'
  }
  await writeZip(path, {
    'xl/worksheets/sheet1.xml': sheet(),
    'xl/sharedStrings.xml': texts(),
    'xl/workbook.xml': [WORKBOOK],
    'xl/_rels/workbook.xml.rels': [RELATIONS],
  })
}

async function writeLines(
  path: string,
  header: readonly string[],
  rows: number,
  cells: (n: number) => readonly string[],
): Promise<void> {
  const lines = function* () {
    yield `${header.join(',')}\n`
    yield* pieces(rows, (n) => `${cells(n).join(',')}\n`)
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

function* pieces(rows: number, row: (n: number) => string): Generator<string> {
  for (let from = 0; from < rows; from += PIECE_ROWS) {
    yield Array.from({ length: Math.min(PIECE_ROWS, rows - from) }, (_, n) => row(from + n)).join('')
  }
}

function code(n: number): string {
  return `SKU-${String(n).padStart(8, '0')}`
}

function uniqueCells(n: number): readonly string[] {
  return [code(n), `马克杯 ${n} 号 ceramic mug`, `69${String(n).padStart(11, '0')}`]
}

function cell(column: number, row: number, textNumber: number): string {
  return `<c r="${'ABCDE'.charAt(column)}${row}" t="s"><v>${textNumber}</v></c>`
}

function text(content: string): string {
  return `<si><t>${content}</t></si>`
}
