import { sql } from 'kysely'
import { merchantSchema, sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

export interface Change {
  readonly actor: string
  readonly action: 'create_channel' | 'authorise_channel' | 'move_channel' | 'map_listing'
  /** What it was done to: `channel:tmall-1`. */
  readonly subject: string
  /** Never a secret and never a buyer's data. */
  readonly facts: Readonly<Record<string, string>>
}

/** Writes down who changed what of the merchant `tx` belongs to, in its transaction: it stands exactly if the change does. */
export async function recordChange(tx: Em, { actor, action, subject, facts }: Change, now: Date): Promise<void> {
  await sql`
    insert into ${sql.table('audit_log')} (merchant_id, actor, action, subject, facts, recorded_at)
    select id, ${actor}, ${action}, ${subject}, ${JSON.stringify(facts)}::jsonb, ${now}::timestamptz
      from ${sql.table('merchant')} where schema_name = ${merchantSchema(tx)}`.execute(sharedDb(tx))
}
