import type { Clock } from '../clock.ts'
import { OutcomeUnknown } from '../stock/engine/command-queue.ts'
import { bookDocument } from '../stock/documents/book-document.ts'
import type { DocumentLineArgs } from '../stock/documents/content.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import type { BadRows, OnProgress } from './bad-rows.ts'
import { stockColumns, type StockField } from './columns.ts'
import type { LocationMaker } from './make-locations.ts'
import { readColumns } from './read-columns.ts'
import { SeenRows } from './seen-rows.ts'
import { readStockRow, type StockRow } from './stock-row.ts'
import type { Table } from './table.ts'

/** As many lines are booked at once as go into a few of the desk's batches. */
const LINES_AT_ONCE = 1_024
const TRIES_MAX = 20
const WAIT_MS = 250

export const IMPORT_SOURCE = 'import'

/** What the figures of a file are: what was counted on the shelves, or what has come in on top of what was there. */
export const stockKinds = ['count', 'receipt'] as const
export type StockKind = (typeof stockKinds)[number]

export interface StockImported {
  readonly booked: number
  readonly corrected: number
  readonly unchanged: number
  readonly bad: number
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
  const batch = new StockBatch(options)
  const seen = new SeenRows()
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
    else if (batch.add(row.line, read.stock) >= LINES_AT_ONCE) await batch.book()
  }
  await batch.book()
  return { ...batch.counts, unknownColumns: columns.unknown }
}

class StockBatch {
  readonly #options: Options
  #lines: { readonly line: number; readonly stock: StockRow }[] = []
  counts = { booked: 0, corrected: 0, unchanged: 0, bad: 0 }

  constructor(options: Options) {
    this.#options = options
  }

  add(line: number, stock: StockRow): number {
    return this.#lines.push({ line, stock })
  }

  refuse(line: number, reason: string): void {
    this.counts.bad += 1
    this.#options.badRows.add(line, reason)
  }

  async book(): Promise<void> {
    const { table, onProgress } = this.#options
    const lines = this.#lines
    this.#lines = []
    await this.#options.locations?.ensure(lines.map(({ stock }) => stock.location))
    const answers = await Promise.all(lines.map((one) => this.#bookLine(one)))
    for (const [n, answer] of answers.entries()) {
      if (answer.kind === 'refused') this.refuse(lines[n]?.line ?? 0, answer.message)
      else this.counts[answer.kind] += 1
    }
    onProgress(table.progress())
  }

  /** A line may be told again as often as it takes: it is booked once. */
  async #bookLine({ line, stock }: { readonly line: number; readonly stock: StockRow }) {
    const { desk, actor, clock, signal } = this.#options
    const args = this.#documentLine(line, stock)
    const key = `${args.source}:${args.document}`.slice(0, 200)
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await desk.do(bookDocument, args, { key, actor })
        if (answer.kind !== 'refused' || answer.code !== 'BUSY' || tries >= TRIES_MAX) return answer
        await clock.sleep(answer.retryAfterMs ?? WAIT_MS, signal)
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || tries >= TRIES_MAX) throw error
        await clock.sleep(WAIT_MS * tries, signal)
      }
    }
  }

  #documentLine(line: number, { code, location, condition, units }: StockRow): DocumentLineArgs {
    const { kind, document, happenedAtMs } = this.#options
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
      toCondition: null,
      transfer: null,
      otherLocation: null,
      order: null,
      orderLine: null,
      reason: null,
    }
  }
}
