import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { pgFailure } from '../db/pg-errors.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { endAuthorisation, keepGrant, readAuthorisations, renewalOf } from './authorisation.ts'
import { ChannelError } from './errors.ts'
import type { ShopConnection } from './shop-connections.ts'

export interface Refresh {
  readonly em: Em
  readonly keys: MasterKeys
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Renews a shop's tokens. Only the holder of the lease asks, since the old refresh token may die at once, and what comes is
 * kept only while the tokens it was made from are still the newest. Returns when to renew again.
 * @throws ChannelError when the platform gives none; when it never will again, the authorisation has ended.
 */
export async function refreshTokens(connection: ShopConnection, refresh: Refresh): Promise<Date | null> {
  const { em, keys, clock, signal } = refresh
  const now = clock.now()
  const { channel, connector, version, refreshToken } = connection
  const known = (await readAuthorisations(em, [channel.id])).get(channel.id)
  if (refreshToken === null || known?.version !== version || known.endedAtMs !== null) return null
  try {
    const grant = await connector.exchangeToken({ grant: 'refresh', refreshToken }, signal)
    if (grant.shopId !== null && grant.shopId !== channel.shopId) {
      throw new ChannelError(channel.platform, 'foreign shop', `token: the new tokens are of shop ${grant.shopId}`)
    }
    // A platform may renew the access token alone.
    const whole = { ...grant, refreshToken: grant.refreshToken ?? refreshToken }
    await keepSurely(refresh, (tx) => keepGrant(tx, { channelId: channel.id, grant: whole, madeFrom: version }, { keys, now }))
    return renewalOf(whole, now)
  } catch (error) {
    if (error instanceof ChannelError && error.fault === 'token expired') await end(em, connection, now)
    throw error
  }
}

const KEEP_AGAIN_MS = 500
/** Longer than a lease lasts that cannot be renewed. */
const KEEP_TRIES_MAX = 200

/**
 * The old refresh token may be dead by now, and what came instead is nowhere but here: a database that does not take it is asked again, for
 * as long as the lease lasts.
 */
async function keepSurely({ em, lease, clock, signal }: Refresh, keep: (tx: Em) => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fenced(em.fork(), lease, keep)
      return
    } catch (error) {
      if (pgFailure(error) === undefined || attempt >= KEEP_TRIES_MAX) throw error
      await clock.sleep(KEEP_AGAIN_MS, signal)
    }
  }
}

async function end(em: Em, { channel, version }: ShopConnection, now: Date): Promise<void> {
  await em.transactional(async (tx) => {
    await endAuthorisation(tx, { channelId: channel.id, version, now })
    const alarm = {
      kind: 'authorisation_ended',
      severity: 'critical',
      subject: `channel:${channel.code}`,
      message: `the authorisation of channel ${channel.code} has ended and cannot be renewed: authorise its shop again`,
      facts: { channel: channel.code },
    } as const
    await writeAlarms(tx, [alarm], now.getTime())
  })
}
