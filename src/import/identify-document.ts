import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { IMPORT_SOURCE } from './import-stock.ts'

/** A name for a file by its content: the same file again is the same document, whatever it is called. */
export async function nameByContent(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return `sha256:${hash.digest('hex').slice(0, 32)}`
}

/** When the lines of a document that was imported before happened: told again, they happened then and not now. */
export async function earlierTime(em: Em, document: string): Promise<number | undefined> {
  const { rows } = await sql<{ ms: number | null }>`
    select (extract(epoch from min(happened_at)) * 1000)::float8 as ms from ${sql.table('document_line')}
     where source = ${IMPORT_SOURCE} and document = ${document}`.execute(merchantDb(em))
  return rows[0]?.ms ?? undefined
}
