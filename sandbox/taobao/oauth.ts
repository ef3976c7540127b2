import type { SandboxApp } from '../shared/sandbox.ts'
import { jsonAnswer, readParameters, type Handler } from '../shared/wire.ts'
import type { TaobaoState } from './call.ts'
import { tokenPayload } from './methods-app.ts'

/** `POST /token`: trades a code or a refresh token. Refusals have OAuth's shape, not the gateway's. */
export function oauthHandler(state: TaobaoState, app: SandboxApp): Handler {
  return async (request) => {
    const parameters = readParameters(request)
    const get = (name: string): string => parameters.get(name) ?? ''
    const now = state.world.now()
    const refused = (error: string, text: string) => ({ ...jsonAnswer({ error, error_description: text }), status: 400 })
    if (get('client_id') !== app.appKey || get('client_secret') !== app.appSecret)
      return refused('invalid_client', 'client_secret 不正确')
    if (get('grant_type') === 'authorization_code') {
      const session = state.sessions.exchange(get('code'), now)
      return session ? jsonAnswer(tokenPayload({ state }, session)) : refused('invalid_grant', '授权码无效')
    }
    if (get('grant_type') !== 'refresh_token') return refused('unsupported_grant_type', 'grant_type 不支持')
    const session = state.sessions.refresh(get('refresh_token'), now)
    return session ? jsonAnswer(tokenPayload({ state }, session)) : refused('invalid_grant', 'refresh_token 无效')
  }
}
