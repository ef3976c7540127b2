import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { SystemClock } from '../../../src/clock.ts'
import { createHttp, type HttpOptions } from '../../../connectors/shared/http.ts'

const options: HttpOptions = {
  clock: new SystemClock(),
  relayUrl: null,
  allowLoopback: true,
  timeoutMs: 1_500,
  maxAnswerBytes: 1_000_000,
}
const signal = new AbortController().signal
const get = { method: 'GET' } as const

/** A platform that misbehaves, on a real socket. */
async function against(
  behave: RequestListener,
  change: Partial<HttpOptions> = {},
): Promise<{ outcome: unknown; tookMs: number }> {
  const server = createServer(behave)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const http = createHttp(`http://127.0.0.1:${port}/gw`, { ...options, ...change })
  const started = performance.now()
  const outcome = await http(get, signal)
  server.closeAllConnections()
  server.close()
  return { outcome, tookMs: performance.now() - started }
}

describe('a hostile platform costs one bounded outcome', () => {
  it('O3: a body of 5 GB', async () => {
    const { outcome } = await against((_request, response) => {
      response.writeHead(200, { 'content-length': String(5 * 1024 ** 3) })
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', more)
      more()
    })
    expect(outcome).toEqual({ kind: 'no answer', message: 'the answer is larger than allowed' })
  })

  it('O3: chunks without end, dripping slowly', async () => {
    const { outcome, tookMs } = await against((_request, response) => {
      const drip = (): void => {
        if (!response.destroyed) response.write(' ', () => setImmediate(drip))
      }
      drip()
    })
    expect(outcome).toMatchObject({ kind: 'no answer' })
    expect(tookMs).toBeLessThan(10_000)
  })

  it('O3: a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(64_000_000))
    const { outcome } = await against((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    expect(outcome).toEqual({ kind: 'no answer', message: 'the answer is larger than allowed' })
  })

  it('silence', async () => {
    const { outcome, tookMs } = await against(() => undefined, { timeoutMs: 200 })
    expect(outcome).toEqual({ kind: 'no answer', message: 'no complete answer in time' })
    expect(tookMs).toBeLessThan(5_000)
  })

  it('O1: a redirect to loopback is not followed', async () => {
    let asked = 0
    const { outcome } = await against((request, response) => {
      asked += 1
      response.writeHead(302, { location: `http://${request.headers.host ?? ''}/metadata` }).end()
    })
    expect(outcome).toMatchObject({ kind: 'answered', status: 302 })
    expect(asked).toBe(1)
  })

  it('a wrong charset is not taken for text', async () => {
    const { outcome } = await against((_request, response) => response.end(Buffer.from([0x22, 0xd6, 0xd0, 0x22])))
    expect(outcome).toMatchObject({ kind: 'answered', text: expect.stringContaining('not UTF-8') })
  })

  it('a connection that is cut', async () => {
    const { outcome } = await against((request) => request.socket.destroy())
    expect(outcome).toMatchObject({ kind: 'no answer', message: expect.stringMatching(/connection failed/) })
  })

  it('nobody there: certain that nothing was sent', async () => {
    const http = createHttp('http://127.0.0.1:1/gw', options)
    expect(await http(get, signal)).toEqual({ kind: 'not sent', message: 'cannot connect (ECONNREFUSED)' })
  })
})

describe('where a connector may call', () => {
  it.each([
    ['http://eco.taobao.com/'],
    ['https://127.0.0.1/'],
    ['https://2130706433/'],
    ['https://0x7f.1/'],
    ['https://localhost/'],
    ['https://localhost./'],
    ['https://a.localhost/'],
    ['https://[::1]/'],
    ['https://[::ffff:127.0.0.1]/'],
    ['https://169.254.169.254/latest'],
    ['https://10.0.0.1/'],
    ['https://user:secret@eco.taobao.com/'],
    ['https://eco.taobao.com/?key=1'],
    ['file:///etc/passwd'],
  ])('O1: %s is refused, and the refusal names no secret', (url) => {
    const make = (): unknown => createHttp(url, { ...options, allowLoopback: false })
    expect(make).toThrow(TypeError)
    expect(make).not.toThrow(/secret/)
  })

  it('O1: a public name that resolves to this machine is refused when connecting', async () => {
    const http = createHttp('https://localtest.invalid/', { ...options, allowLoopback: false, timeoutMs: 15_000 })
    expect(await http(get, signal)).toMatchObject({ kind: 'not sent' })
  })

  it('O2: an absolute path does not leave the endpoint', async () => {
    const seen: (string | undefined)[] = []
    const server = createServer((request, response) => {
      seen.push(request.url)
      response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const http = createHttp(`http://127.0.0.1:${port}/gw`, options)
    await http({ ...get, path: '/x', query: 'a=1' }, signal)
    server.closeAllConnections()
    server.close()
    expect(seen).toEqual(['/gw/x?a=1'])
  })

  it('a relay takes the platform’s place, keeps its path and is told its host', async () => {
    const seen: unknown[] = []
    const server = createServer((request, response) => {
      seen.push([request.url, request.headers['x-relay-host']])
      response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const relayed = { ...options, relayUrl: `http://127.0.0.1:${port}/relay/` }
    await createHttp('https://eco.taobao.com/router/rest', relayed)(get, signal)
    server.closeAllConnections()
    server.close()
    expect(seen).toEqual([['/relay/router/rest', 'eco.taobao.com']])
    expect(() => createHttp('https://eco.taobao.com/', { ...relayed, allowLoopback: false })).toThrow(/relay needs https/)
  })
})
