import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from './instants.ts'

/** Whoever follows changes has read them long before. */
const CHANGE_LIFE_MS = 3_600_000
const CHANGES_PER_STEP = 5_000

/** The statement that tells of changed quotas: part of the one that changes them and returns their listings as `written`. */
export function insertQuotaChanges(recordedAtMs: number): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table('listing_quota_change')} (channel_id, listing_id, recorded_at)
    select distinct l.channel_id, l.id, ${instant(recordedAtMs)}::timestamptz
      from written join ${sql.table('listing')} l on l.id = written.listing_id`
}

/** Forgets changes that nobody is told any more: the oldest first, so that only these are looked at. */
export async function forgetQuotaChanges(
  em: Em,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const before = instant(nowMs - CHANGE_LIFE_MS)
  for (;;) {
    signal.throwIfAborted()
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table('listing_quota_change')} where id in (
        select id from (
          select id, recorded_at from ${sql.table('listing_quota_change')} order by id limit ${CHANGES_PER_STEP}) oldest
         where recorded_at < ${before}::timestamptz)`.execute(merchantDb(em.fork()))
    if (numAffectedRows < CHANGES_PER_STEP) return
  }
}
