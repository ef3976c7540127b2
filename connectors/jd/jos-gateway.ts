import { z } from 'zod'
import { ChannelError } from '../../src/channels/errors.ts'
import { notBegun, type CallOutcome } from '../shared/call-outcome.ts'
import { toChinaTime } from '../shared/china-time.ts'
import { httpOptions, type ConnectOptions } from '../shared/connect-options.ts'
import { createHttp, type Http, type HttpOutcome } from '../shared/http.ts'
import { oddStatus } from '../shared/odd-status.ts'
import { Pace, type Turns } from '../shared/pace.ts'
import type { PlatformClock } from '../shared/platform-clock.ts'
import { redact } from '../shared/redact.ts'
import { rootOf } from '../shared/root-of.ts'
import { wireId, wireText } from '../shared/wire.ts'
import { toRefusal } from './codes.ts'
import type { JdCall, JdGateway, JdParameters } from './gateway.ts'
import { signJd } from './sign.ts'

const routerUrl = 'https://api.jd.com/routerjson'
/** JD states no figure; 5 to 10 is what those who pass JD's calls on sell. */
export const callsPerSecond = 8
/** Code 2 may be a burst or the day's quota: the pause is long, the rate halves. */
const throttledMs = 2_000

const ErrorWire = z.object({ code: wireId, zh_desc: wireText, en_desc: wireText })
const Coded = z.object({ code: wireId.optional(), zh_desc: wireText, en_desc: wireText })

/**
 * The JOS router: every method at one address, its parameters as one JSON text beside the system parameters. Everything
 * travels in the body, so that neither token nor sign stands in an address. Source: open.jd.com, developer guide 2643.
 */
export class JosGateway implements JdGateway {
  readonly #options: ConnectOptions
  readonly #clock: PlatformClock
  readonly #http: Http
  readonly #pace: Turns

  constructor(options: ConnectOptions, clock: PlatformClock) {
    this.#options = options
    this.#clock = clock
    this.#pace = options.pace ?? new Pace(options.clock, callsPerSecond)
    this.#http = createHttp(options.endpoints?.gateway ?? routerUrl, httpOptions(options))
  }

  async call(method: string, parameters: JdParameters, call: JdCall): Promise<CallOutcome> {
    const outcome = this.#unwrap(method, await this.#send(method, parameters, call))
    if (outcome.kind === 'refused' && outcome.refusal.fault === 'throttled') this.#pace.slowDown(throttledMs)
    return outcome
  }

  /** JD has no method for the time. Every answer, a refused one too, carries the answering server's in its HTTP header. */
  async readTime(signal: AbortSignal): Promise<Date> {
    const outcome = await this.#send('jingdong.seller.vender.info.get', {}, { signal })
    if (outcome.kind !== 'answered') throw new ChannelError('jd', 'unavailable', `time: ${outcome.message}`)
    if (outcome.date === null) throw new ChannelError('jd', 'malformed', 'time: the answer carries no date')
    return outcome.date
  }

  redact(text: string): string {
    return redact(text, [this.#options.app.secret, this.#options.accessToken()])
  }

  async #send(method: string, parameters: JdParameters, { signal, signedAt }: JdCall): Promise<HttpOutcome> {
    if (!(await this.#pace.turn(signal))) return notBegun
    const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }
    const body = new URLSearchParams(this.#signed(method, parameters, signedAt ?? this.#clock.now())).toString()
    return this.#http({ method: 'POST', headers, body }, signal)
  }

  #signed(method: string, parameters: JdParameters, at: Date): Record<string, string> {
    const { app, accessToken } = this.#options
    const all: Record<string, string> = {
      '360buy_param_json': JSON.stringify(parameters),
      access_token: accessToken(),
      app_key: app.key,
      method,
      // With its zone spelled out, so that no server's idea of ours matters.
      timestamp: `${toChinaTime(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}+0800`,
      v: '2.0',
    }
    return { ...all, sign: signJd(all, app.secret) }
  }

  #unwrap(method: string, outcome: HttpOutcome): CallOutcome {
    if (outcome.kind !== 'answered') return outcome
    const odd = oddStatus(outcome.status)
    if (odd) return odd
    const root = rootOf(outcome.text)
    if (root === null) return { kind: 'unreadable', message: 'not the platform’s JSON' }
    if (root.name === 'error_response') return this.#refused(ErrorWire.safeParse(root.value).data, outcome.date)
    // `_responce` is the platform's own spelling; some newer methods have it right.
    if (!isAnswerTo(method, root.name)) return { kind: 'unreadable', message: 'the answer belongs to another method' }
    const coded = Coded.safeParse(root.value).data
    if (coded?.code !== undefined && coded.code !== '0') return this.#refused({ ...coded, code: coded.code }, outcome.date)
    return { kind: 'answered', data: root.value }
  }

  #refused(error: z.output<typeof ErrorWire> | undefined, date: Date | null): CallOutcome {
    if (!error) return { kind: 'unreadable', message: 'an error answer without a code' }
    const words = this.redact([error.zh_desc ?? '', error.en_desc ?? ''].join(' ').trim())
    return { kind: 'refused', date, refusal: toRefusal(error.code, words) }
  }
}

function isAnswerTo(method: string, name: string): boolean {
  const stem = method.replaceAll('.', '_')
  return name === `${stem}_responce` || name === `${stem}_response`
}
