import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openJdSandbox } from '../../sandbox/jd/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { PUSH_WINDOW_MS, signatureHeader, signForwarded, timestampHeader } from '../../src/intake/verify-forwarded.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { AuthoriseChannelDocument, CreateChannelDocument } from './generated/documents.ts'

const clock = new SystemClock()
const sandbox = openJdSandbox({ clock, seed: 3, shops: [{ id: 'A', name: 'shop A' }] })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
let api: TestApi

beforeAll(async () => {
  api = await testApi({ clock, platforms })
  const admin = await api.key({ role: 'admin' })
  const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
  const urls = { gatewayUrl: `http://127.0.0.1:1${sandbox.gatewayPath}`, tokenUrl: 'http://127.0.0.1:1/oauth2' }
  const input = { code: 'jd', name: 'JD', platform: 'JD', app, sandbox: urls } as const
  await api.ask(CreateChannelDocument, { key: admin, variables: { input } })
  const tokens = { accessToken: sandbox.tokens('A').session }
  await api.ask(AuthoriseChannelDocument, { key: admin, variables: { input: { channel: 'jd', tokens } } })
})
afterAll(() => api.dispose())

interface Delivery {
  readonly body?: string
  readonly path?: string
  readonly secret?: string
  readonly atMs?: number
  readonly headers?: Readonly<Record<string, string>>
}

const BODY = JSON.stringify({ pushes: [{ id: 'row 1', orderId: '77' }] })

async function deliver({ body = BODY, path = '/push/test/jd', secret, atMs, headers }: Delivery = {}): Promise<number> {
  const timestamp = String(Math.floor((atMs ?? clock.now().getTime()) / 1_000))
  const signature = signForwarded(secret ?? sandbox.app.appSecret, timestamp, Buffer.from(body))
  const signed = { [timestampHeader]: timestamp, [signatureHeader]: signature, 'content-type': 'application/json', ...headers }
  return (await fetch(`${api.url}${path}`, { method: 'POST', headers: signed, body })).status
}

const kept = () => api.countRows(['channel_push'])

it('W1: without the right signature, of another application, or for another shop: refused, and nothing is kept', async () => {
  expect(await deliver({ secret: 'another application' })).toBe(401)
  expect(await deliver({ headers: { [signatureHeader]: '' } })).toBe(401)
  expect(await deliver({ headers: { [signatureHeader]: 'no hex at all' } })).toBe(401)
  expect(await deliver({ headers: { [timestampHeader]: '0' } })).toBe(401)
  expect(await deliver({ path: '/push/test/elsewhere' })).toBe(401)
  expect(await deliver({ path: '/push/nobody/jd' })).toBe(401)
  expect(await kept()).toEqual(['0'])
})

it('W2: an old delivery is refused, however well it is signed', async () => {
  expect(await deliver({ atMs: clock.now().getTime() - PUSH_WINDOW_MS - 2_000 })).toBe(401)
  expect(await deliver({ atMs: clock.now().getTime() + PUSH_WINDOW_MS + 60_000 })).toBe(401)
  expect(await kept()).toEqual(['0'])
})

it('W3: the signature covers every byte of the body', async () => {
  const timestamp = String(Math.floor(clock.now().getTime() / 1_000))
  const signature = signForwarded(sandbox.app.appSecret, timestamp, Buffer.from(BODY))
  const headers = { [timestampHeader]: timestamp, [signatureHeader]: signature }
  expect(await deliver({ body: `${BODY} `, headers })).toBe(401)
  expect(await deliver({ body: BODY.replace('77', '78'), headers })).toBe(401)
  expect(await deliver({ body: 'no JSON' })).toBe(400)
  expect(await deliver({ body: JSON.stringify({ pushes: [{ id: '', orderId: '' }] }) })).toBe(400)
  expect(await deliver({ body: JSON.stringify({ pushes: [{ id: 'x'.repeat(300_000), orderId: '1' }] }) })).toBe(413)
  expect(await kept()).toEqual(['0'])
})

it('a delivery is acknowledged once it is kept; the same again is acknowledged and does nothing', async () => {
  expect(await deliver()).toBe(200)
  expect(await kept()).toEqual(['1'])
  expect(await deliver()).toBe(200)
  expect(await kept()).toEqual(['1'])
})

it('while it cannot be kept it is not acknowledged', async () => {
  await api.breakTable('channel_push')
  expect(await deliver({ body: JSON.stringify({ pushes: [{ id: 'row 2', orderId: '78' }] }) })).toBeGreaterThanOrEqual(500)
})
