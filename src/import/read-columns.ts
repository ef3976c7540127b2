import { matchColumns, type Columns } from './columns.ts'
import { importLimits } from './import-limits.ts'
import { UnreadableFileError, type BadRow, type Table, type TableRow } from './table.ts'

export interface NamedRows<Field extends string> {
  readonly columns: Columns<Field>
  /** The rows below the one with the column names. */
  readonly rows: AsyncIterable<TableRow | BadRow>
}

/** Finds the row with the column names, which may stand below a title. @throws UnreadableFileError when there is none. */
export async function readColumns<Field extends string>(
  table: Table,
  known: Readonly<Record<Field, readonly string[]>>,
  required: readonly NoInfer<Field>[],
): Promise<NamedRows<Field>> {
  const rows = table.rows[Symbol.asyncIterator]()
  const seen: string[] = []
  for (let n = 0; n <= importLimits.rowsAboveHeader; n += 1) {
    const { value, done } = await rows.next()
    if (done) break
    if (value.kind === 'bad') continue
    if (value.cells.length > importLimits.columns) {
      throw new UnreadableFileError(
        `line ${value.line} has ${value.cells.length} columns, at most ${importLimits.columns} are read`,
      )
    }
    const columns = matchColumns(value.cells, known, required)
    if (columns) return { columns, rows: rest(rows) }
    seen.push(...value.cells.map((cell) => cell.trim()).filter((cell) => cell !== ''))
  }
  const wanted = required.map((field) => `${field} (${known[field].join(', ')})`).join('; ')
  const found = seen.slice(0, 20).map((cell) => cell.slice(0, 40))
  throw new UnreadableFileError(`no row names the columns ${wanted}; found: ${found.join(', ') || 'nothing'}`)
}

async function* rest(rows: AsyncIterator<TableRow | BadRow>): AsyncGenerator<TableRow | BadRow> {
  for (let n = 0; ; n += 1) {
    const { value, done } = await rows.next()
    if (done) return
    if (n >= importLimits.rows) throw new UnreadableFileError(`the file has more than ${importLimits.rows} rows: split it`)
    yield value
  }
}
