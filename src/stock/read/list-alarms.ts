import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { Alarm } from '../engine/journal.ts'
import { instant, msOf } from '../sql/instants.ts'
import { numberAfter, toListed, type Listed, type PageWanted } from './list-page.ts'

export interface ListedAlarm extends Alarm {
  readonly id: string
  readonly raisedAtMs: number
  readonly settledAtMs: number | null
}

export interface AlarmRow {
  readonly id: string
  readonly kind: Alarm['kind']
  readonly severity: Alarm['severity']
  readonly subject: string
  readonly message: string
  readonly facts: Alarm['facts'] | string
  readonly raised_at_ms: number
  readonly settled_at_ms: number | null
}

/** Alarms, newest first; the key of a row is its id. */
export async function listAlarms(
  em: Em,
  { first, after, open }: PageWanted & { readonly open: boolean },
): Promise<Listed<ListedAlarm>> {
  const { rows } = await sql<AlarmRow>`
    select id, kind, severity, subject, message, facts, ${msOf('raised_at')} as raised_at_ms, ${msOf('settled_at')} as settled_at_ms
      from ${sql.table('alarm')}
     where (${numberAfter(after)}::bigint is null or id < ${numberAfter(after)}::bigint) and (not ${open} or settled_at is null)
     order by id desc
     limit ${first + 1}`.execute(merchantDb(em))
  return toListed(rows.map(toListedAlarm), first)
}

export function toListedAlarm(row: AlarmRow): ListedAlarm {
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    subject: row.subject,
    message: row.message,
    facts: typeof row.facts === 'string' ? JSON.parse(row.facts) : row.facts,
    raisedAtMs: row.raised_at_ms,
    settledAtMs: row.settled_at_ms,
  }
}

/** Marks an alarm as dealt with; false when there is no such open one. */
export async function settleAlarm(em: Em, id: string, nowMs: number): Promise<boolean> {
  if (!/^\d{1,18}$/.test(id)) return false
  const { numAffectedRows } = await sql`
    update ${sql.table('alarm')} set settled_at = ${instant(nowMs)}::timestamptz
     where id = ${id}::bigint and settled_at is null`.execute(merchantDb(em))
  return (numAffectedRows ?? 0n) > 0n
}
