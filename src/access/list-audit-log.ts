import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

export interface AuditRow {
  readonly id: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  /** A JSON object as text. */
  readonly facts: string
  readonly recordedAt: Date
}

/** Who changed what about a merchant's access, newest first: at most `first`, those before the entry `beforeId` if it is given. */
export async function listAuditLog(
  em: Em,
  { merchantId, first, beforeId }: { readonly merchantId: string; readonly first: number; readonly beforeId: string | null },
): Promise<readonly AuditRow[]> {
  const { rows } = await sql<Omit<AuditRow, 'recordedAt'> & { readonly recordedAtMs: number }>`
    select id, actor, action, subject, facts::text as facts,
      (extract(epoch from recorded_at) * 1000)::double precision as "recordedAtMs"
    from ${sql.table('audit_log')}
    where merchant_id = ${merchantId} and (${beforeId}::bigint is null or id < ${beforeId})
    order by id desc limit ${first}`.execute(sharedDb(em))
  return rows.map(({ recordedAtMs, ...rest }) => ({ ...rest, recordedAt: new Date(recordedAtMs) }))
}
