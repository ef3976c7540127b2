import { openTable } from '../../src/import/open-table.ts'
import { UnreadableFileError } from '../../src/import/table.ts'
import { InputError } from './input-error.ts'

/** One row, by the names of its columns. */
export interface NamedRow {
  readonly line: number
  /** Text without blanks around it; empty where the cell is. */
  text(column: string): string
  /** @throws InputError naming the line. */
  fail(reason: string): never
}

/** The rows of a file, one after the other. @throws InputError naming the line that cannot be read, or what the file lacks. */
export async function* namedRows(
  path: string,
  { columns, signal }: { readonly columns: readonly string[]; readonly signal: AbortSignal },
): AsyncGenerator<NamedRow> {
  try {
    const table = await openTable(path, { encoding: 'utf-8', signal })
    try {
      let at: ReadonlyMap<string, number> | undefined
      for await (const row of table.rows) {
        signal.throwIfAborted()
        if (row.kind === 'bad') throw new InputError(path, row.line, row.reason)
        if (at) yield toNamed(path, row, at)
        else at = readHeader(path, row.cells, columns)
      }
      if (!at) throw new InputError(path, null, `it is empty: its first line names the columns ${columns.join(', ')}`)
    } finally {
      await table.close()
    }
  } catch (cause) {
    if (cause instanceof UnreadableFileError) throw new InputError(path, null, cause.message)
    throw cause
  }
}

function readHeader(path: string, cells: readonly string[], columns: readonly string[]): ReadonlyMap<string, number> {
  const at = new Map(cells.map((cell, index) => [cell.trim().toLowerCase(), index]))
  const missing = columns.filter((column) => !at.has(column))
  if (missing.length > 0) throw new InputError(path, 1, `there is no column ${missing.join(', ')}`)
  return at
}

function toNamed(
  path: string,
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  at: ReadonlyMap<string, number>,
): NamedRow {
  return {
    line,
    text: (column) => cells[at.get(column) ?? -1]?.trim() ?? '',
    fail(reason) {
      throw new InputError(path, line, reason)
    },
  }
}

const UNITS_MAX = 1_000_000_000

/** @throws InputError where the cell is no whole number from `least` on. */
export function readWhole(row: NamedRow, column: string, least: number): number {
  const text = row.text(column)
  const value = Number(text)
  if (/^-?\d{1,10}$/.test(text) && value >= least && value <= UNITS_MAX) return value
  return row.fail(`${column} is a whole number from ${least} to ${UNITS_MAX}, not "${shown(text)}"`)
}

export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
