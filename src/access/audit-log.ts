import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

export interface AuditEntry {
  readonly merchantId: string | null
  readonly actor: string
  readonly action: 'create_api_key' | 'revoke_api_key' | 'create_merchant' | 'shut_out_subject' | 'let_in_subject'
  /** What it was done to: `key:12`, `merchant:default`. */
  readonly subject: string
  /** Never a secret and never a buyer's data. */
  readonly facts: Readonly<Record<string, unknown>>
}

/** Writes down who did what, in the transaction of `em`: it stands exactly if the change itself does. */
export async function recordAudit(em: Em, entry: AuditEntry, now: Date): Promise<void> {
  const { merchantId, actor, action, subject, facts } = entry
  await sql`insert into ${sql.table('audit_log')} (merchant_id, actor, action, subject, facts, recorded_at)
    values (${merchantId}, ${actor}, ${action}, ${subject}, ${JSON.stringify(facts)}::jsonb, ${now})`.execute(sharedDb(em))
}
