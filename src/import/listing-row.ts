import type { MapRow, MapTo } from '../listings/mapping.ts'
import { Cells, isRounded } from './cells.ts'
import type { ListingField } from './listing-columns.ts'
import type { TableRow } from './table.ts'

export type ReadListingRow =
  | { readonly kind: 'listing'; readonly row: MapRow }
  /** Nobody has said yet what it sells. */
  | { readonly kind: 'open' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'bad'; readonly reason: string }

const words: Readonly<Record<string, 'no_stock' | 'by_code'>> = {
  nostock: 'no_stock',
  无库存: 'no_stock',
  不管库存: 'no_stock',
  bycode: 'by_code',
  按编码: 'by_code',
}

/** One row of a file of mappings, or why it cannot be one. */
export function readListingRow(row: TableRow, at: ReadonlyMap<ListingField, number>): ReadListingRow {
  const cells = new Cells(row, at)
  if (cells.isEmpty()) return { kind: 'empty' }
  const damage = cells.damage()
  if (damage !== undefined) return bad(damage)
  const text = (field: ListingField): string => withoutGuard(cells.text(field))
  const rounded = (['listing', 'merchantCode', 'sku', 'recipe'] as const).find((field) => isRounded(text(field)))
  if (rounded !== undefined) {
    return bad(`${rounded} ${text(rounded)} has lost its digits: make the column a text column and enter it again`)
  }
  const wanted = wantedBy(text)
  if (typeof wanted === 'string') return bad(wanted)
  const [to, ...more] = wanted
  if (!to) return { kind: 'open' }
  if (more.length > 0) return bad('it says what the listing sells twice: fill in one of sku, recipe and mapping')
  const [channel, listing, merchantCode] = [text('channel'), text('listing'), text('merchantCode')]
  if (channel === '') return bad('channel must not be empty')
  if (listing === '' && merchantCode === '') return bad('name the listing, or the merchant code it has on the platform')
  const named = { line: row.line, channel, listing: listing || null, merchantCode: merchantCode || null }
  return { kind: 'listing', row: { ...named, to, confirm: text('confirm') || null } }
}

function wantedBy(text: (field: ListingField) => string): readonly MapTo[] | string {
  const [sku, recipe, mapping] = [text('sku'), text('recipe'), text('mapping')]
  const kind =
    words[
      mapping
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[\s_-]/g, '')
    ]
  if (mapping !== '' && kind === undefined) return `mapping is "no stock" or "by code", not ${mapping}`
  return [
    ...(sku === '' ? [] : [{ kind: 'sku', code: sku } as const]),
    ...(recipe === '' ? [] : [{ kind: 'recipe', code: recipe } as const]),
    ...(kind === undefined ? [] : [{ kind }]),
  ]
}

/** An export puts an apostrophe before what a spreadsheet program would take for a formula. */
function withoutGuard(text: string): string {
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text
}

function bad(reason: string) {
  return { kind: 'bad', reason } as const
}
