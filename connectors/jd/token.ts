import { z } from 'zod'
import { ChannelError } from '../../src/channels/errors.ts'
import type { TokenRequest } from '../../src/channels/connector.ts'
import type { TokenGrant } from '../../src/channels/token.ts'
import { httpOptions, type ConnectOptions } from '../shared/connect-options.ts'
import { createHttp } from '../shared/http.ts'
import { parseJsonOrNull } from '../shared/json.ts'
import { redact } from '../shared/redact.ts'
import { wireId, wireInt, wireText } from '../shared/wire.ts'

const tokenUrl = 'https://open-oauth.jd.com/oauth2'

const Granted = z.object({ access_token: z.string().min(1), refresh_token: wireText, expires_in: wireInt.optional() })
const Refused = z.object({ code: wireId, msg: wireText })

/**
 * Trades a code or a refresh token. JD wants all of it in the query; a refresh may give the same values with a longer life.
 * The grant names the user, not the seller: `readShopId` does. The refusal's codes are published nowhere.
 * Source: open.jd.com, authorisation guide.
 */
export async function exchangeToken(options: ConnectOptions, by: TokenRequest, signal: AbortSignal): Promise<TokenGrant> {
  const http = createHttp(options.endpoints?.token ?? tokenUrl, httpOptions(options))
  const { key, secret } = options.app
  const given = by.grant === 'code' ? by.code : by.refreshToken
  const query = new URLSearchParams({
    app_key: key,
    app_secret: secret,
    ...(by.grant === 'code'
      ? { grant_type: 'authorization_code', code: given }
      : { grant_type: 'refresh_token', refresh_token: given }),
  })
  const path = by.grant === 'code' ? '/access_token' : '/refresh_token'
  const outcome = await http({ method: 'GET', path, query: query.toString() }, signal)
  if (outcome.kind !== 'answered') throw new ChannelError('jd', 'unavailable', `token: ${outcome.message}`)
  const body = parseJsonOrNull(outcome.text)
  const granted = Granted.safeParse(body)
  if (granted.success) return toGrant(granted.data, options.clock.now())
  const refused = Refused.safeParse(body)
  if (!refused.success) throw new ChannelError('jd', 'malformed', 'token: unexpected answer')
  const words = redact(refused.data.msg ?? 'no reason given', [given, secret])
  throw new ChannelError('jd', 'token expired', `token: ${words}`, { code: refused.data.code })
}

function toGrant(granted: z.output<typeof Granted>, now: Date): TokenGrant {
  const { expires_in: seconds } = granted
  return {
    accessToken: granted.access_token,
    refreshToken: granted.refresh_token,
    expiresAt: seconds === undefined ? null : new Date(now.getTime() + seconds * 1_000),
    refreshExpiresAt: null,
    shopId: null,
    levels: [],
  }
}
