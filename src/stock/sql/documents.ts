import { sql, type RawBuilder } from 'kysely'
import { toLocationId, toSkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { DocumentContent } from '../documents/content.ts'
import type { Acknowledgement, Alarm, DocumentLine } from '../engine/journal.ts'
import type { DocumentName } from '../engine/operation.ts'
import { instant, instantOrNull, msOf } from './instants.ts'

interface Row {
  readonly source: string
  readonly document: string
  readonly line: string
  readonly kind: string
  readonly content_hash: string
  readonly content: DocumentContent | string
  readonly revision: number
  readonly happened_at_ms: number
  readonly waits: boolean
}

export async function readDocuments(em: Em, names: readonly DocumentName[]): Promise<readonly DocumentLine[]> {
  const { rows } = await sql<Row>`
    select d.source, d.document, d.line, d.kind, encode(d.content_hash, 'hex') as content_hash, d.content, d.revision,
           ${msOf('d.happened_at')} as happened_at_ms, d.waits
      from ${sql.table('document_line')} d
      join unnest(${names.map(({ source }) => source)}::text[], ${names.map(({ document }) => document)}::text[],
                  ${names.map(({ line }) => line)}::text[]) as wanted (source, document, line) using (source, document, line)`.execute(
    merchantDb(em),
  )
  return rows.map(toLine)
}

function toLine(row: Row): DocumentLine {
  return {
    source: row.source,
    document: row.document,
    line: row.line,
    kind: row.kind,
    contentHash: row.content_hash,
    content: typeof row.content === 'string' ? JSON.parse(row.content) : row.content,
    revision: row.revision,
    happenedAtMs: row.happened_at_ms,
    waits: row.waits,
  }
}

/** Some lines that acknowledge orders which were told only after them, recorded since an instant. */
export async function readAwaited(
  em: Em,
  { sinceMs, limit }: { readonly sinceMs: number; readonly limit: number },
): Promise<readonly DocumentLine[]> {
  const { rows } = await sql<Row>`
    select d.source, d.document, d.line, d.kind, encode(d.content_hash, 'hex') as content_hash, d.content, d.revision,
           ${msOf('d.happened_at')} as happened_at_ms, d.waits
      from ${sql.table('document_line')} d
      join ${sql.table('hold')} h on h.reference = d.content ->> 'order'
     where d.waits and d.recorded_at > ${instant(sinceMs)}::timestamptz
     limit ${limit}`.execute(merchantDb(em))
  return rows.map(toLine)
}

/**
 * Stores lines told for the first time, and corrections of earlier ones. A line that someone else told for the first
 * time meanwhile breaks the key, so that the batch is decided again on what is there now.
 */
export async function writeDocuments(
  em: Em,
  { first, corrected }: { readonly first: readonly DocumentLine[]; readonly corrected: readonly DocumentLine[] },
  recordedAtMs: number,
): Promise<void> {
  if (first.length > 0) {
    await sql`
      insert into ${sql.table('document_line')}
        (source, document, line, kind, content_hash, content, revision, happened_at, waits, recorded_at)
      select v.*, ${instant(recordedAtMs)}::timestamptz from (${toldRows(first)}) v`.execute(merchantDb(em))
  }
  if (corrected.length > 0) {
    await sql`
      update ${sql.table('document_line')} d
         set kind = v.kind, content_hash = v.content_hash, content = v.content, revision = v.revision,
             happened_at = v.happened_at, waits = v.waits, recorded_at = ${instant(recordedAtMs)}::timestamptz
        from (${toldRows(corrected)}) v
       where d.source = v.source and d.document = v.document and d.line = v.line`.execute(merchantDb(em))
  }
}

function toldRows(lines: readonly DocumentLine[]): RawBuilder<unknown> {
  const column = (of: (line: DocumentLine) => unknown) => lines.map(of)
  return sql`
    select t.source, t.document, t.line, t.kind, decode(t.hash, 'hex') as content_hash, t.content::jsonb as content, t.revision, t.happened_at, t.waits
      from unnest(
        ${column(({ source }) => source)}::text[], ${column(({ document }) => document)}::text[],
        ${column(({ line }) => line)}::text[], ${column(({ kind }) => kind)}::text[],
        ${column(({ contentHash }) => contentHash)}::text[], ${column(({ content }) => JSON.stringify(content))}::text[],
        ${column(({ revision }) => revision)}::integer[],
        ${column(({ happenedAtMs }) => instant(happenedAtMs))}::timestamptz[], ${column(({ waits }) => waits)}::boolean[])
        as t (source, document, line, kind, hash, content, revision, happened_at, waits)`
}

/** What is known of these holds' acknowledgements, in a fixed order. */
export async function readAcknowledgements(em: Em, holdIds: readonly string[]): Promise<readonly Acknowledgement[]> {
  const { rows } = await sql<{ hold_id: string; line: number; sku_id: string; location_id: string; acknowledged_at_ms: number }>`
    select hold_id, line, sku_id, location_id, ${msOf('acknowledged_at')} as acknowledged_at_ms
      from ${sql.table('acknowledgement')} where hold_id = any(${holdIds}::uuid[])
     order by hold_id, line, sku_id, location_id`.execute(merchantDb(em))
  return rows.map((row) => ({
    holdId: row.hold_id,
    line: row.line,
    skuId: toSkuId(row.sku_id),
    locationId: toLocationId(row.location_id),
    acknowledgedAtMs: row.acknowledged_at_ms,
  }))
}

export async function writeAcknowledgements(em: Em, rows: readonly Acknowledgement[]): Promise<void> {
  const column = (of: (row: Acknowledgement) => unknown) => rows.map(of)
  const told = sql`unnest(
      ${column(({ holdId }) => holdId)}::uuid[], ${column(({ line }) => line)}::integer[], ${column(({ skuId }) => skuId)}::bigint[],
      ${column(({ locationId }) => locationId)}::bigint[],
      ${column(({ acknowledgedAtMs }) => instantOrNull(acknowledgedAtMs))}::timestamptz[])
      as v (hold_id, line, sku_id, location_id, acknowledged_at)`
  await sql`
    delete from ${sql.table('acknowledgement')} a using ${told}
     where a.hold_id = v.hold_id and a.line = v.line and a.sku_id = v.sku_id and a.location_id = v.location_id
       and v.acknowledged_at is null`.execute(merchantDb(em))
  await sql`
    insert into ${sql.table('acknowledgement')} (hold_id, line, sku_id, location_id, acknowledged_at)
    select v.* from ${told} where v.acknowledged_at is not null
        on conflict (hold_id, line, sku_id, location_id) do update set acknowledged_at = excluded.acknowledged_at`.execute(
    merchantDb(em),
  )
}

export async function writeAlarms(em: Em, alarms: readonly Alarm[], raisedAtMs: number): Promise<void> {
  const column = (of: (alarm: Alarm) => unknown) => alarms.map(of)
  await sql`
    insert into ${sql.table('alarm')} (kind, severity, subject, message, facts, raised_at)
    select v.kind, v.severity, v.subject, v.message, v.facts::jsonb, ${instant(raisedAtMs)}::timestamptz
      from unnest(
        ${column(({ kind }) => kind)}::text[], ${column(({ severity }) => severity)}::text[],
        ${column(({ subject }) => subject)}::text[], ${column(({ message }) => message)}::text[],
        ${column(({ facts }) => JSON.stringify(facts))}::text[]) as v (kind, severity, subject, message, facts)`.execute(
    merchantDb(em),
  )
}
