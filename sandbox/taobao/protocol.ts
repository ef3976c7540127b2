import type { Protocol } from '../shared/gateway.ts'
import { RateLimit } from '../shared/rate-limit.ts'
import type { SandboxApp } from '../shared/sandbox.ts'
import { rawNumbers, readParameters, type WireAnswer } from '../shared/wire.ts'
import { Parameters, type TaobaoState } from './call.ts'
import { readChinaTime } from '../shared/china-time.ts'
import { methodTable, type MethodRow } from './method-table.ts'
import { expectedSign } from './sign.ts'
import { business, errorBody, TopError } from './top-error.ts'
import { toXml } from '../shared/xml.ts'

interface TopCall {
  readonly parameters: ReadonlyMap<string, string>
  readonly remoteAddress: string
}

const toleranceMs = 600_000
const noAddress = { code: 'isv.permission-ip-whitelist-limit', msg: 'IP不在白名单中' }
const orderReads = /^taobao\.trades?\./

/** The gateway: system parameters, signature, clock, session, permissions and flow control, then the method itself. */
export function topProtocol(state: TaobaoState, app: SandboxApp): Protocol<TopCall> {
  const limit = { second: new RateLimit({ calls: 1, windowMs: 1_000 }), day: new RateLimit({ calls: 1, windowMs: 86_400_000 }) }
  const attempt = (call: TopCall, run: () => object): WireAnswer => {
    try {
      return written(call, run(), state)
    } catch (error) {
      if (error instanceof TopError) return written(call, errorBody(error, state.world.random.hex(12)), state)
      throw error
    }
  }
  return {
    read: (request) => ({ parameters: readParameters(request), remoteAddress: request.remoteAddress }),
    methodOf: ({ parameters }) => parameters.get('method') ?? '',
    check(call) {
      const refusal = refusalOf(call, { state, app, limit })
      return refusal && written(call, errorBody(refusal, state.world.random.hex(12)), state)
    },
    perform: (call) =>
      attempt(call, () => {
        const method = call.parameters.get('method') ?? ''
        const session = state.sessions.find(call.parameters.get('session') ?? '', state.world.now())
        const shop = session ? state.market.shop(session.shopId) : [...state.market.shops.values()][0]
        if (!shop) throw new Error('the sandbox has no shop')
        const answer = rowOf(method).run({ state, shop, parameters: new Parameters(call.parameters) })
        return {
          [`${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`]: {
            ...answer,
            request_id: state.world.random.hex(12),
          },
        }
      }),
    refuse: (kind, call) =>
      attempt(call, () => errorBody(kind === 'throttle' ? throttled(1) : busy(state), state.world.random.hex(12))),
  }
}

interface Checking {
  readonly state: TaobaoState
  readonly app: SandboxApp
  readonly limit: { readonly second: RateLimit; readonly day: RateLimit }
}

function refusalOf(call: TopCall, { state, app, limit }: Checking): TopError | null {
  const get = (name: string): string => call.parameters.get(name) ?? ''
  const method = get('method')
  const now = state.world.now()
  if (method === '') return new TopError(21, 'Missing Method')
  if (!(method in methodTable)) return new TopError(22, 'Invalid Method')
  if (get('app_key') === '') return new TopError(28, 'Missing App Key')
  if (get('app_key') !== app.appKey) return new TopError(29, 'Invalid App Key')
  if (get('format') !== '' && !['json', 'xml'].includes(get('format'))) return new TopError(23, 'Invalid Format')
  if (get('v') === '') return new TopError(32, 'Missing Version')
  if (get('v') !== '2.0') return new TopError(33, 'Invalid Version')
  if (get('timestamp') === '') return new TopError(30, 'Missing Timestamp')
  const at = readChinaTime(get('timestamp'))
  if (!at || Math.abs(at.getTime() - now.getTime()) > toleranceMs) return new TopError(31, 'Invalid Timestamp')
  if (get('sign') === '') return new TopError(24, 'Missing Signature')
  if (!isSigned(call, state, app)) return new TopError(25, 'Invalid Signature')
  return accessRefusal(call, { state, app, limit }, rowOf(method))
}

