import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'

/** A poll after others that were left out: sales have stayed unseen no longer than with them. */
export async function asSeenBefore(em: Em, channelId: string, poll: () => Promise<void>): Promise<void> {
  const db = merchantDb(em.fork())
  const { rows } = await sql<{ ms: string | null }>`
    select max(unseen_ms) as ms from ${sql.table('channel_watermark')} where channel_id = ${channelId}`.execute(db)
  await poll()
  await sql`
    update ${sql.table('channel_watermark')} set unseen_ms = least(unseen_ms, ${rows[0]?.ms ?? 0}::bigint)
     where channel_id = ${channelId}`.execute(db)
}
