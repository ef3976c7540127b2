import type { Protocol } from '../shared/gateway.ts'
import { RateLimit } from '../shared/rate-limit.ts'
import type { SandboxApp } from '../shared/sandbox.ts'
import { jsonAnswer, type WireAnswer } from '../shared/wire.ts'
import { toXml } from '../shared/xml.ts'
import { Parameters, type PddState } from './call.ts'
import { methodTable, retiredMethods, type MethodRow } from './method-table.ts'
import { badPublic, errorBody, PopError } from './pop-error.ts'
import { readCall, type PopCall } from './read-call.ts'
import { expectedSign } from './sign.ts'

const toleranceMs = 600_000

/** The gateway: system parameters, signature, clock, address, permissions, flow control and token, then the method itself. */
export function popProtocol(state: PddState, app: SandboxApp): Protocol<PopCall> {
  const limits = new Limits()
  const requestId = (): string => state.world.random.digits(16)
  const refusal = (error: PopError, call: PopCall): WireAnswer => written(call, errorBody(error, requestId()))
  return {
    read: readCall,
    methodOf: ({ parameters }) => parameters.get('type') ?? '',
    check(call) {
      const error = refusalOf(call, { state, app, limits })
      return error && refusal(error, call)
    },
    perform(call) {
      try {
        return written(call, performed(call, state, requestId()))
      } catch (error) {
        if (error instanceof PopError) return refusal(error, call)
        throw error
      }
    },
    refuse: (kind, call) =>
      refusal(kind === 'throttle' ? new PopError(52_101, '接口调用被限流') : new PopError(52_103, '服务暂时不可用'), call),
  }
}

function performed(call: PopCall, state: PddState, requestId: string): object {
  const method = call.parameters.get('type') ?? ''
  const { run, key } = rowOf(method)
  const session = state.sessions.find(call.parameters.get('access_token') ?? '', state.world.now())
  const shop = session ? state.market.shop(session.shopId) : [...state.market.shops.values()][0]
  if (!shop) throw new Error('the sandbox has no shop')
  const answer = { ...run({ state, shop, parameters: new Parameters(call.parameters) }), request_id: requestId }
  const bare = method === 'pdd.refund.information.get' && state.switches.get('refundWrapper') === 'none'
  return bare ? answer : { [key]: answer }
}

interface Checking {
  readonly state: PddState
  readonly app: SandboxApp
  readonly limits: Limits
}

function refusalOf(call: PopCall, { state, app, limits }: Checking): PopError | null {
  const get = (name: string): string => call.parameters.get(name) ?? ''
  const method = get('type')
  const now = state.world.now()
  for (const name of ['type', 'client_id', 'timestamp', 'sign']) if (get(name) === '') return badPublic(name)
  if (get('client_id') !== app.appKey) return new PopError(10_016, 'client_id不正确')
  if (retiredMethods.has(method)) return new PopError(20_034, '接口已下线')
  if (!(method in methodTable)) return new PopError(10_017, 'type不正确')
  if (!['', 'JSON', 'XML'].includes(get('data_type').toUpperCase())) return badPublic('data_type')
  const seconds = /^\d{9,11}$/.test(get('timestamp')) ? Number(get('timestamp')) : Number.NaN
  if (Number.isNaN(seconds)) return badPublic('timestamp')
  if (Math.abs(seconds * 1_000 - now.getTime()) > toleranceMs) {
    return state.switches.get('staleRequest') === '10001' ? badPublic('timestamp') : badSign()
  }
  if (get('sign') !== expectedSign(call.parameters, app.appSecret)) return badSign()
  return accessRefusal(call, { state, app, limits }, rowOf(method))
}

function accessRefusal(call: PopCall, { state, limits }: Checking, row: MethodRow): PopError | null {
  const method = call.parameters.get('type') ?? ''
  const { world, sessions, switches } = state
  if (!(world.allowedAddresses?.has(call.remoteAddress) ?? true)) return new PopError(20_005, 'ip不在白名单内')
  if ([...world.forbiddenMethods].some((part) => method.includes(part))) return new PopError(30_001, '没有调用该接口的权限')
  if (limits.app(method, { calls: world.callsPerSecond, now: world.now() })) return new PopError(70_031, '调用过于频繁')
  if (!row.needsShop) return null
  const token = call.parameters.get('access_token') ?? ''
  if (token === '') return badPublic('access_token')
  const session = sessions.find(token, world.now())
  if (!session) return new PopError(10_019, 'access_token已过期')
  const limited = row.perShop && switches.get('publishedLimits') === 'enforced'
  if (limited && limits.shop(`${method} ${session.shopId}`, { ...row.perShop, now: world.now() })) {
    return new PopError(70_031, '调用过于频繁')
  }
  return null
}

/** Flow control: of the application in a second, and of one shop in the window each method has. */
class Limits {
  readonly #app = new RateLimit({ calls: 0, windowMs: 1_000 })
  readonly #shops = new Map<number, RateLimit>()

  app(method: string, { calls, now }: { readonly calls: number; readonly now: Date }): boolean {
    this.#app.calls = calls
    return this.#app.take(method, now) !== null
  }

  shop(
    key: string,
    { calls, windowMs, now }: { readonly calls: number; readonly windowMs: number; readonly now: Date },
  ): boolean {
    const limit = this.#shops.get(windowMs) ?? new RateLimit({ calls, windowMs })
    this.#shops.set(windowMs, limit)
    limit.calls = calls
    return limit.take(key, now) !== null
  }
}

function badSign(): PopError {
  return new PopError(20_004, '签名sign校验失败')
}

function rowOf(method: string): MethodRow {
  const row = methodTable[method]
  if (!row) throw new PopError(10_017, 'type不正确')
  return row
}

function written({ parameters }: PopCall, body: object): WireAnswer {
  if (parameters.get('data_type')?.toUpperCase() === 'XML') {
    return { kind: 'answer', status: 200, headers: { 'content-type': 'application/xml;charset=UTF-8' }, body: toXml(body) }
  }
  return jsonAnswer(body, { raw: true })
}
