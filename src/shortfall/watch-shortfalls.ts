import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { merchantDb, merchantSchema } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { instant } from '../stock/sql/instants.ts'
import { settleAlarmsOf } from '../stock/sql/shipments.ts'
import { readShortBalances, type ShortBalance } from './read-plan-input.ts'

const SHORTFALLS_MAX = 500

/**
 * Raises an alarm for each SKU of a pool that orders need more of than there is, and ends it, the deficit's alarms and the tasks
 * once it is back-filled. Any number of processes may do this: one at a time does.
 */
export async function watchShortfalls(em: Em, nowMs: number): Promise<void> {
  const short = await readShortBalances(em, { nowMs, first: SHORTFALLS_MAX })
  await em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    const key = createHash('sha256')
      .update(`${merchantSchema(tx)}/shortfalls`)
      .digest()
      .readBigInt64BE()
      .toString()
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${key}::bigint) as mine`.execute(db)
    if (rows[0]?.mine !== true) return
    const open = await sql<{ subject: string }>`
      select subject from ${sql.table('alarm')} where kind = 'shortfall' and settled_at is null`.execute(db)
    const known = new Set(open.rows.map(({ subject }) => subject))
    const now = new Set(short.map(subjectOf))
    const fresh = short.filter((one) => !known.has(subjectOf(one)))
    await writeAlarms(tx, fresh.map(alarmOf), nowMs)
    // A list that was cut says nothing of what it leaves out.
    if (short.length < SHORTFALLS_MAX)
      await settleAlarmsOf(
        tx,
        [...known].filter((subject) => !now.has(subject)),
        nowMs,
      )
    await settleDeficits(tx, nowMs)
  })
}

/** Alarms and tasks about goods that nothing is owed of any more. */
async function settleDeficits(tx: Em, nowMs: number): Promise<void> {
  const db = merchantDb(tx)
  await sql`
    update ${sql.table('alarm')} a set settled_at = ${instant(nowMs)}::timestamptz
     where a.kind = 'deficit' and a.settled_at is null and not exists (
             select from ${sql.table('pool_balance')} b
               join ${sql.table('sku')} s on s.id = b.sku_id
              where a.subject = 'sku:' || s.code and b.deficit > 0)`.execute(db)
  await sql`
    update ${sql.table('shortfall_task')} t set done_at = ${instant(nowMs)}::timestamptz, done_by = 'back-filled'
     where t.done_at is null and not exists (
             select from ${sql.table('pool_balance')} b
              where b.pool_id = t.pool_id and b.sku_id = t.sku_id and b.deficit > 0)`.execute(db)
}

function subjectOf({ pool, sku }: ShortBalance): string {
  return `shortfall:${pool}/${sku}`
}

function alarmOf(short: ShortBalance) {
  const { pool, sku, shortfall, onHand, held } = short
  return {
    kind: 'shortfall' as const,
    severity: 'critical' as const,
    subject: subjectOf(short),
    message: `orders need ${shortfall} units of ${sku} more than pool ${pool} has: see the plan of shortfalls`,
    facts: { sku, pool, shortfall, onHand, held },
  }
}
