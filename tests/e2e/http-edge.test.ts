import { gzipSync } from 'node:zlib'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryLimits } from '../../src/http/http-limits.ts'
import { testApi, type TestApi } from '../support/api.ts'

let api: TestApi
let key: string
beforeAll(async () => {
  api = await testApi()
  key = await api.key()
})
afterAll(() => api.dispose())

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

async function send({ method = 'POST', path = '/graphql', headers = {}, body }: Sent) {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

/** Every error is JSON of one shape, and tells nothing of our insides. */
function expectClean(text: string): void {
  const { errors } = JSON.parse(text)
  expect(errors[0]).toMatchObject({ message: expect.any(String), extensions: { code: expect.any(String) } })
  expect(text).not.toMatch(/node_modules|\/src\/|\.[mc]?[jt]s:\d|"stack|select |insert |PostgreSQL/)
}

const json = { 'content-type': 'application/json' }
const me = JSON.stringify({ query: '{ me { actor } }' })

describe('the transport', () => {
  it.each<[string, Sent, number]>([
    [
      'a mutation by GET',
      {
        method: 'GET',
        path: '/graphql?query=mutation{archiveSku(code:"x"){__typename}}',
        headers: { 'apollo-require-preflight': 'x' },
      },
      405,
    ],
    ['a query by GET as a form or an image would send it', { method: 'GET', path: '/graphql?query={me{actor}}' }, 400],
    ['a body as text', { headers: { 'content-type': 'text/plain' }, body: me }, 400],
    ['a body as a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={me{actor}}' }, 400],
    ['a body as multipart', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' }, 400],
    [
      'a GET with the type of a message',
      { method: 'GET', path: '/graphql?query={me{actor}}', headers: { 'content-type': 'message/rfc822' } },
      415,
    ],
    ['a list of operations', { headers: json, body: `[${me},${me}]` }, 400],
    ['two megabytes', { headers: json, body: JSON.stringify({ query: 'x'.repeat(2_000_000) }) }, 413],
    ['a compressed body', { headers: { ...json, 'content-encoding': 'gzip' }, body: Uint8Array.from(gzipSync(me)) }, 415],
    ['UTF-7', { headers: { 'content-type': 'application/json; charset=utf-7' }, body: me }, 415],
    ['UTF-32', { headers: { 'content-type': 'application/json; charset=utf-32' }, body: me }, 415],
    ['malformed JSON', { headers: json, body: '{"query":' }, 400],
    ['JSON that is no object', { headers: json, body: '"{ me }"' }, 400],
    ['no body', { headers: json }, 400],
    ['a prototype in JSON', { headers: json, body: '{"query":"{me{actor}}","__proto__":{"x":1}}' }, 400],
    ['a path that is not there', { method: 'GET', path: '/admin.php' }, 404],
  ])('refuses %s, in JSON that says nothing about our insides', async (_, request, status) => {
    const answer = await send(request)
    expect(answer.status).toBe(status)
    expectClean(answer.text)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  })

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a line break in a header', 'X-Evil: a\rb\r\n\r\n'],
  ])('refuses %s: a proxy may read such a request otherwise', async (_, rest) => {
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
    expect(await sendRaw(head + rest)).toMatch(/^HTTP\/1.1 400/)
  })

  it('answers in the same request id it writes into its log', async () => {
    const { headers } = await send({ headers: json, body: me })
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

function sendRaw(text: string): Promise<string> {
  const { port, hostname } = new URL(api.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.once('data', (data) => {
      resolve(data.toString())
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

describe('a query', () => {
  const nested = (levels: number): string =>
    `{ pools ${'{ defaultLocation { pool '.repeat(levels)} { code } ${'} }'.repeat(levels)} }`
  it.each([
    ['too deep', nested(10), 'QUERY_TOO_LARGE'],
    ['with 101 aliases', `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(' ')} }`, 'QUERY_TOO_LARGE'],
    ['with 10,000 fields', `{ me { ${'actor '.repeat(10_000)} } }`, 'GRAPHQL_PARSE_FAILED'],
    ['with ten unknown directives', `{ me { actor ${'@x '.repeat(10)} } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['with a hundred directives', `{ me { actor ${'@skip(if: false) '.repeat(100)} } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['with a fragment in itself', '{ me { ...a } } fragment a on Me { actor ...a }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with fragments that double', doubling(30), 'QUERY_TOO_LARGE'],
    ['with no page size', '{ skus { edges { cursor } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['for a page of 99,999,999', '{ skus(first: 99999999) { edges { cursor } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['for a page below zero', '{ skus(first: -1) { edges { cursor } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['for a cursor of another list', '{ skus(first: 1, after: "WyJ4IiwiMSJd") { edges { cursor } } }', 'BAD_USER_INPUT'],
    ['for a cursor that is none', '{ apiKeys(first: 1, after: "%%%") { edges { cursor } } }', 'BAD_USER_INPUT'],
    ['with a syntax error', '{ me { actor ', 'GRAPHQL_PARSE_FAILED'],
    ['for an unknown field', '{ me { actr } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s is refused with 400 and a code', async (_, query, code) => {
    const answer = await api.ask(query, { key })
    expect(answer.status).toBe(400)
    expect(answer.errors[0]?.extensions.code).toBe(code)
    expectClean(answer.text)
    expect(answer.text).not.toContain('Did you mean')
  })

  function doubling(levels: number): string {
    const fragments = Array.from({ length: levels }, (_, n) => `fragment f${n} on Me { ...f${n + 1} ...f${n + 1} }`)
    return `{ me { ...f0 } } ${fragments.join(' ')} fragment f${levels} on Me { actor }`
  }

  it('with overlapping fields is answered, and refused where comparing them would hold up the others', async () => {
    const asked = async (times: number) => {
      const { status, errors } = await api.ask(`{ ${'me { actor role } '.repeat(times)} }`, { key })
      return [status, ...errors.map(({ extensions, message }) => `${extensions.code}: ${message}`)]
    }
    const most = Math.floor((queryLimits.tokens - 2) / 5)
    expect(await asked(20)).toEqual([200])
    expect(await asked(most)).toEqual([400, expect.stringMatching(/^QUERY_TOO_LARGE: .*Name each of them once/)])
    expect(await asked(most + 1)).toEqual([400, expect.stringMatching(/^GRAPHQL_PARSE_FAILED: /)])
  })
})

it('an address that is taken is said to be, with what to do about it', async () => {
  const { port } = new URL(api.url)
  await expect(testApi({ port: Number(port) })).rejects.toThrow(`port ${port}: stop what listens there`)
})

describe('machines', () => {
  it('can ask for health, readiness and metrics without a credential, and learn nothing of merchants', async () => {
    const [health, ready, metrics] = await Promise.all(
      ['/healthz', '/readyz', '/metrics'].map((path) => fetch(`${api.url}${path}`)),
    )
    expect(health?.status).toBe(200)
    expect(ready?.status).toBe(200)
    const text = (await metrics?.text()) ?? ''
    expect(text).toContain('onepool_http_request_seconds_bucket{le="0.001",route="/graphql"')
    expect(text).not.toMatch(/\bop_|m_test|"test"|key:/)
  })
})
