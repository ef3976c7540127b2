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

/** Tables of what is told to those who follow it. */
const FOLLOWED = ['listing_quota_change', 'campaign_change'] as const

/** Forgets changes that nobody is told any more: the oldest first, so that only these are looked at. */
export async function forgetChanges(
  em: Em,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const before = instant(nowMs - CHANGE_LIFE_MS)
  for (const table of FOLLOWED) {
    for (let gone = BigInt(CHANGES_PER_STEP); gone >= CHANGES_PER_STEP;) {
      signal.throwIfAborted()
      const { numAffectedRows = 0n } = await sql`
        delete from ${sql.table(table)} where id in (
          select id from (
            select id, recorded_at from ${sql.table(table)} order by id limit ${CHANGES_PER_STEP}) oldest
           where recorded_at < ${before}::timestamptz)`.execute(merchantDb(em.fork()))
      gone = numAffectedRows
    }
  }
}
