import { basename } from 'node:path'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { UsageError } from '../explain-error.ts'
import { createStockDesk } from '../stock/stock-desk.ts'
import type { BadRows } from './bad-rows.ts'
import type { ErrorReport } from './error-report.ts'
import { earlierTime, nameByContent } from './identify-document.ts'
import type { ImportOptions } from './import-options.ts'
import { importDocuments } from './import-documents.ts'
import { importListings } from './import-listings.ts'
import { importSkus } from './import-skus.ts'
import { importStock } from './import-stock.ts'
import { LocationMaker } from './make-locations.ts'
import { openTable } from './open-table.ts'
import type { ProgressBar } from './progress-bar.ts'
import { UnreadableFileError, type Table } from './table.ts'

/** Nobody waits at a counter for these: they may wait longer than a buyer. */
const DESK_LIMITS = { waitingMax: 5_000, waitMsMax: 120_000, batchMax: 256, lanes: 2, lingerMs: 15, patienceMs: 0, triesMax: 5 }

export interface ImportTools {
  /** A fork for the merchant's schema. */
  readonly em: Em
  readonly clock: Clock
  readonly report: ErrorReport
  /** Only where a person watches. */
  readonly bar: ProgressBar | undefined
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** Imports the SKUs first: the stock and the listings may be of them. */
export async function importFiles(options: ImportOptions, tools: ImportTools): Promise<void> {
  if (options.skus !== undefined) await skusFrom(options.skus, options, tools)
  if (options.listings !== undefined) await listingsFrom(options.listings, options, tools)
  if (options.stock !== undefined) await stockFrom(options.stock, options, tools)
  if (options.documents !== undefined) await documentsFrom(options.documents, options, tools)
}

async function skusFrom(path: string, options: ImportOptions, tools: ImportTools): Promise<void> {
  const { em, clock, signal, say } = tools
  const done = await withTable(path, options, tools, (table, watching) => importSkus({ em, clock, signal, table, ...watching }))
  const { created, updated, unchanged, bad, unknownColumns } = done
  say(`SKUs: ${created} created, ${updated} updated, ${unchanged} unchanged, ${bad} bad rows`)
  sayUnknown(unknownColumns, say)
}

async function stockFrom(path: string, options: ImportOptions, tools: ImportTools): Promise<void> {
  const { em, clock, signal, say } = tools
  const document = options.document ?? (await nameByContent(path))
  const happenedAtMs = options.countedAt?.getTime() ?? (await earlierTime(em.fork(), document)) ?? clock.now().getTime()
  const locations = options.createLocations ? new LocationMaker(em, clock) : undefined
  const done = await withTable(path, options, tools, (table, watching) =>
    importStock({
      locations,
      table,
      document,
      happenedAtMs,
      clock,
      signal,
      desk: createStockDesk(em, clock, DESK_LIMITS),
      kind: options.stockIs,
      defaultLocation: options.location,
      actor: 'import',
      ...watching,
    }),
  )
  const { booked, corrected, unchanged, bad, unknownColumns } = done
  say(`Stock: ${booked} lines booked, ${corrected} corrected, ${unchanged} unchanged, ${bad} bad rows`)
  say(`  as ${options.stockIs} of ${new Date(happenedAtMs).toISOString()}; to correct its lines later: --document ${document}`)
  if (locations && locations.created.length > 0) say(`  locations created: ${locations.created.join(', ')}`)
  sayUnknown(unknownColumns, say)
}

async function documentsFrom(path: string, options: ImportOptions, tools: ImportTools): Promise<void> {
  const { em, clock, signal, say } = tools
  const { source, utcOffset } = options
  const done = await withTable(path, options, tools, (table, watching) => {
    const desk = createStockDesk(em, clock, DESK_LIMITS)
    return importDocuments({ table, clock, signal, desk, source, utcOffset, actor: 'import', ...watching })
  })
  const { booked, corrected, unchanged, bad, unknownColumns } = done
  say(`Documents: ${booked} lines booked, ${corrected} corrected, ${unchanged} unchanged, ${bad} bad rows`)
  sayUnknown(unknownColumns, say)
}

async function listingsFrom(path: string, options: ImportOptions, tools: ImportTools): Promise<void> {
  const { em, clock, signal, say } = tools
  const done = await withTable(path, options, tools, (table, watching) =>
    importListings({ em, clock, signal, table, actor: 'import', ...watching }),
  )
  const { mapped, unchanged, open, bad, unknownColumns } = done
  say(`Listings: ${mapped} rows mapped, ${unchanged} unchanged, ${open} not filled in, ${bad} bad rows`)
  sayUnknown(unknownColumns, say)
}

async function withTable<T>(
  path: string,
  { encoding }: ImportOptions,
  { report, bar, signal }: ImportTools,
  work: (table: Table, watching: { badRows: BadRows; onProgress: (share: number) => void }) => Promise<T>,
): Promise<T> {
  const name = basename(path)
  const told = report.of(name)
  const badRows: BadRows = {
    add(line, reason) {
      bar?.clear()
      told.add(line, reason)
    },
  }
  let table: Table | undefined
  try {
    table = await openTable(path, { encoding, signal })
    return await work(table, { badRows, onProgress: (share) => bar?.draw(name, share) })
  } catch (cause) {
    throw cause instanceof UnreadableFileError ? new UsageError(`${path}: ${cause.message}`, { cause }) : cause
  } finally {
    bar?.clear()
    await table?.close()
  }
}

function sayUnknown(columns: readonly string[], say: (line: string) => void): void {
  if (columns.length > 0) say(`  columns not read: ${columns.map((column) => column.slice(0, 60)).join(', ')}`)
}
