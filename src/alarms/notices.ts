import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { ToldAlarm } from './alarm-text.ts'
import { planMessages, type PastMessage, type WaitingNotice } from './plan-messages.ts'

const NOTICES_MAX = 1_000
const HOUR_MS = 3_600_000

/** Makes messages of what waits for a target, as far as its limits allow. Returns when the rest may be told. */
export async function planNotices(tx: Em, targetId: string, now: Date): Promise<Date | null> {
  const notice = sql.table('alarm_notice')
  const past = await sql<PastMessage & { readonly atMs: number }>`
    select kind, max(extract(epoch from greatest(planned_at, sent_at)) * 1000)::double precision as "atMs"
      from ${notice}
     where target_id = ${targetId} and planned_at > ${new Date(now.getTime() - HOUR_MS)}::timestamptz
     group by message_id, kind`.execute(merchantDb(tx))
  const waiting = await sql<WaitingNotice>`
    select alarm_id as "alarmId", kind, event from ${notice}
     where target_id = ${targetId} and message_id is null order by alarm_id, event limit ${NOTICES_MAX}`.execute(merchantDb(tx))
  const plan = planMessages(waiting.rows, { past: past.rows, nowMs: now.getTime() })
  for (const notices of plan.messages) {
    await sql`
      update ${notice} n set message_id = ${randomUUID()}, planned_at = ${now}::timestamptz
        from unnest(${notices.map(({ alarmId }) => alarmId)}::bigint[], ${notices.map(({ event }) => event)}::text[]) as v (alarm_id, event)
       where n.target_id = ${targetId} and n.alarm_id = v.alarm_id and n.event = v.event and n.message_id is null`.execute(
      merchantDb(tx),
    )
  }
  return plan.nextAtMs === null ? null : new Date(plan.nextAtMs)
}

export interface UnsentMessage {
  readonly id: string
  readonly event: 'raised' | 'settled'
  readonly alarms: readonly ToldAlarm[]
}

interface Row extends Omit<ToldAlarm, 'raisedAt' | 'settledAt' | 'facts'> {
  readonly message_id: string
  readonly event: 'raised' | 'settled'
  readonly facts: ToldAlarm['facts'] | string
  readonly raised_ms: number
  readonly settled_ms: number | null
}

/** The messages that have been made and not taken yet, oldest first. */
export async function unsentMessages(em: Em, targetId: string): Promise<readonly UnsentMessage[]> {
  const { rows } = await sql<Row>`
    select n.message_id, n.event, a.id, a.kind, a.severity, a.subject, a.message, a.facts,
           ${msOf('a.raised_at')} as raised_ms, ${msOf('a.settled_at')} as settled_ms
      from ${sql.table('alarm_notice')} n join ${sql.table('alarm')} a on a.id = n.alarm_id
     where n.target_id = ${targetId} and n.sent_at is null and n.message_id is not null
     order by n.planned_at, n.alarm_id, n.event`.execute(merchantDb(em))
  const messages = Map.groupBy(rows, ({ message_id: id }) => id)
  return [...messages].map(([id, notices]) => ({ id, event: notices[0]?.event ?? 'raised', alarms: notices.map(toAlarm) }))
}

function toAlarm({ id, kind, severity, subject, message, facts, raised_ms: raised, settled_ms: settled }: Row): ToldAlarm {
  const read = typeof facts === 'string' ? JSON.parse(facts) : facts
  const settledAt = settled === null ? null : new Date(settled)
  return { id, kind, severity, subject, message, facts: read, raisedAt: new Date(raised), settledAt }
}

export async function markSent(
  tx: Em,
  { targetId, messageId, now }: { readonly targetId: string; readonly messageId: string; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('alarm_notice')} set sent_at = ${now}::timestamptz
     where target_id = ${targetId} and message_id = ${messageId}`.execute(merchantDb(tx))
  await sql`
    update ${sql.table('alarm_target')} set sent_at = ${now}::timestamptz, failed_at = null, problem = null
     where id = ${targetId}`.execute(merchantDb(tx))
}

export async function markFailed(
  tx: Em,
  { targetId, problem, now }: { readonly targetId: string; readonly problem: string; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('alarm_target')} set failed_at = coalesce(failed_at, ${now}::timestamptz), problem = ${problem}
     where id = ${targetId}`.execute(merchantDb(tx))
}
