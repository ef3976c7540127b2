import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { orderReference } from '../domain/channel-order.ts'
import { merchantDb, merchantSchema } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Alarm } from '../stock/engine/journal.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { instant, msOf } from '../stock/sql/instants.ts'

const HOUR_MS = 3_600_000
/** Told twice: while there is time to pack, and when there is hardly any left. */
const NOTICES = [
  { severity: 'warning', withinMs: 12 * HOUR_MS },
  { severity: 'critical', withinMs: 2 * HOUR_MS },
] as const
/** What is late by more is no news. */
const LATE_MS = 7 * 24 * HOUR_MS
const ALARMS_AT_ONCE = 200

interface DueOrder {
  readonly code: string
  readonly order_id: string
  readonly ship_by_ms: number
}

/**
 * Raises an alarm for each paid order whose shop has still not been told that it left, before its ship-by time passes, and ends
 * those that are over. Any number of processes may do this: one at a time does.
 */
export async function watchShipBy(em: Em, nowMs: number): Promise<void> {
  await em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    const key = createHash('sha256')
      .update(`${merchantSchema(tx)}/ship-by`)
      .digest()
      .readBigInt64BE()
      .toString()
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${key}::bigint) as mine`.execute(db)
    if (rows[0]?.mine !== true) return
    await settleOver(tx, nowMs)
    for (const { severity, withinMs } of NOTICES) {
      const due = await readDue(tx, { nowMs, withinMs, severity })
      await writeAlarms(
        tx,
        due.map((order) => alarmOf(order, severity, nowMs)),
        nowMs,
      )
    }
  })
}

const stillToShip = sql`
  o.state = 'paid' and o.leaf and not exists (
    select from ${sql.table('shipment')} s where s.channel_id = o.channel_id and s.order_id = o.order_id and s.state = 'told')`

async function readDue(
  tx: Em,
  { nowMs, withinMs, severity }: { readonly nowMs: number; readonly withinMs: number; readonly severity: Alarm['severity'] },
): Promise<readonly DueOrder[]> {
  const { rows } = await sql<DueOrder>`
    select c.code, o.order_id, ${msOf('o.ship_by')} as ship_by_ms
      from ${sql.table('channel_order')} o
      join ${sql.table('channel')} c on c.id = o.channel_id
     where o.ship_by between ${instant(nowMs - LATE_MS)}::timestamptz and ${instant(nowMs + withinMs)}::timestamptz
       and ${stillToShip} and c.state <> 'archived' and not exists (
             select from ${sql.table('alarm')} a
              where a.subject = 'order:' || c.code || ':' || o.order_id and a.kind = 'ship_by_near' and a.severity = ${severity}
                and a.settled_at is null)
     order by o.ship_by, o.channel_id, o.order_id limit ${ALARMS_AT_ONCE}`.execute(merchantDb(tx))
  return rows
}

async function settleOver(tx: Em, nowMs: number): Promise<void> {
  await sql`
    update ${sql.table('alarm')} a set settled_at = ${instant(nowMs)}::timestamptz
     where a.kind = 'ship_by_near' and a.settled_at is null and not exists (
             select from ${sql.table('channel_order')} o
               join ${sql.table('channel')} c on c.id = o.channel_id
              where a.subject = 'order:' || c.code || ':' || o.order_id and ${stillToShip})`.execute(merchantDb(tx))
}

function alarmOf({ code, order_id: orderId, ship_by_ms: shipByMs }: DueOrder, severity: Alarm['severity'], nowMs: number): Alarm {
  const reference = orderReference(code, orderId)
  const hours = Math.floor((shipByMs - nowMs) / HOUR_MS)
  const when = shipByMs <= nowMs ? 'had to be shipped by now' : `has to be shipped within ${hours + 1} h`
  return {
    kind: 'ship_by_near',
    severity,
    subject: `order:${reference}`,
    message: `order ${orderId} of ${code} ${when}, and its shop has not been told that it left`,
    facts: { order: reference, shipBy: instant(shipByMs) },
  }
}