function accessRefusal(call: TopCall, { state, limit }: Checking, { needs }: MethodRow): TopError | null {
  const method = call.parameters.get('method') ?? ''
  const { world, switches, sessions } = state
  const cloudOnly = switches.get('cloudOnly') === 'order reads' && orderReads.test(method)
  if (!(world.allowedAddresses?.has(call.remoteAddress) ?? !cloudOnly))
    return new TopError(11, 'Insufficient ISV Permissions', noAddress)
  if ([...world.forbiddenMethods].some((part) => method.includes(part))) {
    return new TopError(11, 'Insufficient ISV Permissions', { code: 'isv.permission-api-package-not-allowed', msg: '没有权限' })
  }
  const banned = banOf(method, { limit, world })
  if (banned) return banned
  if (needs === 'nothing') return null
  const given = call.parameters.get('session') ?? ''
  if (given === '') return new TopError(26, 'Missing Session')
  const session = sessions.find(given, world.now())
  if (!session) return new TopError(27, 'Invalid Session', { code: 'invalid-sessionkey', msg: 'SessionKey非法' })
  const tooWeak = needs === 'session that may write' && !sessions.mayWrite(session)
  return tooWeak ? new TopError(53, 'Insufficient session security level') : null
}

function isSigned(call: TopCall, { switches }: TaobaoState, { appSecret }: { readonly appSecret: string }): boolean {
  const sign = call.parameters.get('sign')
  const drops = switches.get('emptyValues') === 'dropped'
  return sign === expectedSign(call.parameters, appSecret, { dropEmpty: drops })
}

function rowOf(method: string): MethodRow {
  const row = methodTable[method]
  if (!row) throw new TopError(22, 'Invalid Method')
  return row
}

/** The second's limit is per method, the day's for all calls of the application. */
function banOf(
  method: string,
  { limit, world }: Pick<Checking, 'limit'> & { readonly world: TaobaoState['world'] },
): TopError | null {
  limit.second.calls = world.callsPerSecond
  limit.day.calls = world.callsPerDay
  const day = limit.day.take('', world.now())
  if (day) return throttled(Math.ceil(day.bannedMs / 1_000), 'accesscontrol.limited-by-app-access-count')
  const second = limit.second.take(method, world.now())
  return second ? throttled(Math.ceil(second.bannedMs / 1_000)) : null
}

function throttled(seconds: number, code = 'accesscontrol.limited-by-api-access-count'): TopError {
  const sub = { code, msg: `This ban will last for ${seconds} more seconds` }
  return new TopError(7, 'App Call Limited', sub)
}

function busy({ switches }: TaobaoState): TopError {
  return business(Number(switches.get('serviceErrorCode')), 'isp.top-remote-connection-timeout', '系统繁忙')
}

function written({ parameters }: TopCall, body: object, { switches }: TaobaoState): WireAnswer {
  if (parameters.get('format') !== 'json') {
    return { kind: 'answer', status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: toXml(body) }
  }
  const shaped = parameters.get('simplify') === 'true' ? simplified(body) : body
  const headers = { 'content-type': switches.get('contentType') }
  return { kind: 'answer', status: 200, headers, body: rawNumbers(JSON.stringify(shaped)) }
}

/** Without the root and the lists' wrappers; errors keep their root. */
function simplified(body: object): object {
  const [entry] = Object.entries(body)
  return entry && entry[0] !== 'error_response' && typeof entry[1] === 'object' && entry[1] !== null ? bare(entry[1]) : body
}

function bare(value: object): object {
  if (Array.isArray(value)) return value.map((each: unknown) => (typeof each === 'object' && each !== null ? bare(each) : each))
  const entries: [string, unknown][] = Object.entries(value)
  const only = entries.length === 1 ? entries[0]?.[1] : undefined
  if (Array.isArray(only)) return bare(only)
  return Object.fromEntries(entries.map(([name, each]) => [name, typeof each === 'object' && each !== null ? bare(each) : each]))
}
