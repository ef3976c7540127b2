import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'

/**
 * Every listing's next settled reading becomes its quota, also of those that joined before: what happened at the shop meanwhile is
 * not known. What they may still sell stays counted until then.
 */
export async function joinListings(
  tx: Em,
  { channelIds, now }: { readonly channelIds: readonly string[]; readonly now: Date },
): Promise<void> {
  const db = merchantDb(tx)
  await sql`
    update ${sql.table('listing')} set joined_at = null
     where channel_id = any(${channelIds}::bigint[]) and joined_at is not null`.execute(db)
  await sql`
    update ${sql.table('stock_reading')} r set closed_at = ${now}::timestamptz, outcome = 'void'
      from ${sql.table('listing')} l where l.id = r.listing_id and r.closed_at is null and l.channel_id = any(${channelIds}::bigint[])`.execute(
    db,
  )
  await sql`
    update ${sql.table('listing_publishing')} set next_at = ${now}::timestamptz, revision = revision + 1
     where channel_id = any(${channelIds}::bigint[])`.execute(db)
  for (const channelId of channelIds) {
    for (const task of ['publish', 'orders'] as const) await makeDue(tx, { channelId, task, at: now })
  }
}
