import { sql } from 'kysely'
import type { ToldOrder } from '../domain/channel-order.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { instant, msOf } from '../stock/sql/instants.ts'

const FIRST_RETRY_MS = 30_000
const RETRY_MAX_MS = 3_600_000
/** So many of the due ones are tried in one turn. */
const ASIDE_A_TURN = 20
const REASON_LENGTH_MAX = 500

export interface AsideOrder {
  readonly orderId: string
  readonly told: ToldOrder
  readonly tries: number
}

/**
 * Keeps an order that cannot be booked, so that those behind it can be. No watermark passes what of it is not booked: for an
 * order we know, all that happened since we last learned of it.
 */
export async function setAside(
  tx: Em,
  { channel, told, reason, nowMs }: { channel: { id: string; code: string }; told: ToldOrder; reason: string; nowMs: number },
): Promise<void> {
  const clean: ToldOrder = JSON.parse(JSON.stringify(told, (_key, value: unknown) => storable(value)))
  const fromMs = Number.isFinite(told.createdAtMs) ? told.createdAtMs : -Infinity
  const { rows } = await sql<{ tries: number }>`
    insert into ${sql.table('channel_order_aside')} as a
      (channel_id, order_id, told, reason, unbooked_from, since, tries, retry_at)
    values (${channel.id}, ${clean.orderId}, ${JSON.stringify(clean)}::jsonb, ${reasonOf(reason)},
            coalesce((select modified_at from ${sql.table('channel_order')} o
                       where o.channel_id = ${channel.id} and o.order_id = ${clean.orderId}), ${instant(fromMs)}::timestamptz),
            ${instant(nowMs)}::timestamptz, 1, ${instant(nowMs + FIRST_RETRY_MS)}::timestamptz)
        on conflict (channel_id, order_id) do update
       set told = excluded.told, reason = excluded.reason, unbooked_from = least(a.unbooked_from, excluded.unbooked_from),
           tries = a.tries + 1, retry_at = ${instant(nowMs)}::timestamptz
               + least(${RETRY_MAX_MS}, ${FIRST_RETRY_MS} * power(2, least(a.tries, 10))) * interval '1 millisecond'
    returning tries`.execute(merchantDb(tx))
  if (rows[0]?.tries === 1) await writeAlarms(tx, [alarmOf(channel.code, clean.orderId, reasonOf(reason))], nowMs)
}

function alarmOf(channel: string, orderId: string, reason: string) {
  return {
    kind: 'order_aside',
    severity: 'critical',
    subject: `order:${channel}:${orderId}`,
    message: `order ${orderId} of ${channel} cannot be booked, so nothing is held for it: ${reason}. It is kept and tried again; no watermark of ${channel} passes it`,
    facts: { channel, order: orderId },
  } as const
}

/** Orders whose time to be tried again has come, the longest waiting first. */
export async function dueAside(em: Em, channelId: string, nowMs: number): Promise<readonly AsideOrder[]> {
  const { rows } = await sql<{ order_id: string; told: ToldOrder | string; tries: number }>`
    select order_id, told, tries from ${sql.table('channel_order_aside')}
     where channel_id = ${channelId} and retry_at <= ${instant(nowMs)}::timestamptz
     order by retry_at, order_id limit ${ASIDE_A_TURN}`.execute(merchantDb(em))
  return rows.map(({ order_id: orderId, told, tries }) => ({
    orderId,
    told: typeof told === 'string' ? JSON.parse(told) : told,
    tries,
  }))
}

/** It is booked at last: watermarks may pass it, and its alarm is over. */
export async function takeBack(
  tx: Em,
  { channel, orderId, nowMs }: { channel: { id: string; code: string }; orderId: string; nowMs: number },
): Promise<void> {
  const db = merchantDb(tx)
  await sql`delete from ${sql.table('channel_order_aside')} where channel_id = ${channel.id} and order_id = ${orderId}`.execute(
    db,
  )
  await sql`
    update ${sql.table('alarm')} set settled_at = ${instant(nowMs)}::timestamptz
     where kind = 'order_aside' and subject = ${`order:${channel.code}:${orderId}`} and settled_at is null`.execute(db)
}

export interface AsideStanding {
  readonly orderId: string
  readonly reason: string
  readonly sinceMs: number
  readonly tries: number
  readonly retryAtMs: number
}

const SHOWN_MAX = 100

/** The oldest orders that are set aside, by channel. */
export async function readAside(em: Em, channelIds: readonly string[]): Promise<ReadonlyMap<string, readonly AsideStanding[]>> {
  const { rows } = await sql<{
    channel_id: string
    order_id: string
    reason: string
    since_ms: number
    tries: number
    retry_ms: number
  }>`
    select a.channel_id, a.order_id, a.reason, ${msOf('a.since')} as since_ms, a.tries, ${msOf('a.retry_at')} as retry_ms
      from unnest(${channelIds}::bigint[]) as wanted (id)
     cross join lateral (select * from ${sql.table('channel_order_aside')} x where x.channel_id = wanted.id
                          order by x.since, x.order_id limit ${SHOWN_MAX}) a
     order by a.channel_id, a.since, a.order_id`.execute(merchantDb(em))
  const byChannel = Map.groupBy(rows, ({ channel_id: id }) => id)
  return new Map(
    [...byChannel].map(([id, orders]) => [
      id,
      orders.map((row) => ({
        orderId: row.order_id,
        reason: row.reason,
        sinceMs: row.since_ms,
        tries: row.tries,
        retryAtMs: row.retry_ms,
      })),
    ]),
  )
}

function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value
}

function reasonOf(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().slice(0, REASON_LENGTH_MAX)
}
