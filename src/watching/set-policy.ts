import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import type { Channel } from '../catalogue/channel.ts'
import { channelOf } from '../channels/channel-of.ts'
import { unknownChannel, type ChannelRefused } from '../channels/refusal.ts'
import { findShopChannel } from '../channels/shop-channel.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { HandEditPolicy } from '../domain/publishing/judge-reading.ts'

export const handEditPolicies: readonly HandEditPolicy[] = ['adopt', 'cut back', 'alarm']

export interface PolicySet {
  readonly kind: 'updated'
  readonly channel: Channel
}

/** Says what is done about units that another hand puts on sale at this shop. */
export async function setHandEdits(
  { em, clock }: { readonly em: Em; readonly clock: Clock },
  { channel: code, policy, actor }: { readonly channel: string; readonly policy: HandEditPolicy; readonly actor: string },
): Promise<PolicySet | ChannelRefused> {
  return em.fork().transactional(async (tx) => {
    const channel = await findShopChannel(tx, { code }, 'lock')
    if (!channel) return unknownChannel(code)
    await sql`update ${sql.table('channel')} set hand_edits = ${policy} where id = ${channel.id}`.execute(merchantDb(tx))
    await recordChange(tx, { actor, action: 'set_hand_edits', subject: `channel:${code}`, facts: { policy } }, clock.now())
    return { kind: 'updated', channel: await channelOf(tx, code) }
  })
}

/** By channel. */
export async function readHandEdits(em: Em, channelIds: readonly string[]): Promise<ReadonlyMap<string, HandEditPolicy>> {
  const { rows } = await sql<{ id: string; policy: HandEditPolicy }>`
    select id, hand_edits as policy from ${sql.table('channel')} where id = any(${channelIds}::bigint[])`.execute(merchantDb(em))
  return new Map(rows.map(({ id, policy }) => [id, policy]))
}
