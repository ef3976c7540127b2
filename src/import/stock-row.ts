import { checkCode } from '../catalogue/check-text.ts'
import type { Condition } from '../domain/ids.ts'
import { limits } from '../stock/limits.ts'
import { Cells, isRounded } from './cells.ts'
import type { StockField } from './columns.ts'
import type { TableRow } from './table.ts'

export interface StockRow {
  readonly code: string
  readonly location: string
  readonly condition: Condition
  readonly units: number
}

export type ReadStock =
  | { readonly kind: 'stock'; readonly stock: StockRow }
  | { readonly kind: 'empty' }
  | { readonly kind: 'bad'; readonly reason: string }

const CONDITIONS: Readonly<Record<Condition, readonly string[]>> = {
  sellable: ['', 'sellable', 'good', '良品', '正品', '合格'],
  to_inspect: ['to_inspect', 'to inspect', 'inspect', '待检', '待检品', '待质检'],
  defective: ['defective', 'damaged', '次品', '残次品', '残品', '不良品'],
}

/** One row of stock, or why it cannot be one. Without a location column, everything lies at `defaultLocation`. */
export function readStockRow(row: TableRow, at: ReadonlyMap<StockField, number>, defaultLocation?: string): ReadStock {
  const cells = new Cells(row, at)
  if (cells.isEmpty()) return { kind: 'empty' }
  const damage = cells.damage()
  if (damage !== undefined) return { kind: 'bad', reason: damage }
  const code = cells.text('code')
  const location = cells.text('location') || (defaultLocation ?? '')
  if (isRounded(code)) return { kind: 'bad', reason: `code ${code} has lost its digits: make the column a text column` }
  const no = checkCode(code, 'code') ?? checkCode(location, 'location')
  if (no) return { kind: 'bad', reason: no.message }
  const condition = readCondition(cells.text('condition'))
  if (condition === undefined) return { kind: 'bad', reason: `condition ${cells.text('condition')} is not known` }
  const units = readUnits(cells.text('units'))
  if (typeof units === 'string') return { kind: 'bad', reason: units }
  return { kind: 'stock', stock: { code, location, condition, units } }
}

function readCondition(text: string): Condition | undefined {
  const wanted = text.toLowerCase()
  return (['sellable', 'to_inspect', 'defective'] as const).find((condition) => CONDITIONS[condition].includes(wanted))
}

/** Whole units, or why the text is none: `1,200` and `12.00` are what spreadsheets write for 1200 and 12. */
function readUnits(text: string): number | string {
  if (text === '') return 'units must not be empty'
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.0+)?$/.test(text)) return `units ${text.slice(0, 40)} must be a whole number, 0 or more`
  const units = Number(text.replaceAll(',', ''))
  return units <= limits.unitsPerLine ? units : `units must be at most ${limits.unitsPerLine}`
}
