import { upsertSkus, type SkuRow, type SpokenOf } from '../catalogue/upsert-skus.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { BadRows, OnProgress } from './bad-rows.ts'
import { skuColumns, type SkuField } from './columns.ts'
import { readColumns } from './read-columns.ts'
import { retryPassing } from './retry-passing.ts'
import { SeenRows } from './seen-rows.ts'
import { readSkuRow } from './sku-row.ts'
import type { Table } from './table.ts'

const ROWS_PER_STATEMENT = 2_000

export interface SkusImported {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly bad: number
  /** Names of columns that were not read. */
  readonly unknownColumns: readonly string[]
}

/**
 * Writes the good rows of a SKU master and tells the bad ones. Fields whose columns are missing stay as they are; the same
 * file again changes nothing. Killed half-way, what was written stays, and running it again does the rest.
 */
export async function importSkus(options: {
  readonly em: Em
  readonly table: Table
  readonly clock: Clock
  readonly badRows: BadRows
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}): Promise<SkusImported> {
  const { table, signal } = options
  const { columns, rows } = await readColumns(table, skuColumns, ['code'])
  const batch = new SkuBatch(options, (field) => columns.at.has(field))
  const seen = new SeenRows()
  for await (const row of rows) {
    signal.throwIfAborted()
    const read = row.kind === 'bad' ? row : readSkuRow(row, columns.at)
    if (read.kind === 'empty') continue
    if (read.kind === 'bad') {
      batch.refuse(row.line, read.reason)
      continue
    }
    const before = seen.meet(read.sku.code, row.line)
    if (before !== undefined) batch.refuse(row.line, `code ${read.sku.code} is already on line ${before}`)
    else if (batch.add(read.sku) >= ROWS_PER_STATEMENT) await batch.write()
  }
  await batch.write()
  return { ...batch.counts, unknownColumns: columns.unknown }
}

type Options = Parameters<typeof importSkus>[0]

/** Rows that are written together. */
class SkuBatch {
  readonly #options: Options
  readonly #has: (field: SkuField) => boolean
  #rows: SkuRow[] = []
  counts = { created: 0, updated: 0, unchanged: 0, bad: 0 }

  constructor(options: Options, has: (field: SkuField) => boolean) {
    this.#options = options
    this.#has = has
  }

  add(sku: SkuRow): number {
    return this.#rows.push(sku)
  }

  refuse(line: number, reason: string): void {
    this.counts.bad += 1
    this.#options.badRows.add(line, reason)
  }

  async write(): Promise<void> {
    const { table, onProgress } = this.#options
    const [named, nameless] = [this.#rows.filter(({ name }) => name !== null), this.#rows.filter(({ name }) => name === null)]
    this.#rows = []
    // An empty name clears nothing: a SKU is always called something.
    await this.#upsert(named, { name: true, ...this.#otherFields() })
    await this.#upsert(nameless, { name: false, ...this.#otherFields() })
    onProgress(table.progress())
  }

  #otherFields(): Omit<SpokenOf, 'name'> {
    return { barcode: this.#has('barcode'), productGroup: this.#has('productGroup'), tags: this.#has('tags') }
  }

  async #upsert(rows: readonly SkuRow[], spokenOf: SpokenOf): Promise<void> {
    if (rows.length === 0) return
    const { em, clock, signal } = this.#options
    const { created, updated, unchanged } = await retryPassing({ clock, signal }, () =>
      upsertSkus(em.fork(), rows, spokenOf, clock.now()),
    )
    this.counts.created += created
    this.counts.updated += updated
    this.counts.unchanged += unchanged
  }
}
