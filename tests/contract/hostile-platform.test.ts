import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { connectJd } from '../../connectors/jd/index.ts'
import { connectPinduoduo } from '../../connectors/pinduoduo/index.ts'
import type { ConnectOptions } from '../../connectors/shared/connect-options.ts'
import { connectTaobao } from '../../connectors/taobao/index.ts'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import { SystemClock } from '../../src/clock.ts'

/** Its deadlines pass when the platform has done what it does: nothing depends on how long that takes. */
class PlatformsClock extends SystemClock {
  #deadlines: AbortController[] = []

  override deadline(): AbortSignal {
    const deadline = new AbortController()
    this.#deadlines.push(deadline)
    return deadline.signal
  }

  passDeadlines(): void {
    for (const deadline of this.#deadlines.splice(0)) deadline.abort(new DOMException('too late', 'TimeoutError'))
  }
}

const planted = { secret: 'planted-secret', token: 'planted-token', refresh: 'planted-refresh' }
const { signal } = new AbortController()
const html = { 'content-type': 'text/html' }
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const platforms: Readonly<Record<string, (options: ConnectOptions) => ChannelConnector>> = {
  taobao: connectTaobao,
  jd: connectJd,
  pinduoduo: connectPinduoduo,
}

type Behaviour = (...met: [...Parameters<RequestListener>, tooLate: () => void]) => unknown

const behaviours: Readonly<Record<string, Behaviour>> = {
  'a body of 5 GB': (_request, response) => {
    response.writeHead(200, { 'content-length': String(5 * 1024 ** 3) })
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', more)
    more()
  },
  'chunks without end': (_request, response, tooLate) => {
    const drip = (drops: number): void => {
      if (drops === 100) tooLate()
      if (!response.destroyed) response.write(' ', () => setImmediate(() => drip(drops + 1)))
    }
    drip(0)
  },
  HTML: (_request, response) => response.writeHead(200, html).end('<html>log in</html>'),
  'another charset': (_request, response) => response.end(Buffer.from('7b22d6d0cec4223a317d', 'hex')),
  'a redirect to loopback': (request, response) =>
    request.url?.includes('caught') === true
      ? response.end(`{"access_token":"stolen","code":"0"}`)
      : response.writeHead(302, { location: `http://${request.headers.host ?? ''}/caught` }).end(),
  silence: (_request, _response, tooLate) => tooLate(),
  'an answer that is no object': (_request, response) => response.end('[1e400, null]'),
  'absurd nesting': (_request, response) => response.end('['.repeat(150_000)),
}

interface Met {
  readonly connector: ChannelConnector
  readonly clock: SystemClock
  readonly requests: string[]
}

async function meet(connect: (options: ConnectOptions) => ChannelConnector, behave: Behaviour): Promise<Met> {
  const clock = new PlatformsClock()
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    behave(request, response, () => clock.passDeadlines())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => (server.closeAllConnections(), server.close()))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway`
  const connector = connect({
    clock,
    app: { key: 'key', secret: planted.secret },
    accessToken: () => planted.token,
    endpoints: { gateway: url, token: url },
    allowLoopback: true,
    maxAnswerBytes: 500_000,
  })
  return { connector, clock, requests }
}

function leaks(value: unknown): readonly string[] {
  const said = inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null })
  return Object.values(planted).filter((secret) => said.includes(secret))
}

const rows = Object.keys(platforms).flatMap((name) => Object.keys(behaviours).map((behaviour) => [name, behaviour] as const))

describe('O3: a hostile platform over a socket', () => {
  it.each(rows)('%s that answers with %s costs each call one bounded, typed outcome', async (name, behaviour) => {
    const connect = platforms[name]
    const behave = behaviours[behaviour]
    if (!connect || !behave) throw new Error('no such row')
    const { connector, clock, requests } = await meet(connect, behave)
    const listing = { itemId: '1', skuId: '2', warehouseId: null }
    const changes = [{ listing, call: 'delta', move: { kind: 'raise', units: 1 }, key: 'ab' }] as const

    const answers = await connector.changeStock({ signedAt: clock.now(), changes }, signal)
    expect(answers).toMatchObject([{ kind: 'unknown' }])
    expect(requests).toHaveLength(1)

    const fault = expect.stringMatching(/^(unavailable|malformed)$/)
    const exchanged: unknown = await connector
      .exchangeToken({ grant: 'refresh', refreshToken: planted.refresh }, signal)
      .catch((error: unknown) => error)
    expect(exchanged).toMatchObject({ name: 'ChannelError', fault })
    // Nobody says that a refresh may be asked for twice.
    expect(requests).toHaveLength(2)

    const read: unknown = await connector.rereadOrder('1', signal).catch((error: unknown) => error)
    expect(read).toMatchObject({ name: 'ChannelError', fault })
    expect(requests.length).toBeLessThanOrEqual(5)
    expect(requests.filter((url) => url.includes('caught'))).toEqual([])
    expect(leaks([answers, exchanged, read])).toEqual([])
  })
})
