import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import type { StandingFinding } from '../domain/database-standing.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import { writeAlarms } from '../stock/sql/documents.ts'

/** Fences repeat in a restored database: all that were ever given out before have to lie behind. */
const FENCE_STEP = 1_000_000_000_000

/**
 * Treats everything the shops were told as unknown: each live channel joins again, so that nothing is raised before its
 * listings' numbers have been read and settled, and every lease ends. All merchants in the one transaction of `tx`.
 */
export async function sendBack(tx: Em, findings: readonly StandingFinding[], now: Date): Promise<void> {
  for (const { schema } of await listMerchants(tx)) {
    const em = tx.fork({ schema, keepTransactionContext: true })
    const { rows } = await sql<{ code: string; was: string }>`
      update ${sql.table('channel')} c
         set doubted_at = ${now}::timestamptz, state = case when c.state = 'live' then 'joining' else c.state end
        from ${sql.table('channel')} old
       where old.id = c.id and c.platform <> 'direct' and c.state <> 'archived'
      returning c.code, old.state as was`.execute(merchantDb(em))
    await sql`
      update ${sql.table('channel_task')}
         set fence = fence + ${FENCE_STEP}, holder = null, leased_until = null,
             due_at = case when due_at is null and holder is null then null else ${now}::timestamptz end`.execute(merchantDb(em))
    await doubtListings(em, now)
    for (const { code } of rows.filter(({ was }) => was === 'live')) {
      const facts = { from: 'live', to: 'joining', why: 'the database was restored or failed over' }
      await recordChange(em, { actor: 'onepool', action: 'move_channel', subject: `channel:${code}`, facts }, now)
    }
    await writeAlarms(em, [alarmOf(findings, rows.length)], now.getTime())
  }
}

/** Every listing's number is read anew, and settles it once no request that is forgotten can change it any more. */
async function doubtListings(em: Em, now: Date): Promise<void> {
  const db = merchantDb(em)
  await sql`
    insert into ${sql.table('channel_task')} as t (channel_id, task, due_at)
    select c.id, task, ${now}::timestamptz from ${sql.table('channel')} c cross join unnest(array['orders', 'publish', 'watch']) as task
     where c.platform <> 'direct' and c.state in ('joining', 'live', 'paused', 'handed_back')
        on conflict (channel_id, task) do update set due_at = least(t.due_at, excluded.due_at)`.execute(db)
  // In order of id, as everybody locks them.
  await sql`select from ${sql.table('listing_publishing')} order by listing_id for update`.execute(db)
  await sql`
    update ${sql.table('listing_publishing')}
       set doubted_at = ${now}::timestamptz, watch_at = '-infinity', seen_from = null, seen_to = null, seen_least = null, seen_most = null,
           next_at = ${now}::timestamptz, revision = revision + 1`.execute(db)
}

function alarmOf(findings: readonly StandingFinding[], channels: number) {
  const seen = Object.fromEntries(findings.map(({ what, kept, found }) => [what, `kept ${kept}, found ${found}`]))
  return {
    kind: 'database_restored',
    severity: 'critical',
    subject: 'database',
    message:
      'the database was restored from a copy or failed over to a server that may lack what was written last: every channel ' +
      'joins again before any raise; tell again what tills, warehouses and your own shops told since that copy was made',
    facts: { ...seen, channels },
  } as const
}
