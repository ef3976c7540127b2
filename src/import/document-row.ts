import { checkDocumentLine, documentKinds, type DocumentKind, type DocumentLineArgs } from '../stock/documents/content.ts'
import { Cells, isRounded } from './cells.ts'
import type { DocumentField } from './document-columns.ts'
import { readCondition } from './read-condition.ts'
import { readInstant } from './read-instant.ts'
import { readUnits } from './read-units.ts'
import type { TableRow } from './table.ts'

export interface DocumentDefaults {
  /** Who says so, for a file without a column that tells. */
  readonly source: string | undefined
  /** For times without a zone, as `+08:00`; without it such a time is a bad row. */
  readonly utcOffset: string | undefined
}

export type ReadDocument =
  | { readonly kind: 'line'; readonly args: DocumentLineArgs }
  | { readonly kind: 'empty' }
  | { readonly kind: 'bad'; readonly reason: string }

const KINDS: Readonly<Record<DocumentKind, readonly string[]>> = {
  receipt: ['入库', '采购入库', '收货'],
  return: ['退货', '退货入库'],
  sale: ['销售', '零售', '门店销售'],
  adjustment: ['调整', '库存调整', '损益'],
  condition_change: ['condition change', '品相调整', '转品相'],
  count: ['盘点'],
  dispatch: ['调出', '调拨出库'],
  arrival: ['调入', '调拨入库'],
  shipment: ['发货', '出库', '销售出库'],
  acknowledgement: ['acknowledgment', '接单'],
}

/** Platforms' order numbers have 19 digits: a spreadsheet program would make the orders of a whole day one. */
const NUMBERS = ['document', 'code', 'transfer', 'order'] as const

/** One row as a line of a document, or why it cannot be one. */
export function readDocumentRow(row: TableRow, at: ReadonlyMap<DocumentField, number>, defaults: DocumentDefaults): ReadDocument {
  const cells = new Cells(row, at)
  if (cells.isEmpty()) return { kind: 'empty' }
  const damage = cells.damage()
  if (damage !== undefined) return { kind: 'bad', reason: damage }
  const figures = readFigures(cells, defaults)
  if (typeof figures === 'string') return { kind: 'bad', reason: figures }
  const spoilt = NUMBERS.find((field) => isRounded(cells.text(field)))
  if (spoilt !== undefined) {
    return { kind: 'bad', reason: `${spoilt} ${cells.text(spoilt)} has lost its digits: make the column a text column` }
  }
  const source = cells.text('source') || (defaults.source ?? '')
  if (source === '') return { kind: 'bad', reason: 'nobody is named who says so: add a column source, or give --source' }
  const args: DocumentLineArgs = {
    source,
    document: cells.text('document'),
    line: cells.text('line') || String(row.line),
    location: orNull(cells.text('location')),
    sku: orNull(cells.text('code')),
    transfer: orNull(cells.text('transfer')),
    otherLocation: orNull(cells.text('otherLocation')),
    order: orNull(cells.text('order')),
    reason: orNull(cells.text('reason')),
    ...figures,
  }
  const no = checkDocumentLine(args)
  return no ? { kind: 'bad', reason: no.message } : { kind: 'line', args }
}

type Figures = Pick<DocumentLineArgs, 'kind' | 'happenedAtMs' | 'condition' | 'toCondition' | 'units' | 'orderLine'>

/** What is no plain text, or why one of it cannot be read. */
function readFigures(cells: Cells<DocumentField>, { utcOffset }: DocumentDefaults): Figures | string {
  const kind = readKind(cells.text('kind'))
  if (kind === undefined) return `kind ${cells.text('kind').slice(0, 40)} is not one of ${documentKinds.join(', ')}`
  const happenedAtMs = readInstant(cells.text('happenedAt'), utcOffset)
  if (typeof happenedAtMs === 'string') return happenedAtMs
  const condition = readCondition(cells.text('condition'))
  if (condition === undefined) return `condition ${cells.text('condition')} is not known`
  const toText = cells.text('toCondition')
  const toCondition = toText === '' ? null : readCondition(toText)
  if (toCondition === undefined) return `condition ${toText} is not known`
  const units = kind === 'acknowledgement' ? 0 : readSigned(cells.text('units'))
  if (typeof units === 'string') return units
  const orderLine = cells.text('orderLine') === '' ? null : readUnits(cells.text('orderLine'))
  if (typeof orderLine === 'string') return orderLine.replace('units', 'order line')
  return { kind, happenedAtMs, condition, toCondition, units, orderLine }
}

function readKind(text: string): DocumentKind | undefined {
  const wanted = text.toLowerCase()
  return documentKinds.find((kind) => kind === wanted || kind.replace('_', ' ') === wanted || KINDS[kind].includes(wanted))
}

/** An adjustment may be below zero; for the other kinds the line's own check says no. */
function readSigned(text: string): number | string {
  if (!/^[-−]/.test(text)) return readUnits(text)
  const units = readUnits(text.slice(1))
  return typeof units === 'string' ? units : -units
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}
