import { BadInputError } from '../errors.ts'
import type { Connection } from './connection.ts'

interface Page<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[]
  readonly hasNextPage: boolean
}

interface NoPage {
  readonly kind: 'refused'
  readonly message: string
  readonly field?: string
}

/** @throws BadInputError for a page that cannot be: a cursor of another list, say. */
export function toConnection<Node>(page: (Page<Node> & { readonly kind: 'page' }) | NoPage): Connection<Node> {
  if (page.kind === 'refused') throw new BadInputError(page.message, page.field)
  const { edges, hasNextPage } = page
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } }
}

/** For lists that are given by the key of their last row. */
export function toKeyedConnection<Node>(
  { rows, hasNextPage }: { readonly rows: readonly Node[]; readonly hasNextPage: boolean },
  cursorOf: (node: Node) => string,
): Connection<Node> {
  return toConnection({ kind: 'page', edges: rows.map((node) => ({ node, cursor: cursorOf(node) })), hasNextPage })
}
