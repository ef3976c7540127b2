import type { Channel } from '../catalogue/channel.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { channelOf } from './channel-of.ts'
import type { ChannelTools } from './channel-tools.ts'
import { refuseChannel, unknownChannel, type ChannelRefused } from './refusal.ts'
import { findShopChannel } from './shop-channel.ts'

export type AskDiscoveryOutcome = { readonly kind: 'asked'; readonly channel: Channel } | ChannelRefused

/** Has a channel's listings read again as soon as a worker is free, instead of at the next time it is due. */
export async function askDiscovery({ em, clock }: ChannelTools, code: string): Promise<AskDiscoveryOutcome> {
  return em.fork().transactional(async (tx) => {
    const channel = await findShopChannel(tx, { code }, 'lock')
    if (!channel) return unknownChannel(code)
    if (channel.state === 'archived') return refuseChannel('CHANNEL_STATE', `channel ${code} is archived`, { field: 'channel' })
    if (channel.shopId === null) {
      return refuseChannel('NOT_AUTHORISED', `channel ${code} is not authorised: authorise its shop first`, { field: 'channel' })
    }
    await makeDue(tx, { channelId: channel.id, task: 'discovery', at: clock.now() })
    return { kind: 'asked', channel: await channelOf(tx, code) }
  })
}
