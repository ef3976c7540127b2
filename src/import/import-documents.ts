import type { Clock } from '../clock.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import type { BadRows, OnProgress } from './bad-rows.ts'
import { documentColumns, type DocumentField } from './document-columns.ts'
import { readDocumentRow, type DocumentDefaults } from './document-row.ts'
import { LineBatch, LINES_AT_ONCE, type LineCounts } from './line-batch.ts'
import { readColumns } from './read-columns.ts'
import { SeenRows } from './seen-rows.ts'
import type { Table } from './table.ts'

const REQUIRED: readonly DocumentField[] = ['document', 'kind', 'happenedAt']

interface Options extends DocumentDefaults {
  readonly desk: StockDesk
  readonly table: Table
  readonly actor: string
  readonly clock: Clock
  readonly badRows: BadRows
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/**
 * Books the rows of a file as lines of the documents they name, like the same lines by the API: in any order, and the
 * same ones again change nothing.
 */
export async function importDocuments(options: Options): Promise<LineCounts & { readonly unknownColumns: readonly string[] }> {
  const { table, signal } = options
  const { columns, rows } = await readColumns(table, documentColumns, REQUIRED)
  const batch = new LineBatch(options)
  const seen = new SeenRows()
  for await (const row of rows) {
    signal.throwIfAborted()
    const read = row.kind === 'bad' ? row : readDocumentRow(row, columns.at, options)
    if (read.kind === 'empty') continue
    if (read.kind === 'bad') {
      batch.refuse(row.line, read.reason)
      continue
    }
    const { source, document, line } = read.args
    const before = seen.meet(JSON.stringify([source, document, line]), row.line)
    if (before !== undefined) batch.refuse(row.line, `line ${line} of ${document} stands on line ${before} of the file already`)
    else if (batch.add(row.line, read.args) >= LINES_AT_ONCE) {
      await batch.book()
      options.onProgress(table.progress())
    }
  }
  await batch.book()
  options.onProgress(table.progress())
  return { ...batch.counts, unknownColumns: columns.unknown }
}
