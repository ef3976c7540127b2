import type { SandboxApp } from '../shared/sandbox.ts'
import { jsonAnswer, type Handler, type WireAnswer } from '../shared/wire.ts'
import type { PddState } from './call.ts'
import { refreshed, tokenPayload } from './methods-app.ts'
import { errorBody, PopError } from './pop-error.ts'
import { readCall } from './read-call.ts'

/** `POST /oauth/token`: trades a code or a refresh token, with the secret itself and without a signature. */
export function oauthHandler(state: PddState, app: SandboxApp): Handler {
  return async (request) => {
    const { parameters } = readCall(request)
    const get = (name: string): string => parameters.get(name) ?? ''
    const refused = (code: number, text: string): WireAnswer =>
      jsonAnswer(errorBody(new PopError(code, text), state.world.random.digits(16)))
    if (get('client_id') !== app.appKey) return refused(10_016, 'client_id不正确')
    if (get('client_secret') !== app.appSecret) return refused(20_004, 'client_secret不正确')
    const session =
      get('grant_type') === 'authorization_code'
        ? state.sessions.exchange(get('code'), state.world.now())
        : get('grant_type') === 'refresh_token'
          ? refreshed({ state }, get('refresh_token'))
          : null
    return session ? jsonAnswer(tokenPayload({ state }, session)) : refused(50_001, '授权无效')
  }
}
