import { z } from 'zod'
import { ChannelError } from '../../src/channels/errors.ts'
import type { TokenRequest } from '../../src/channels/connector.ts'
import type { TokenGrant } from '../../src/channels/token.ts'
import { toReadError } from '../shared/call-outcome.ts'
import { wireId, wireInt, wireText } from '../shared/wire.ts'
import type { PopClient } from './pop-client.ts'

const levels = ['r1', 'r2', 'w1', 'w2'] as const
const seconds = wireInt.nullish()

const Granted = z.object({
  access_token: z.string().min(1),
  refresh_token: wireText,
  expires_in: seconds,
  refresh_token_expires_in: seconds,
  owner_id: wireId.optional(),
  r1_expires_in: seconds,
  r2_expires_in: seconds,
  w1_expires_in: seconds,
  w2_expires_in: seconds,
})

/**
 * Trades a code or a refresh token by the signed methods of the gateway, so that the secret itself never travels. Nothing is
 * documented of a second use of a refresh token, so it is sent once.
 */
export async function exchangeToken(client: PopClient, by: TokenRequest, signal: AbortSignal): Promise<TokenGrant> {
  const method = by.grant === 'code' ? 'pdd.pop.auth.token.create' : 'pdd.pop.auth.token.refresh'
  const parameters = by.grant === 'code' ? { code: by.code } : { refresh_token: by.refreshToken }
  const outcome = await client.call(method, parameters, { signal, anonymous: true })
  if (outcome.kind === 'refused' && outcome.refusal.by === 'service') {
    const { code } = outcome.refusal
    // The platform's words are left out: they may repeat the code or the token they were given.
    throw new ChannelError('pinduoduo', 'token expired', `${method}: refused (${code})`, { code })
  }
  if (outcome.kind !== 'answered') throw toReadError('pinduoduo', method, outcome)
  const granted = Granted.safeParse(outcome.data)
  if (!granted.success) throw new ChannelError('pinduoduo', 'malformed', `${method}: unexpected answer`)
  return toGrant(granted.data, client.options.clock.now())
}

function toGrant(granted: z.output<typeof Granted>, now: Date): TokenGrant {
  const after = (life: number | null | undefined): Date | null =>
    life === undefined || life === null ? null : new Date(now.getTime() + life * 1_000)
  return {
    accessToken: granted.access_token,
    refreshToken: granted.refresh_token,
    expiresAt: after(granted.expires_in),
    refreshExpiresAt: after(granted.refresh_token_expires_in),
    shopId: granted.owner_id ?? null,
    levels: levels.flatMap((name) => {
      const expiresAt = after(granted[`${name}_expires_in`])
      return expiresAt ? [{ name, expiresAt }] : []
    }),
  }
}
