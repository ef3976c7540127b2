import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import type { Channel } from '../catalogue/channel.ts'
import { channelOf } from './channel-of.ts'
import { moveChannel, type ChannelMove } from '../domain/channel-state.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import type { ChannelTools } from './channel-tools.ts'
import { refuseChannel, unknownChannel, type ChannelRefused } from './refusal.ts'
import { findShopChannel, type ShopChannel } from './shop-channel.ts'

export type MoveOutcome =
  | { readonly kind: 'moved'; readonly channel: Channel }
  /** It was in that state before. */
  | { readonly kind: 'unchanged'; readonly channel: Channel }
  | ChannelRefused

/** Pauses, resumes, hands back or archives a channel. Archiving throws its credentials away. */
export async function moveShopChannel(
  { em, clock }: ChannelTools,
  { channel: code, move, actor }: { readonly channel: string; readonly move: ChannelMove; readonly actor: string },
): Promise<MoveOutcome> {
  return em.fork().transactional(async (tx) => {
    const channel = await findShopChannel(tx, { code }, 'lock')
    if (!channel) return unknownChannel(code)
    const step = moveChannel(channel.state, move)
    if ('no' in step)
      return refuseChannel('CHANNEL_STATE', `channel ${code} is ${channel.state}: ${step.no}`, { field: 'channel' })
    const { id: channelId, state } = channel
    if (step.to === state) return { kind: 'unchanged', channel: await channelOf(tx, code) }
    if (step.to === 'joining' && channel.shopId === null) {
      return refuseChannel('CHANNEL_STATE', `channel ${code} is not authorised: authorise it first`, { field: 'channel' })
    }
    const inUse = step.to === 'archived' ? await stillCounted(tx, channel) : undefined
    if (inUse) return inUse
    const now = clock.now()
    await sql`update ${sql.table('channel')} set state = ${step.to} where id = ${channelId}`.execute(merchantDb(tx))
    if (step.to === 'archived') await forget(tx, channelId)
    if (step.to === 'joining') await joinListings(tx, { channelId, now })
    if (step.to === 'shadow' && channel.shopId !== null) {
      for (const task of ['discovery', 'orders', 'push'] as const) await makeDue(tx, { channelId, task, at: now })
    }
    await recordChange(
      tx,
      { actor, action: 'move_channel', subject: `channel:${code}`, facts: { from: state, to: step.to } },
      now,
    )
    return { kind: 'moved', channel: await channelOf(tx, code) }
  })
}

/** What the shop may still sell stays counted until it is proved gone. */
async function stillCounted(tx: Em, { id, code }: ShopChannel): Promise<ChannelRefused | undefined> {
  const { rows } = await sql<{ listings: number }>`
    select count(distinct l.id)::int as listings
      from ${sql.table('listing')} l join ${sql.table('listing_quota')} q on q.listing_id = l.id
     where l.channel_id = ${id} and q.quota <> 0`.execute(merchantDb(tx))
  const listings = rows[0]?.listings ?? 0
  if (listings === 0) return undefined
  const message = `${listings} listings of channel ${code} may still sell our units: archive it when their quotas are 0`
  return refuseChannel('CHANNEL_IN_USE', message, { field: 'channel' })
}

/**
 * Every listing's next settled reading becomes its quota, also of those that joined before: what happened at the shop meanwhile is
 * not known. What they may still sell stays counted until then.
 */
async function joinListings(tx: Em, { channelId, now }: { readonly channelId: string; readonly now: Date }): Promise<void> {
  await lockListingsOf(tx, channelId)
  await sql`update ${sql.table('listing')} set joined_at = null where channel_id = ${channelId} and joined_at is not null`.execute(
    merchantDb(tx),
  )
  // What was read before is of no use: anything may have happened since.
  await sql`
    update ${sql.table('stock_reading')} r set closed_at = ${now}::timestamptz, outcome = 'void'
      from ${sql.table('listing')} l where l.id = r.listing_id and r.closed_at is null and l.channel_id = ${channelId}`.execute(
    merchantDb(tx),
  )
  await sql`
    update ${sql.table('listing_publishing')}
       set next_at = ${now}::timestamptz, revision = revision + 1, watch_at = '-infinity', doubted_at = null,
           seen_from = null, seen_to = null, seen_least = null, seen_most = null
     where channel_id = ${channelId}`.execute(merchantDb(tx))
  for (const task of ['publish', 'orders', 'watch'] as const) await makeDue(tx, { channelId, task, at: now })
}

/** In order of id, as everybody locks them: quotas first, then what is published. */
async function lockListingsOf(tx: Em, channelId: string): Promise<void> {
  const db = merchantDb(tx)
  await sql`select from ${sql.table('listing')} where channel_id = ${channelId} order by id for no key update`.execute(db)
  await sql`select from ${sql.table('listing_publishing')} where channel_id = ${channelId} order by listing_id for update`.execute(
    db,
  )
}

async function forget(tx: Em, channelId: string): Promise<void> {
  for (const table of ['channel_secret', 'channel_authorisation', 'channel_task']) {
    await sql`delete from ${sql.table(table)} where channel_id = ${channelId}`.execute(merchantDb(tx))
  }
}
