import type { Clock } from '../clock.ts'
import { NOTHING_MORE, type DocumentLineArgs } from '../stock/documents/content.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import type { BadRows, OnProgress } from './bad-rows.ts'
import { stockColumns, type StockField } from './columns.ts'
import type { LocationMaker } from './make-locations.ts'
import { LineBatch, LINES_AT_ONCE, type LineCounts } from './line-batch.ts'
import { readColumns } from './read-columns.ts'
import { SeenRows } from './seen-rows.ts'
import { readStockRow, type StockRow } from './stock-row.ts'
import type { Table } from './table.ts'

export const IMPORT_SOURCE = 'import'

/** What the figures of a file are: what was counted on the shelves, or what has come in on top of what was there. */
export const stockKinds = ['count', 'receipt'] as const
export type StockKind = (typeof stockKinds)[number]

export interface StockImported extends LineCounts {
  readonly unknownColumns: readonly string[]
}

interface Options {
  readonly desk: StockDesk
  readonly table: Table
  readonly kind: StockKind
  /** Names the document that the rows are lines of: the same document and line again does nothing, or corrects. */
  readonly document: string
  /** When it was counted, or received. */
  readonly happenedAtMs: number
  /** Where everything lies, for a file that does not say. */
  readonly defaultLocation: string | undefined
  /** Sees to it that locations the file names are there; without it their rows are bad. */
  readonly locations: Pick<LocationMaker, 'ensure'> | undefined
  readonly actor: string
  readonly clock: Clock
  readonly badRows: BadRows
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/** Books the good rows of a stock file as lines of one document and tells the bad ones. */
export async function importStock(options: Options): Promise<StockImported> {
  const { table, defaultLocation, signal } = options
  const required: readonly StockField[] = defaultLocation === undefined ? ['code', 'location', 'units'] : ['code', 'units']
  const { columns, rows } = await readColumns(table, stockColumns, required)
  const batch = new LineBatch(options)
  const seen = new SeenRows()
  const book = async (): Promise<void> => {
    await options.locations?.ensure(batch.locations)
    await batch.book()
    options.onProgress(table.progress())
  }
  for await (const row of rows) {
    signal.throwIfAborted()
    const read = row.kind === 'bad' ? row : readStockRow(row, columns.at, defaultLocation)
    if (read.kind === 'empty') continue
    if (read.kind === 'bad') {
      batch.refuse(row.line, read.reason)
      continue
    }
    const { code, location, condition } = read.stock
    const before = options.kind === 'count' ? seen.meet(JSON.stringify([location, condition, code]), row.line) : undefined
    if (before !== undefined) batch.refuse(row.line, `${code} at ${location} (${condition}) is already counted on line ${before}`)
    else if (batch.add(row.line, documentLine(options, row.line, read.stock)) >= LINES_AT_ONCE) await book()
  }
  await book()
  return { ...batch.counts, unknownColumns: columns.unknown }
}

function documentLine({ kind, document, happenedAtMs }: Options, line: number, stock: StockRow): DocumentLineArgs {
  const { code, location, condition, units } = stock
  return {
    source: IMPORT_SOURCE,
    document,
    // A count is a line by what it counts, so that rows may be added above it; of receipts there may be several.
    line: kind === 'count' ? JSON.stringify([location, condition, code]) : String(line),
    kind,
    happenedAtMs,
    location,
    sku: code,
    condition,
    units,
    ...NOTHING_MORE,
  }
}
