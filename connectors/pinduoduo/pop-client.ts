import type { z } from 'zod'
import { notBegun, type CallOutcome } from '../shared/call-outcome.ts'
import { httpOptions, type ConnectOptions } from '../shared/connect-options.ts'
import { createHttp, type Http, type HttpOutcome } from '../shared/http.ts'
import { Pace, type Turns } from '../shared/pace.ts'
import { withPatience } from '../shared/patience.ts'
import { PlatformClock } from '../shared/platform-clock.ts'
import { oddStatus } from '../shared/odd-status.ts'
import { readAnswer } from '../shared/read-answer.ts'
import { redact } from '../shared/redact.ts'
import { toRefusal } from './codes.ts'
import { signRouter } from './sign.ts'
import { unwrap } from './unwrap.ts'

const gatewayUrl = 'https://gw-api.pinduoduo.com/api/router'
/** Below what one shop may ask of the list by change, 3,000 in 60 s: the tightest published limit but for those below. */
export const callsPerSecond = 40
/** One order by its number is counted by itself, 30,000 in 60 s for one shop: far below it, since all sellers together may ask 2,000 a second. */
export const rereadsPerSecond = 200
/** Calls a second of methods whose limit for one shop is tighter: 100 in 10 s, and 1,000 in 60 s, a burst included. */
const tighter: Readonly<Record<string, number>> = { 'pdd.refund.list.increment.get': 9, 'pdd.goods.list.get': 16 }
/** How long nothing is sent after the platform throttled us; it does not say itself. */
const throttledMs = 1_000
const reread = 'pdd.order.information.get'

export interface CallOptions {
  readonly signal: AbortSignal
  /** Writes only: the platform instant stored with the try. Reads are signed with the present. */
  readonly signedAt?: Date
  /** Methods of the application rather than of one shop, such as pdd.time.get. */
  readonly anonymous?: boolean
}

export type BusinessParameters = Readonly<Record<string, string | number | boolean | undefined>>

/** Calls the router for one shop: system parameters, signature, pace, and what came back, unwrapped. */
export class PopClient {
  readonly clock: PlatformClock
  readonly options: ConnectOptions
  readonly #http: Http
  readonly #pace: Turns
  readonly #rereads: Turns
  readonly #tighter: ReadonlyMap<string, Pace>

  constructor(options: ConnectOptions) {
    this.options = options
    this.clock = new PlatformClock(options.clock)
    this.#pace = options.pace ?? new Pace(options.clock, callsPerSecond)
    this.#rereads = this.#pace.beside(rereadsPerSecond)
    this.#tighter = new Map(Object.entries(tighter).map(([method, perSecond]) => [method, new Pace(options.clock, perSecond)]))
    this.#http = createHttp(options.endpoints?.gateway ?? gatewayUrl, httpOptions(options))
  }

  /** One try, once: whoever calls decides what an outcome means. */
  async call(method: string, parameters: BusinessParameters, options: CallOptions): Promise<CallOutcome> {
    await this.#tighter.get(method)?.turn(options.signal)
    const pace = method === reread ? this.#rereads : this.#pace
    if (!(await pace.turn(options.signal))) return notBegun
    const signedAt = options.signedAt ?? this.clock.now()
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const body = JSON.stringify(this.#signed(method, parameters, { signedAt, anonymous: options.anonymous ?? false }))
    const outcome = this.#read(await this.#http({ method: 'POST', headers, body }, options.signal), signedAt)
    if (outcome.kind === 'refused' && outcome.refusal.fault === 'throttled') pace.slowDown(throttledMs)
    return outcome
  }

  /** A read, patient with short bans and outages. Throws a ChannelError. */
  async read<Schema extends z.ZodType>(
    method: string,
    schema: Schema,
    query: { readonly parameters?: BusinessParameters } & CallOptions,
  ): Promise<z.output<Schema>> {
    return withPatience(this.options.clock, query.signal, async () => {
      return readAnswer({ platform: 'pinduoduo', method, schema }, await this.call(method, query.parameters ?? {}, query))
    })
  }

  /** All values go as text, as the official client sends them, so that what is signed and what is sent cannot differ. */
  #signed(
    type: string,
    parameters: BusinessParameters,
    { signedAt, anonymous }: { readonly signedAt: Date; readonly anonymous: boolean },
  ): Record<string, string> {
    const { app, accessToken } = this.options
    const given = Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    )
    const all: Record<string, string> = {
      ...Object.fromEntries(given),
      type,
      client_id: app.key,
      ...(anonymous ? {} : { access_token: accessToken() }),
      timestamp: String(Math.floor(signedAt.getTime() / 1_000)),
      data_type: 'JSON',
      version: 'V1',
    }
    return { ...all, sign: signRouter(all, app.secret) }
  }

  #read(outcome: HttpOutcome, signedAt: Date): CallOutcome {
    if (outcome.kind !== 'answered') return outcome
    const odd = oddStatus(outcome.status)
    if (odd) return odd
    const body = unwrap(outcome.text)
    if (body.kind === 'data') return { kind: 'answered', data: body.data }
    if (body.kind === 'unreadable') return body
    const { msg, subMsg } = body.error
    const words = redact([msg, subMsg].join(' ').trim(), [this.options.app.secret, this.options.accessToken()])
    const refusal = toRefusal(body.error, words, { signedAt, serverDate: outcome.date })
    return { kind: 'refused', date: outcome.date, refusal }
  }
}
