import type { Channel } from '../catalogue/channel.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { channelOf } from './channel-of.ts'
import type { ChannelTools } from './channel-tools.ts'
import { refuseChannel, unknownChannel, type ChannelRefused } from './refusal.ts'
import { findShopChannel } from './shop-channel.ts'

export type AskTurnOutcome = { readonly kind: 'asked'; readonly channel: Channel } | ChannelRefused

/** Has a channel's listings or orders read as soon as a worker is free, instead of at the next time that is due. */
export async function askTurn(
  { em, clock }: ChannelTools,
  { channel: code, task }: { readonly channel: string; readonly task: 'discovery' | 'orders' },
): Promise<AskTurnOutcome> {
  return em.fork().transactional(async (tx) => {
    const channel = await findShopChannel(tx, { code }, 'lock')
    if (!channel) return unknownChannel(code)
    if (channel.state === 'archived') return refuseChannel('CHANNEL_STATE', `channel ${code} is archived`, { field: 'channel' })
    if (channel.shopId === null) {
      return refuseChannel('NOT_AUTHORISED', `channel ${code} is not authorised: authorise its shop first`, { field: 'channel' })
    }
    await makeDue(tx, { channelId: channel.id, task, at: clock.now() })
    return { kind: 'asked', channel: await channelOf(tx, code) }
  })
}
