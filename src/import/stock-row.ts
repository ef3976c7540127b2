import { checkCode } from '../catalogue/check-text.ts'
import type { Condition } from '../domain/ids.ts'
import { Cells, isRounded } from './cells.ts'
import type { StockField } from './columns.ts'
import { readCondition } from './read-condition.ts'
import { readUnits } from './read-units.ts'
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
