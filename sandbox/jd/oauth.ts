import type { SandboxApp } from '../shared/sandbox.ts'
import { jsonAnswer, readParameters, type Handler } from '../shared/wire.ts'
import type { JdState } from './call.ts'
import type { Session } from '../shared/sessions.ts'

/** `/oauth2/access_token` and `/oauth2/refresh_token`: trades a code or a refresh token. Refusals have a shape of their own. */
export function oauthHandler(state: JdState, app: SandboxApp): Handler {
  return async (request) => {
    const parameters = readParameters(request)
    const get = (name: string): string => parameters.get(name) ?? ''
    const refused = (code: number, msg: string) => jsonAnswer({ code, msg, requestId: state.world.random.hex(16) })
    if (get('app_key') !== app.appKey || get('app_secret') !== app.appSecret) return refused(102, 'app_key或app_secret不正确')
    const now = state.world.now()
    if (request.path.endsWith('/access_token')) {
      if (get('grant_type') !== 'authorization_code') return refused(101, 'grant_type不支持')
      const session = state.sessions.exchange(get('code'), now)
      return session ? granted(state, session) : refused(103, 'code无效或已过期')
    }
    if (get('grant_type') !== 'refresh_token') return refused(101, 'grant_type不支持')
    const keep = state.switches.get('refresh') === 'kept'
    const session = state.sessions.refresh(get('refresh_token'), { now, keep })
    return session ? granted(state, session) : refused(104, 'refresh_token无效')
  }
}

function granted(state: JdState, session: Session): ReturnType<typeof jsonAnswer> {
  const now = state.world.now().getTime()
  return jsonAnswer({
    access_token: session.session,
    expires_in: Math.round((session.expiresAt.getTime() - now) / 1_000),
    refresh_token: session.refreshToken,
    scope: 'snsapi_base',
    open_id: `open-${session.shopId}`,
    uid: `uid-${session.shopId}`,
    time: now,
    token_type: 'bearer',
    code: 0,
  })
}
