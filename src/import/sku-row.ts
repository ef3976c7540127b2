import { checkSku } from '../catalogue/sku.ts'
import type { SkuRow } from '../catalogue/upsert-skus.ts'
import { Cells, isRounded } from './cells.ts'
import type { SkuField } from './columns.ts'
import type { TableRow } from './table.ts'

export type ReadSku =
  { readonly kind: 'sku'; readonly sku: SkuRow } | { readonly kind: 'empty' } | { readonly kind: 'bad'; readonly reason: string }

/** One row of master data, or why it cannot be one. */
export function readSkuRow(row: TableRow, at: ReadonlyMap<SkuField, number>): ReadSku {
  const cells = new Cells(row, at)
  if (cells.isEmpty()) return { kind: 'empty' }
  const damage = cells.damage()
  if (damage !== undefined) return { kind: 'bad', reason: damage }
  for (const field of ['code', 'barcode'] as const) {
    if (isRounded(cells.text(field))) {
      const reason = `${field} ${cells.text(field)} has lost its digits: make the column a text column and enter it again`
      return { kind: 'bad', reason }
    }
  }
  const sku: SkuRow = {
    code: cells.text('code'),
    name: cells.text('name') || null,
    barcode: cells.text('barcode') || null,
    productGroup: cells.text('productGroup') || null,
    tags: readTags(cells.text('tags')),
  }
  const no = checkSku({ ...sku, name: sku.name ?? sku.code })
  return no ? { kind: 'bad', reason: no.message } : { kind: 'sku', sku }
}

function readTags(text: string): readonly string[] {
  const tags = text.split(/[,;|，；、]/).map((tag) => tag.trim())
  return [...new Set(tags.filter((tag) => tag !== ''))]
}
