import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import type { HttpLimits } from '../../src/http/http-limits.ts'

let api: TestApi | undefined
let sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  await api?.dispose()
  api = undefined
})

async function start(limits: Partial<HttpLimits>): Promise<TestApi> {
  api = await testApi({ limits: { checkMs: 50, ...limits } })
  return api
}

/** Sends the text and returns all that comes back until the server hangs up. */
function talk({ url }: TestApi, text: string): { readonly ended: Promise<string>; readonly socket: Socket } {
  const { port, hostname } = new URL(url)
  const socket = connect(Number(port), hostname, () => socket.write(text))
  sockets.push(socket)
  let heard = ''
  const ended = new Promise<string>((resolve) => {
    socket.on('data', (data) => (heard += data.toString()))
    socket.on('close', () => resolve(heard))
    socket.on('error', () => resolve(heard))
  })
  return { ended, socket }
}

describe('a connection', () => {
  it('whose headers never end is answered 408 and closed', async () => {
    const server = await start({ headersMs: 200, requestMs: 400 })
    expect(await talk(server, 'POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ').ended).toMatch(/^HTTP\/1.1 408/)
  })

  it('whose body never ends is answered 408 and closed', async () => {
    const server = await start({ headersMs: 200, requestMs: 400 })
    const key = await server.key()
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
    expect(await talk(server, `${head}Content-Length: 50\r\n\r\n{"query"`).ended).toMatch(/408/)
  })

  it('on which nothing moves is closed', async () => {
    const server = await start({ idleMs: 200 })
    expect(await talk(server, '').ended).toBe('')
  })

  it('beyond the greatest number is closed at once, and the others go on', async () => {
    const server = await start({ connections: 2 })
    const first = talk(server, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    const second = talk(server, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    await Promise.all([first, second].map(({ socket }) => new Promise((resolve) => socket.once('data', resolve))))
    expect(await talk(server, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n').ended).toBe('')
    first.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => first.socket.once('data', resolve))
  })
})

describe('stopping', () => {
  it('lets a request that is under way end, and hangs up on idle connections', async () => {
    const server = await start({})
    const key = await server.key()
    const body = JSON.stringify({ query: '{ me { actor } }' })
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
    const idle = talk(server, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => idle.socket.once('data', resolve))
    const slow = talk(server, `${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`)
    // Answered requests on the same server show that the slow one has arrived before.
    await fetch(`${server.url}/healthz`)
    const stopped = server.stop()
    expect(await idle.ended).toMatch(/^HTTP\/1.1 200/)
    slow.socket.write(body.slice(5))
    expect(await slow.ended).toMatch(/^HTTP\/1.1 200[\s\S]*"actor":"key:/)
    await stopped
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed')
  })

  it('does not wait for a client that never finishes', async () => {
    const server = await start({ drainMs: 200 })
    const key = await server.key()
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
    const slow = talk(server, `${head}Content-Length: 50\r\n\r\n{"q`)
    await fetch(`${server.url}/healthz`)
    await server.stop()
    expect(await slow.ended).not.toContain('200 OK')
  })
})
