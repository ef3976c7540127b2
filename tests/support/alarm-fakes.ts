import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { serve, type RunningServer } from '../../sandbox/shared/http-server.ts'
import type { WireAnswer, WireRequest } from '../../sandbox/shared/wire.ts'

const answer = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): WireAnswer => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** What a target may answer instead of taking a message. */
export const troubles = {
  down: answer({}, 502),
  redirect: answer({}, 302, { location: 'http://169.254.169.254/latest/meta-data' }),
  html: { kind: 'answer', status: 200, headers: {}, body: '<html></html>' },
  cut: { kind: 'reset' },
} as const satisfies Record<string, WireAnswer>

/** A message as a person in the group, or a program of the merchant, got it. */
export interface Told {
  readonly text: string
  readonly id: string | null
  readonly body: string
}

const RobotMessage = z.object({
  msgtype: z.string().optional(),
  msg_type: z.string().optional(),
  text: z.object({ content: z.string() }).optional(),
  content: z.object({ text: z.string() }).optional(),
  timestamp: z.string().optional(),
  sign: z.string().optional(),
})

type Kind = 'webhook' | 'wecom' | 'dingtalk' | 'feishu'

/** A local target of each kind, which checks what it gets by its own reading of the protocol. */
export class AlarmFakes {
  readonly told: Record<Kind, Told[]> = { webhook: [], wecom: [], dingtalk: [], feishu: [] }
  readonly refused: string[] = []
  readonly secret = randomBytes(16).toString('hex')
  readonly token = randomBytes(16).toString('hex')
  /** What is answered instead, as long as it is set. */
  trouble: WireAnswer | undefined
  readonly #server: RunningServer

  private constructor(server: RunningServer) {
    this.#server = server
  }

  static async open(): Promise<AlarmFakes> {
    const ready = Promise.withResolvers<AlarmFakes>()
    const server = await serve(async (request) => (await ready.promise).#answer(request), { port: 0 })
    const fakes = new AlarmFakes(server)
    ready.resolve(fakes)
    return fakes
  }

  close(): Promise<void> {
    return Promise.resolve(this.#server[Symbol.asyncDispose]())
  }

  /** What a target of this kind is created with. */
  input(kind: Kind) {
    const root = `http://127.0.0.1:${this.#server.port}`
    const paths = {
      webhook: `/hook/${this.token}`,
      wecom: `/cgi-bin/webhook/send?key=${this.token}`,
      dingtalk: `/robot/send?access_token=${this.token}`,
      feishu: `/open-apis/bot/v2/hook/${this.token}`,
    }
    return { kind, url: root + paths[kind], secret: kind === 'wecom' ? null : this.secret }
  }

  #answer(request: WireRequest): WireAnswer {
    if (this.trouble) return this.trouble
    const body = request.body.toString()
    const query = new URLSearchParams(request.query)
    if (request.path.startsWith('/hook/')) return this.#webhook(request, body)
    const json = RobotMessage.parse(JSON.parse(body))
    if (request.path === '/cgi-bin/webhook/send') {
      const good =
        query.get('key') === this.token && json.msgtype === 'text' && Buffer.byteLength(json.text?.content ?? '') <= 2_048
      return good
        ? this.#take('wecom', json.text?.content ?? '', body, { errcode: 0, errmsg: 'ok' })
        : this.#no('wecom', { errcode: 93000 })
    }
    if (request.path === '/robot/send') {
      const timestamp = query.get('timestamp') ?? ''
      const sign = createHmac('sha256', this.secret).update(`${timestamp}\n${this.secret}`).digest('base64')
      const good = query.get('access_token') === this.token && query.get('sign') === sign && /^\d{13}$/.test(timestamp)
      return good
        ? this.#take('dingtalk', json.text?.content ?? '', body, { errcode: 0 })
        : this.#no('dingtalk', { errcode: 310000 })
    }
    const sign = createHmac('sha256', `${json.timestamp}\n${this.secret}`).digest('base64')
    const good = json.sign === sign && /^\d{10}$/.test(json.timestamp ?? '') && json.msg_type === 'text'
    return good ? this.#take('feishu', json.content?.text ?? '', body, { code: 0 }) : this.#no('feishu', { code: 19021 })
  }

  /** The verification that docs/alarms.md tells receivers to make. */
  #webhook({ headers }: WireRequest, body: string): WireAnswer {
    const timestamp = String(headers['x-onepool-timestamp'])
    const expected = createHmac('sha256', this.secret).update(`${timestamp}.${body}`).digest('hex')
    if (headers['x-onepool-signature'] !== `v1=${expected}`) return this.#no('webhook', {}, 401)
    const { id, text } = z.object({ id: z.string(), text: z.string() }).parse(JSON.parse(body))
    if (id !== headers['x-onepool-delivery']) return this.#no('webhook', {}, 400)
    this.told.webhook.push({ text, id, body })
    return answer({})
  }

  #take(kind: Kind, text: string, body: string, said: object): WireAnswer {
    this.told[kind].push({ text, id: null, body })
    return answer(said)
  }

  #no(kind: Kind, said: object, status = 200): WireAnswer {
    this.refused.push(kind)
    return answer(said, status)
  }
}
