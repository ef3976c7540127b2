import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { instant } from '../stock/sql/instants.ts'

/** What a target was told, or could not be told, is kept for so long. */
export const NOTICE_LIFE_MS = 30 * 24 * 3_600_000
const NOTICES_PER_STEP = 5_000

/** Forgets old notices, sent or not: the alarms themselves stay. Returns how many. */
export async function forgetNotices(
  em: Em,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<number> {
  const notice = sql.table('alarm_notice')
  const before = instant(nowMs - NOTICE_LIFE_MS)
  const { rows: targets } = await sql<{ id: string }>`select id from ${sql.table('alarm_target')}`.execute(merchantDb(em.fork()))
  let forgotten = 0
  for (const { id } of targets) {
    const old = [
      sql`select target_id, alarm_id, event from ${notice}
           where target_id = ${id}::uuid and planned_at < ${before}::timestamptz limit ${NOTICES_PER_STEP}`,
      // Never made into a message: a target that has not taken any for so long.
      sql`select n.target_id, n.alarm_id, n.event from ${notice} n join ${sql.table('alarm')} a on a.id = n.alarm_id
           where n.target_id = ${id}::uuid and n.sent_at is null and n.message_id is null
             and coalesce(case when n.event = 'settled' then a.settled_at end, a.raised_at) < ${before}::timestamptz
           limit ${NOTICES_PER_STEP}`,
    ]
    for (const some of old) forgotten += await forget(em, some, signal)
  }
  return forgotten
}

async function forget(em: Em, some: RawBuilder<unknown>, signal: AbortSignal): Promise<number> {
  for (let forgotten = 0; ;) {
    signal.throwIfAborted()
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table('alarm_notice')} where (target_id, alarm_id, event) in (${some})`.execute(merchantDb(em.fork()))
    forgotten += Number(numAffectedRows)
    if (numAffectedRows < NOTICES_PER_STEP) return forgotten
  }
}
