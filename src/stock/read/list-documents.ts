import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { DocumentLine } from '../engine/journal.ts'
import { readDocuments } from '../sql/documents.ts'
import { toListed, type Listed, type PageWanted } from './list-page.ts'

/** The lines told by one source (of one document, where it is named); the key of a row is the JSON of document and line. */
export async function listDocuments(
  em: Em,
  { first, after, source, document }: PageWanted & { readonly source: string; readonly document: string | null },
): Promise<Listed<DocumentLine>> {
  const [afterDocument, afterLine]: readonly (string | null)[] = parseKey(after)
  const { rows } = await sql<{ source: string; document: string; line: string }>`
    select source, document, line from ${sql.table('document_line')}
     where source = ${source} and (${document}::text is null or document = ${document})
       and (${afterDocument}::text is null or (document, line) > (${afterDocument}, ${afterLine}))
     order by source, document, line
     limit ${first + 1}`.execute(merchantDb(em))
  const listed = toListed(rows, first)
  const lines = listed.rows.length === 0 ? [] : await readDocuments(em, listed.rows)
  const byKey = new Map(lines.map((line) => [documentRowKey(line), line]))
  return { rows: listed.rows.flatMap((row) => byKey.get(documentRowKey(row)) ?? []), hasNextPage: listed.hasNextPage }
}

export function documentRowKey({ document, line }: { readonly document: string; readonly line: string }): string {
  return JSON.stringify([document, line])
}

function parseKey(after: string | null): readonly [string | null, string | null] {
  if (after === null) return [null, null]
  try {
    const key: unknown = JSON.parse(after)
    if (Array.isArray(key) && typeof key[0] === 'string' && typeof key[1] === 'string') return [key[0], key[1]]
  } catch {
    // Not a key this list has given: it begins at the start.
  }
  return [null, null]
}
