import { sql } from 'kysely'
import { merchantSchema, sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

export interface Change {
  readonly actor: string
  readonly action:
    | 'create_channel'
    | 'authorise_channel'
    | 'move_channel'
    | 'map_listing'
    | 'create_alarm_target'
    | 'remove_alarm_target'
    | 'stop_selling'
    | 'resume_selling'
    | 'allow_raises'
    | 'boost_listing'
    | 'sell_ahead'
    | 'set_hand_edits'
    | 'apply_rules'
    | 'restore_rules'
  /** What it was done to: `channel:tmall-1`. */
  readonly subject: string
  /** Never a secret and never a buyer's data. */
  readonly facts: Readonly<Record<string, string>>
}

/** Writes down who changed what of the merchant `tx` belongs to, in its transaction: it stands exactly if the change does. */
export function recordChange(tx: Em, change: Change, now: Date): Promise<void> {
  return recordChanges(tx, [change], now)
}

/** Many changes with one statement, in the order given. */
export async function recordChanges(tx: Em, changes: readonly Change[], now: Date): Promise<void> {
  if (changes.length === 0) return
  await sql`
    insert into ${sql.table('audit_log')} (merchant_id, actor, action, subject, facts, recorded_at)
    select m.id, v.actor, v.action, v.subject, v.facts::jsonb, ${now}::timestamptz
      from ${sql.table('merchant')} m
     cross join unnest(${changes.map(({ actor }) => actor)}::text[], ${changes.map(({ action }) => action)}::text[],
                       ${changes.map(({ subject }) => subject)}::text[],
                       ${changes.map(({ facts }) => JSON.stringify(facts))}::text[]) with ordinality as v (actor, action, subject, facts, n)
     where m.schema_name = ${merchantSchema(tx)}
     order by v.n`.execute(sharedDb(tx))
}
