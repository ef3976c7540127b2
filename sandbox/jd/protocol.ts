import type { Protocol } from '../shared/gateway.ts'
import { readChinaTime } from '../shared/china-time.ts'
import { RateLimit } from '../shared/rate-limit.ts'
import type { SandboxApp } from '../shared/sandbox.ts'
import { jsonAnswer, readParameters, type WireAnswer } from '../shared/wire.ts'
import { readParameterJson, type JdState } from './call.ts'
import { JdError } from './jd-error.ts'
import { cloudOnly, methodTable } from './method-table.ts'
import { expectedSign } from './sign.ts'

export interface JdWireCall {
  readonly parameters: ReadonlyMap<string, string>
  readonly remoteAddress: string
}

interface Checking {
  readonly state: JdState
  readonly app: SandboxApp
  readonly limit: { readonly second: RateLimit; readonly day: RateLimit }
}

const toleranceMs = 360_000
const json = '360buy_param_json'

/** The JOS router: system parameters, signature, clock, token, permissions and flow control, then the method itself. */
export function josProtocol(state: JdState, app: SandboxApp): Protocol<JdWireCall> {
  const limit = { second: new RateLimit({ calls: 1, windowMs: 1_000 }), day: new RateLimit({ calls: 1, windowMs: 86_400_000 }) }
  return {
    read: (request) => ({ parameters: readParameters(request), remoteAddress: request.remoteAddress }),
    methodOf: ({ parameters }) => parameters.get('method') ?? '',
    check(call) {
      const refusal = refusalOf(call, { state, app, limit })
      return refusal && jsonAnswer(refusal.body)
    },
    perform(call) {
      try {
        return performed(call, state)
      } catch (error) {
        if (error instanceof JdError) return jsonAnswer(error.body)
        throw error
      }
    },
    refuse: (kind) => jsonAnswer(new JdError(kind === 'throttle' ? 2 : 66).body),
  }
}

function performed({ parameters }: JdWireCall, state: JdState): WireAnswer {
  const method = parameters.get('method') ?? ''
  const session = state.sessions.find(parameters.get('access_token') ?? '', state.world.now())
  const run = methodTable[method]
  if (!session || !run) throw new JdError(15)
  const shop = state.market.shop(session.shopId)
  const answer = run({ state, shop, parameters: readParameterJson(parameters.get(json) ?? '{}') })
  // The misspelling is the platform's; newer methods have it right.
  const name = method.replaceAll('.', '_') + state.switches.get('envelope')
  return jsonAnswer({ [name]: { code: '0', ...answer } }, { raw: true })
}

function refusalOf(call: JdWireCall, checking: Checking): JdError | null {
  const { state, app } = checking
  const get = (name: string): string => call.parameters.get(name) ?? ''
  const method = get('method')
  if (method === '') return new JdError(14)
  if (!(method in methodTable) && !cloudOnly.has(method)) return new JdError(15)
  if (get('app_key') === '') return new JdError(20)
  if (get('app_key') !== app.appKey) return new JdError(21)
  if (get('v') === '') return new JdError(4)
  if (get('v') !== '2.0') return new JdError(5)
  if (get('format') !== '' && get('format') !== 'json') return new JdError(13)
  if (get('timestamp') === '') return new JdError(7)
  const at = readTimestamp(get('timestamp'))
  if (!at || Math.abs(at.getTime() - state.world.now().getTime()) > toleranceMs) return new JdError(8)
  if (get('sign') === '') return new JdError(11)
  const dropEmpty = state.switches.get('emptyValues') === 'dropped'
  if (get('sign') !== expectedSign(call.parameters, app.appSecret, dropEmpty)) return new JdError(12)
  return accessRefusal(call, checking, method)
}

function accessRefusal(call: JdWireCall, { state, limit }: Checking, method: string): JdError | null {
  const { world, sessions } = state
  if (cloudOnly.has(method) || world.allowedAddresses?.has(call.remoteAddress) === false) return new JdError(73)
  if ([...world.forbiddenMethods].some((part) => method.includes(part))) return new JdError(24)
  limit.second.calls = world.callsPerSecond
  limit.day.calls = world.callsPerDay
  // One code for both: a caller cannot tell a burst from a day that is used up.
  if (limit.day.take('', world.now()) ?? limit.second.take(method, world.now())) return new JdError(2)
  const token = call.parameters.get('access_token') ?? ''
  if (token === '') return new JdError(18)
  if (!sessions.find(token, world.now())) return new JdError(19)
  return null
}

/** `yyyy-MM-dd HH:mm:ss`, taken for China's time, or with milliseconds and a zone. */
function readTimestamp(text: string): Date | null {
  const zoned = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)([+-]\d{2}):?(\d{2})$/.exec(text)
  if (!zoned) return readChinaTime(text)
  const ms = Date.parse(`${zoned[1] ?? ''}T${zoned[2] ?? ''}${zoned[3] ?? ''}:${zoned[4] ?? ''}`)
  return Number.isNaN(ms) ? null : new Date(ms)
}
