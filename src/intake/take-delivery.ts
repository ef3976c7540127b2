import { randomBytes } from 'node:crypto'
import { findMerchant } from '../access/find-merchant.ts'
import { readSecret } from '../channels/channel-secrets.ts'
import { ChannelError } from '../channels/errors.ts'
import type { PushDelivery } from '../channels/push.ts'
import { findShopChannel } from '../channels/shop-channel.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { takePushes } from './take-pushes.ts'
import { verifyForwarded } from './verify-forwarded.ts'

export interface Addressed {
  /** Codes, as they stand in the address. */
  readonly merchant: string
  readonly channel: string
  readonly delivery: PushDelivery
}

export type DeliveryOutcome = { readonly kind: 'taken'; readonly pushes: number } | { readonly kind: 'refused' | 'malformed' }

/** Takes a delivery in, once it is shown to come from the channel's own application. Nothing is kept of any other. */
export async function takeDelivery(
  { em, keys, clock }: { readonly em: Em; readonly keys: MasterKeys | undefined; readonly clock: Clock },
  { merchant, channel: code, delivery }: Addressed,
): Promise<DeliveryOutcome> {
  const schema = (await findMerchant(em.fork(), merchant))?.schema
  const own = schema === undefined ? undefined : em.fork({ schema })
  const channel = own && (await findShopChannel(own, { code }))
  const app = keys && own && channel && (await readSecret(own, { channelId: channel.id, kind: 'application' }, keys))
  // A channel that is not there is refused in the same way, and after the same work, as a wrong signature.
  const secret = app?.secret ?? randomBytes(16).toString('hex')
  try {
    const pushes = verifyForwarded({ secret, platform: channel?.platform ?? 'jd', clock })(delivery)
    if (!own || !channel || channel.state === 'archived') return { kind: 'refused' }
    return { kind: 'taken', pushes: await takePushes(own, { channelId: channel.id, pushes, now: clock.now() }) }
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return { kind: error.fault === 'malformed' ? 'malformed' : 'refused' }
  }
}
