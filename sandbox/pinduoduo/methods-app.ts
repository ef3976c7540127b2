import { chinaTime } from '../shared/china-time.ts'
import { business, idValue, type Method, type MethodCall } from './call.ts'
import type { Session } from '../shared/sessions.ts'

/** pdd.time.get: needs no shop. */
export const timeGet: Method = ({ state }) => ({ time: chinaTime(state.world.now()) })

/** pdd.mall.info.get: whose token it is. */
export const mallInfo: Method = (call) => ({
  mall_id: idValue(call, call.shop.id),
  mall_name: call.shop.name,
  mall_desc: '',
  logo: '',
  merchant_type: 5,
})

export const tokenCreate: Method = (call) => {
  const { sessions, world } = call.state
  const session = sessions.exchange(call.parameters.required('code'), world.now())
  if (!session) throw business(call, 'code无效')
  return tokenPayload(call, session)
}

export const tokenRefresh: Method = (call) => {
  const session = refreshed(call, call.parameters.required('refresh_token'))
  if (!session) throw business(call, 'refresh_token无效')
  return tokenPayload(call, session)
}

export function refreshed({ state }: Pick<MethodCall, 'state'>, refreshToken: string): Session | null {
  const { sessions, switches, world } = state
  return sessions.refresh(refreshToken, {
    now: world.now(),
    rotates: switches.get('refreshToken') === 'rotates',
    oldWorks: switches.get('oldRefreshToken') === 'accepted',
  })
}

export function tokenPayload({ state }: Pick<MethodCall, 'state'>, session: Session): object {
  const seconds = Math.round((session.expiresAt.getTime() - state.world.now().getTime()) / 1_000)
  const at = Math.floor(session.expiresAt.getTime() / 1_000)
  const levels = ['r1', 'r2', 'w1', 'w2'].flatMap((level): [string, number][] => [
    [`${level}_expires_in`, seconds],
    [`${level}_expires_at`, at],
  ])
  return {
    access_token: session.session,
    expires_in: seconds,
    expires_at: at,
    refresh_token: session.refreshToken,
    refresh_token_expires_in: seconds,
    refresh_token_expires_at: at,
    owner_id: session.shopId,
    owner_name: state.market.shop(session.shopId).name,
    scope: ['pdd.order.list.get', 'pdd.goods.quantity.update'],
    ...Object.fromEntries(levels),
  }
}
