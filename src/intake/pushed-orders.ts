import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

const CLAIM_MS = 30_000

export interface Claimed {
  readonly pushIds: readonly string[]
  /** Each once, however often it was pushed. */
  readonly orderIds: readonly string[]
  readonly pushes: readonly { readonly pushId: string; readonly orderId: string }[]
  /** When the first of them came; null: there is none. */
  readonly oldestAt: Date | null
}

/** Takes the oldest waiting pushes for this process to look into; another gets them only when this one is not heard of. */
export async function claimPushes(
  em: Em,
  { channelId, most, now }: { readonly channelId: string; readonly most: number; readonly now: Date },
): Promise<Claimed> {
  const { rows } = await sql<{ push_id: string; order_id: string; received_at: Date }>`
    with chosen as (
      select push_id from ${sql.table('channel_push')}
       where channel_id = ${channelId} and handled_at is null and order_id is not null
         and (claimed_until is null or claimed_until <= ${now}::timestamptz)
       order by received_at limit ${most} for update skip locked)
    update ${sql.table('channel_push')} p set claimed_until = ${new Date(now.getTime() + CLAIM_MS)}::timestamptz
      from chosen where p.channel_id = ${channelId} and p.push_id = chosen.push_id
    returning p.push_id, p.order_id, p.received_at`.execute(merchantDb(em))
  const times = rows.map((row) => new Date(row.received_at).getTime())
  return {
    pushIds: rows.map((row) => row.push_id),
    orderIds: [...new Set(rows.map((row) => row.order_id))],
    pushes: rows.map((row) => ({ pushId: row.push_id, orderId: row.order_id })),
    oldestAt: times.length === 0 ? null : new Date(Math.min(...times)),
  }
}

export async function pushesHandled(
  em: Em,
  { channelId, pushIds, now }: { readonly channelId: string; readonly pushIds: readonly string[]; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('channel_push')} set handled_at = ${now}::timestamptz, claimed_until = null
     where channel_id = ${channelId} and push_id = any(${pushIds}::text[])`.execute(merchantDb(em))
}

export async function returnPushes(
  em: Em,
  { channelId, pushIds }: { readonly channelId: string; readonly pushIds: readonly string[] },
): Promise<void> {
  await sql`
    update ${sql.table('channel_push')} set claimed_until = null
     where channel_id = ${channelId} and push_id = any(${pushIds}::text[]) and handled_at is null`.execute(merchantDb(em))
}

/** More hints than the platform lets us ask one by one: the lists, which show them all in pages, are read now instead. */
export async function leaveToLists(
  em: Em,
  { channelId, now }: { readonly channelId: string; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('channel_push')} set handled_at = ${now}::timestamptz, claimed_until = null
     where channel_id = ${channelId} and handled_at is null`.execute(merchantDb(em))
}
