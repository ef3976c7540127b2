import type { Method, MethodCall } from './call.ts'
import { chinaTime } from '../shared/china-time.ts'
import type { Session } from '../shared/sessions.ts'
import { business } from './top-error.ts'
import { serviceCode } from './methods-trades.ts'

/** taobao.time.get: needs no session. */
export const timeGet: Method = ({ state }) => ({ time: chinaTime(state.world.now()) })

/** taobao.user.seller.get: whose session it is. `B` is a Tmall shop. */
export const userSeller: Method = ({ shop, parameters, state }) => {
  parameters.required('fields')
  return {
    user: {
      user_id: /^\d+$/.test(shop.id) ? `#${shop.id}` : shop.id,
      nick: shop.name,
      type: state.shopTypes.get(shop.id) ?? 'C',
      has_sub_stock: true,
    },
  }
}

/** taobao.top.auth.token.create and .refresh: the answer is JSON text inside the JSON. */
export function tokenMethod(by: 'code' | 'refresh_token'): Method {
  return (call) => {
    const { sessions, world } = call.state
    const given = call.parameters.required(by)
    const session = by === 'code' ? sessions.exchange(given, world.now()) : sessions.refresh(given, world.now())
    if (!session) throw business(serviceCode(call), `isv.${by}-invalid`, `${by} 无效`)
    return { token_result: JSON.stringify(tokenPayload(call, session)) }
  }
}

export function tokenPayload({ state }: Pick<MethodCall, 'state'>, session: Session): object {
  const seconds = Math.round((session.expiresAt.getTime() - state.world.now().getTime()) / 1_000)
  const levels = Object.fromEntries(
    ['r1', 'r2', 'w1', 'w2'].map((level) => [`${level}_expires_in`, level === 'w2' ? 1_800 : seconds]),
  )
  return {
    access_token: session.session,
    token_type: 'Bearer',
    expires_in: seconds,
    refresh_token: session.refreshToken,
    re_expires_in: seconds,
    ...levels,
    taobao_user_id: session.shopId,
    taobao_user_nick: encodeURIComponent(state.market.shop(session.shopId).name),
  }
}
