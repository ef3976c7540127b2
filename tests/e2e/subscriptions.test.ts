import type { Client } from 'graphql-ws'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { SystemClock } from '../../src/clock.ts'
import { writeAlarms } from '../../src/stock/sql/documents.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { until } from '../support/embedded-folder.ts'
import { follow, socketUrl, type Following } from '../support/follow.ts'

const CHECK_MS = 300
const clock = new SystemClock()
let api: TestApi
let key: string
beforeAll(async () => {
  api = await testApi({
    socketLimits: { checkMs: CHECK_MS, messageBytes: 4_096, socketsOfCaller: 5, subscriptionsOfSocket: 3 },
  })
  key = await api.key({ role: 'admin' })
})
afterAll(() => api.dispose())

const clients: Client[] = []
const sockets: WebSocket[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose()
  for (const socket of sockets.splice(0)) socket.terminate()
})

const urlOf = (of = api) => socketUrl(of)
const ALARMS = 'subscription { alarmRaised { subject kind facts } }'

const followAs = (query: string, secret = key) => follow(api, { query, key: secret, clients })

const raise = (subject: string, schema?: string) =>
  writeAlarms(
    api.em(schema),
    [{ kind: 'deficit', severity: 'warning', subject, message: '', facts: { units: 3 } }],
    clock.now().getTime(),
  )

/** Raises alarms until one of them is told: a subscription has no answer that says it has begun. */
async function untilTold(following: Following, subject: string): Promise<void> {
  await until(async () => {
    if (following.events.length > 0 || following.problems.length > 0) return true
    await raise(subject)
    return false
  })
}

async function open(options: { readonly origin?: string } = {}, of = api): Promise<WebSocket> {
  const socket = new WebSocket(urlOf(of), 'graphql-transport-ws', options)
  sockets.push(socket)
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return socket
}

const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message))
const init = (secret = key) => ({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } })
const subscribe = (id: string) => ({ id, type: 'subscribe', payload: { query: ALARMS } })
const closeCode = async (socket: WebSocket): Promise<number> => {
  const [code] = await once(socket, 'close')
  return Number(code)
}

it('alarms are told as they are raised', async () => {
  const following = followAs(ALARMS)
  await untilTold(following, 'sku:MUG')
  expect(following.problems).toEqual([])
  expect(following.events[0]).toEqual({ alarmRaised: { subject: 'sku:MUG', kind: 'deficit', facts: '{"units":3}' } })
})

it("Z1: another merchant's alarms are not told", async () => {
  await api.addMerchant('other')
  const theirs = followAs(ALARMS, await api.key({ merchant: 'other', role: 'viewer' }))
  const ours = followAs(ALARMS)
  await untilTold(ours, 'ours')
  await until(async () => {
    await raise('theirs', 'm_other')
    return theirs.events.length > 0
  })
  expect(new Set(theirs.events.map((event) => JSON.stringify(event)))).toEqual(
    new Set([JSON.stringify({ alarmRaised: { subject: 'theirs', kind: 'deficit', facts: '{"units":3}' } })]),
  )
})

it('Z6: a subscription ends soon after its key was revoked', async () => {
  const made = await api.ask(
    'mutation { createApiKey(input: { name: "short", role: VIEWER }) { ... on ApiKeyCreated { secret apiKey { id } } } }',
    { key },
  )
  const { secret, apiKey } = JSON.parse(made.text).data.createApiKey
  const following = followAs(ALARMS, secret)
  await untilTold(following, 'sku:KEY')
  await api.ask(`mutation { revokeApiKey(id: "${apiKey.id}") { __typename } }`, { key })
  await until(() => following.closed.length > 0)
  expect(following.closed).toEqual([4403])
})

it('what a credential may not follow is refused, and so is what is no subscription', async () => {
  const storefront = await api.key({ role: 'storefront' })
  const limited = await api.key({ role: 'viewer', channels: ['x'] })
  const cases = [
    followAs(ALARMS, storefront),
    followAs(ALARMS, limited),
    followAs('{ me { actor } }'),
    followAs('subscription { alarmRaisd { subject } }'),
    followAs('subscription { orderChanged(channel: "nowhere") { orderId } }'),
  ]
  await until(() => cases.every(({ problems }) => problems.length > 0))
  const told = cases.map(({ problems }) => JSON.stringify(problems))
  expect(told.map((text) => /"code":"(\w+)"/.exec(text)?.[1])).toEqual([
    'FORBIDDEN',
    'FORBIDDEN',
    'BAD_REQUEST',
    'GRAPHQL_VALIDATION_FAILED',
    'BAD_USER_INPUT',
  ])
  expect(told.join()).not.toMatch(/Did you mean|node_modules|select /)
})

it('a subscription that is sent by HTTP is refused in a sentence', async () => {
  const answer = await api.ask(ALARMS, { key })
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('WebSocket')
})

describe('T11, T12: a socket', () => {
  it('of a page of another site is refused, of our own is not', async () => {
    const foreign = new WebSocket(urlOf(), 'graphql-transport-ws', { origin: 'https://evil.example' })
    const [error] = await once(foreign, 'error')
    expect(String(error)).toContain('403')
    await open({ origin: api.url })
    const elsewhere = new WebSocket(urlOf().replace('/graphql', '/other'), 'graphql-transport-ws')
    const [missing] = await once(elsewhere, 'error')
    expect(String(missing)).toContain('404')
  })

  it('that does not say who it is in time is closed', async () => {
    const hasty = await testApi({ socketLimits: { initMs: 300 } })
    try {
      expect(await closeCode(await open({}, hasty))).toBe(4408)
    } finally {
      await hasty.dispose()
    }
  })

  it.each([
    ['a bad credential', 4403, (socket: WebSocket) => say(socket, init('opk_nobody'))],
    ['a subscription before it is known', 4401, (socket: WebSocket) => say(socket, subscribe('1'))],
    ['no JSON', 4400, (socket: WebSocket) => socket.send('x')],
    ['bytes', 4400, (socket: WebSocket) => socket.send(Buffer.from([1, 2, 3]), { binary: true })],
    ['too much', 1009, (socket: WebSocket) => socket.send('x'.repeat(5_000))],
    ['a prototype', 4400, (socket: WebSocket) => socket.send('{"__proto__":{"type":"ping"}}')],
  ])('that sends %s is closed with %i', async (_, code, act) => {
    const socket = await open()
    act(socket)
    expect(await closeCode(socket)).toBe(code)
  })

  it('that says twice who it is, or uses an id twice, is closed', async () => {
    const twice = await open()
    say(twice, init())
    say(twice, init())
    expect(await closeCode(twice)).toBe(4429)
    const same = await open()
    say(same, init())
    await once(same, 'message')
    say(same, subscribe('1'))
    say(same, subscribe('1'))
    expect(await closeCode(same)).toBe(4409)
  })

  it('carries so many subscriptions and no more, and a caller opens so many', async () => {
    const full = await open()
    say(full, init())
    await once(full, 'message')
    for (const id of ['1', '2', '3', '4']) say(full, subscribe(id))
    const [message] = await once(full, 'message')
    expect(JSON.parse(String(message))).toMatchObject({ id: '4', type: 'error' })
    const others = await Promise.all(Array.from({ length: 5 }, () => open()))
    const codes: number[] = []
    for (const socket of others) socket.on('close', (code) => codes.push(code))
    for (const socket of others) say(socket, init())
    await until(() => codes.length > 0)
    expect(codes).toEqual([4403])
  })
})
