import { sql, type RawQueryFragment } from '@mikro-orm/core'
import { catalogueLimits } from './limits.ts'
import { invalid, type CatalogueRefused } from './refusal.ts'

export interface PageRequest {
  /** How many at most. */
  readonly first: number
  /** The cursor of the last row seen, `null` for the beginning. */
  readonly after: string | null
}

export interface Page<Node> {
  readonly kind: 'page'
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[]
  readonly hasNextPage: boolean
}

export type Direction = 'asc' | 'desc'

/** Where a page goes on: behind this value, and among equal values behind this id. */
export interface Keyset {
  readonly value: string
  readonly id: string
}

export function checkFirst({ first }: PageRequest): CatalogueRefused | undefined {
  if (Number.isInteger(first) && first >= 1 && first <= catalogueLimits.pageSize) return undefined
  return invalid('first', `first must be a whole number from 1 to ${catalogueLimits.pageSize}`)
}

/** The cursor says which order it belongs to: in another order it would skip rows without a word. */
export function encodeCursor(order: string, { value, id }: Keyset): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString('base64url')
}

export function decodeCursor(order: string, cursor: string): Keyset | CatalogueRefused {
  const no = invalid('after', 'after must be a cursor of this list in the same order')
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(parsed)) return no
    const [of, value, id]: unknown[] = parsed
    if (of !== order || typeof value !== 'string' || typeof id !== 'string' || !/^\d{1,18}$/.test(id)) return no
    return value.includes('\0') ? no : { value, id }
  } catch {
    return no
  }
}

/** Rows behind the cursor, compared as a row so that an index on both columns is walked from there. */
export function behind(column: string, { value, id }: Keyset, direction: Direction): RawQueryFragment {
  const key = sql`(${sql.ref(column)}, ${sql.ref('id')})`
  return direction === 'asc' ? sql`${key} > (${value}, ${id})` : sql`${key} < (${value}, ${id})`
}

/** Cuts the one row too many that was read to know whether more follow. */
export function toPage<Node>(
  rows: readonly Node[],
  { first, cursorOf }: { readonly first: number; readonly cursorOf: (node: Node) => string },
): Page<Node> {
  const edges = rows.slice(0, first).map((node) => ({ node, cursor: cursorOf(node) }))
  return { kind: 'page', edges, hasNextPage: rows.length > first }
}
