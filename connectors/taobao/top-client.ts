import { z } from 'zod'
import { notBegun, type CallOutcome } from '../shared/call-outcome.ts'
import { toChinaTime } from '../shared/china-time.ts'
import { httpOptions, type ConnectOptions } from '../shared/connect-options.ts'
import { createHttp, type Http, type HttpOutcome } from '../shared/http.ts'
import { oddStatus } from '../shared/odd-status.ts'
import { Pace, type Turns } from '../shared/pace.ts'
import { PlatformClock } from '../shared/platform-clock.ts'
import { withPatience } from '../shared/patience.ts'
import { readAnswer } from '../shared/read-answer.ts'
import { redact } from '../shared/redact.ts'
import { rootOf } from '../shared/root-of.ts'
import { wireText } from '../shared/wire.ts'
import { toRefusal } from './codes.ts'
import { signTop } from './sign.ts'

const gatewayUrl = 'https://eco.taobao.com/router/rest'
export const callsPerSecond = 20

const ErrorWire = z.object({
  code: z.coerce.number().int(),
  msg: z.string().default(''),
  sub_code: wireText,
  sub_msg: wireText,
})

export interface CallOptions {
  readonly signal: AbortSignal
  /** Writes only: the platform instant stored with the try. Reads are signed with the present. */
  readonly signedAt?: Date
  /** Methods that need no seller, such as taobao.time.get. */
  readonly anonymous?: boolean
}

export type BusinessParameters = Readonly<Record<string, string | number | undefined>>

/** Calls the TOP gateway for one shop: system parameters, signature, pace, and what came back, unwrapped. */
export class TopClient {
  readonly clock: PlatformClock
  readonly options: ConnectOptions
  readonly #http: Http
  readonly #pace: Turns

  constructor(options: ConnectOptions) {
    this.options = options
    this.clock = new PlatformClock(options.clock)
    this.#pace = options.pace ?? new Pace(options.clock, callsPerSecond)
    this.#http = createHttp(options.endpoints?.gateway ?? gatewayUrl, httpOptions(options))
  }

  /** One try, once: whoever calls decides what an outcome means. */
  async call(method: string, parameters: BusinessParameters, options: CallOptions): Promise<CallOutcome> {
    if (!(await this.#pace.turn(options.signal))) return notBegun
    const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: '*/*' }
    const body = new URLSearchParams(this.#signed(method, parameters, options)).toString()
    const outcome = this.#unwrap(await this.#http({ method: 'POST', headers, body }, options.signal))
    const waitMs = outcome.kind === 'refused' && outcome.refusal.fault === 'throttled' ? outcome.refusal.retryAfterMs : null
    if (waitMs !== null) this.#pace.slowDown(waitMs)
    return outcome
  }

  /** A read, patient with short bans and outages. Throws a ChannelError. */
  async read<Schema extends z.ZodType>(
    method: string,
    schema: Schema,
    query: { readonly parameters?: BusinessParameters } & CallOptions,
  ): Promise<z.output<Schema>> {
    return withPatience(this.options.clock, query.signal, async () => {
      return readAnswer({ platform: 'taobao', method, schema }, await this.call(method, query.parameters ?? {}, query))
    })
  }

  #signed(method: string, parameters: BusinessParameters, { signedAt, anonymous }: CallOptions): Record<string, string> {
    const { app, accessToken } = this.options
    const given = Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    )
    const all: Record<string, string> = {
      ...Object.fromEntries(given),
      method,
      app_key: app.key,
      ...(anonymous ? {} : { session: accessToken() }),
      timestamp: toChinaTime(signedAt ?? this.clock.now()),
      format: 'json',
      v: '2.0',
      sign_method: 'hmac-sha256',
    }
    return { ...all, sign: signTop(all, { secret: app.secret, method: 'hmac-sha256' }) }
  }

  #unwrap(outcome: HttpOutcome): CallOutcome {
    if (outcome.kind !== 'answered') return outcome
    const odd = oddStatus(outcome.status)
    if (odd) return odd
    const root = rootOf(outcome.text)
    if (root === null) return { kind: 'unreadable', message: 'not the platform’s JSON' }
    if (root.name !== 'error_response') return { kind: 'answered', data: root.value }
    const error = ErrorWire.safeParse(root.value)
    if (!error.success) return { kind: 'unreadable', message: 'an error answer without a code' }
    const { code, msg, sub_code: subCode, sub_msg: subMsg } = error.data
    const words = redact([msg, subMsg ?? ''].join(' ').trim(), [this.options.app.secret, this.options.accessToken()])
    return {
      kind: 'refused',
      date: outcome.date,
      refusal: toRefusal({ code, msg, subCode: subCode ?? '', subMsg: subMsg ?? '' }, words),
    }
  }
}
