import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { listingLimits } from '../listings/limits.ts'
import { mapRows } from '../listings/map-rows.ts'
import type { MapRow } from '../listings/mapping.ts'
import type { BadRows, OnProgress } from './bad-rows.ts'
import { listingColumns } from './listing-columns.ts'
import { readListingRow } from './listing-row.ts'
import { readColumns } from './read-columns.ts'
import { retryPassing } from './retry-passing.ts'
import { SeenRows } from './seen-rows.ts'
import { UnreadableFileError, type Table } from './table.ts'

export interface ListingsImported {
  readonly mapped: number
  readonly unchanged: number
  /** Rows that do not say yet what their listing sells. */
  readonly open: number
  readonly bad: number
  readonly unknownColumns: readonly string[]
}

interface Options {
  readonly em: Em
  readonly table: Table
  readonly actor: string
  readonly clock: Clock
  readonly badRows: BadRows
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/**
 * Maps the listings of a file by hand and tells the bad rows; the same file again changes nothing. Killed half-way, what was
 * written stays, and running it again does the rest.
 */
export async function importListings(options: Options): Promise<ListingsImported> {
  const { table, badRows, onProgress, signal } = options
  const { columns, rows } = await readColumns(table, listingColumns, ['channel'])
  if (!columns.at.has('listing') && !columns.at.has('merchantCode')) {
    throw new UnreadableFileError('no column names the listings: call one "listing" or "merchant code"')
  }
  if (!columns.at.has('sku') && !columns.at.has('recipe') && !columns.at.has('mapping')) {
    throw new UnreadableFileError('no column says what the listings sell: call one "sku", "recipe" or "mapping"')
  }
  const counts = { mapped: 0, unchanged: 0, open: 0, bad: 0 }
  const refuse = (line: number, reason: string): void => {
    counts.bad += 1
    badRows.add(line, reason)
  }
  const met = new SeenRows()
  let batch: MapRow[] = []
  const write = async (): Promise<void> => {
    const together = batch
    batch = []
    for (const outcome of await mapTogether(options, together, met)) {
      if (outcome.kind === 'refused') refuse(outcome.line, outcome.message)
      else counts[outcome.kind] += 1
    }
    onProgress(table.progress())
  }
  for await (const row of rows) {
    signal.throwIfAborted()
    const read = row.kind === 'bad' ? row : readListingRow(row, columns.at)
    if (read.kind === 'bad') refuse(row.line, read.reason)
    else if (read.kind === 'open') counts.open += 1
    else if (read.kind === 'listing' && batch.push(read.row) >= listingLimits.rowsPerWrite) await write()
  }
  await write()
  return { ...counts, unknownColumns: columns.unknown }
}

async function mapTogether({ em, clock, signal, actor }: Options, rows: readonly MapRow[], met: SeenRows) {
  if (rows.length === 0) return []
  return retryPassing({ clock, signal }, () => em.fork().transactional((tx) => mapRows(tx, { rows, met, actor }, clock.now())))
}
