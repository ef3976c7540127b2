import { z } from 'zod'
import { ChannelError } from '../../src/channels/errors.ts'
import type { TokenRequest } from '../../src/channels/connector.ts'
import type { TokenGrant } from '../../src/channels/token.ts'
import { httpOptions, type ConnectOptions } from '../shared/connect-options.ts'
import { createHttp } from '../shared/http.ts'
import { parseJsonOrNull } from '../shared/json.ts'
import { redact } from '../shared/redact.ts'
import { wireId, wireInt, wireText } from '../shared/wire.ts'

const tokenUrl = 'https://oauth.taobao.com/token'
const levels = ['r1', 'r2', 'w1', 'w2'] as const

const seconds = wireInt.optional()
const Granted = z.object({
  access_token: z.string().min(1),
  refresh_token: wireText,
  expires_in: seconds,
  re_expires_in: seconds,
  taobao_user_id: wireId.optional(),
  r1_expires_in: seconds,
  r2_expires_in: seconds,
  w1_expires_in: seconds,
  w2_expires_in: seconds,
})
const Refused = z.object({ error: z.string(), error_description: wireText })

/** Trades a code or a refresh token at the platform's OAuth address. Only applications of the service market can refresh. */
export async function exchangeToken(options: ConnectOptions, by: TokenRequest, signal: AbortSignal): Promise<TokenGrant> {
  const http = createHttp(options.endpoints?.token ?? tokenUrl, httpOptions(options))
  const secret = by.grant === 'code' ? by.code : by.refreshToken
  const grant: Record<string, string> =
    by.grant === 'code'
      ? { grant_type: 'authorization_code', code: by.code, redirect_uri: by.redirectUri }
      : { grant_type: 'refresh_token', refresh_token: by.refreshToken }
  const form = new URLSearchParams({ ...grant, client_id: options.app.key, client_secret: options.app.secret, view: 'web' })
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }
  const outcome = await http({ method: 'POST', headers, body: form.toString() }, signal)
  if (outcome.kind !== 'answered') throw new ChannelError('taobao', 'unavailable', `token: ${outcome.message}`)
  const body = parseJsonOrNull(outcome.text)
  const granted = Granted.safeParse(body)
  if (granted.success) return toGrant(granted.data, options.clock.now())
  const refused = Refused.safeParse(body)
  if (!refused.success) throw new ChannelError('taobao', 'malformed', 'token: unexpected answer')
  const words = redact(`${refused.data.error} ${refused.data.error_description ?? ''}`, [secret, options.app.secret])
  const fault = refused.data.error === 'invalid_client' ? 'wrong signature' : 'token expired'
  throw new ChannelError('taobao', fault, `token: ${words}`, { code: refused.data.error })
}

function toGrant(granted: z.output<typeof Granted>, now: Date): TokenGrant {
  const after = (life: number | undefined): Date | null => (life === undefined ? null : new Date(now.getTime() + life * 1_000))
  return {
    accessToken: granted.access_token,
    refreshToken: granted.refresh_token,
    expiresAt: after(granted.expires_in),
    refreshExpiresAt: after(granted.re_expires_in),
    shopId: granted.taobao_user_id ?? null,
    levels: levels.flatMap((name) => {
      const expiresAt = after(granted[`${name}_expires_in`])
      return expiresAt ? [{ name, expiresAt }] : []
    }),
  }
}
