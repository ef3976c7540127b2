import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { serve } from '../../sandbox/shared/http-server.ts'
import { readParameters } from '../../sandbox/shared/wire.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { createApiKey } from '../../src/access/create-api-key.ts'
import { SystemClock } from '../../src/clock.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { EmbeddedPostgres } from '../../src/db/embedded-postgres.ts'
import { openDatabase, type Orm } from '../../src/db/orm.ts'
import { createLog } from '../../src/log.ts'
import { createMerchant } from '../../src/merchants/create-merchant.ts'
import { EmbeddedFolder, until } from '../support/embedded-folder.ts'
import { programPid, ready, startProgram, type Program } from '../support/program.ts'

const clock = new SystemClock()
const { signal } = new AbortController()
const LEASE_MS = 2_000
const masterKeys = `test:${randomBytes(32).toString('base64')}`
const sandbox = openTaobaoSandbox({
  clock,
  seed: 5,
  shops: ['A', 'B', 'C', 'D'].map((id) => ({ id, name: id, type: 'B' as const })),
})

/** The answer to a shop's list of goods, as it was when it was asked for, is held back until its gate is opened. */
const gates = new Map<string, PromiseWithResolvers<void>>()
const asked: string[] = []
const shopOf = (session: string) => ['A', 'B', 'C', 'D'].find((id) => sandbox.tokens(id).session === session) ?? ''

let folder: EmbeddedFolder
let postgres: EmbeddedPostgres
let orm: Orm
let server: Awaited<ReturnType<typeof serve>>
let gateway: Program
let key = ''
const started: Program[] = []
beforeAll(async () => {
  server = await serve(
    async (request) => {
      const parameters = readParameters(request)
      const shop = shopOf(parameters.get('session') ?? '')
      const answer = await sandbox.handler(request)
      if (parameters.get('method') === 'taobao.items.onsale.get') {
        asked.push(shop)
        await gates.get(shop)?.promise
      }
      return answer
    },
    { port: 0 },
  )
  folder = await EmbeddedFolder.make()
  postgres = await folder.start()
  gateway = start('gateway')
  await ready(gateway)
  await createMerchant({ url: postgres.url, clock, signal }, { code: 'test', name: 'Test' })
  orm = await openDatabase({ url: postgres.url, log: createLog({ level: 'silent' }), poolMax: 4 })
  const wish = { merchant: 'test', name: 'test', role: 'admin', channels: null, locations: null, installation: false } as const
  const made = await createApiKey(orm.em.fork(), { ...wish, expiresAt: null }, { by: 'test', now: clock.now() })
  if (made.kind === 'created') key = made.secret
})
afterEach(async () => {
  gates.clear()
  for (const program of started.filter((one) => one !== gateway)) await stop(program)
})
afterAll(async () => {
  await stop(gateway)
  await orm.close()
  await postgres.stop()
  await folder.dispose()
  await server[Symbol.asyncDispose]()
})

function start(role: string): Program {
  const env = { DATABASE_URL: postgres.url, MASTER_KEYS: masterKeys, WORKER_LEASE_MS: String(LEASE_MS) }
  const program = startProgram(env, ['--role', role])
  started.push(program)
  return program
}

async function stop(program: Program): Promise<void> {
  program.child.kill('SIGTERM')
  await program.exit
}

const urlOf = (program: Program) => /http:\/\/127\.0\.0\.1:\d+/.exec(program.out)?.[0] ?? ''

async function ask(query: string, variables: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  const answer = await fetch(`${urlOf(gateway)}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  return answer.json()
}

/** Connects a shop of the sandbox over the gateway. */
async function connect(shop: string): Promise<void> {
  const root = `http://127.0.0.1:${server.port}`
  const { appKey, appSecret } = sandbox.app
  const input = {
    code: shop.toLowerCase(),
    name: shop,
    platform: 'TAOBAO',
    app: { key: appKey, secret: appSecret },
    sandbox: { gatewayUrl: `${root}${sandbox.gatewayPath}`, tokenUrl: `${root}/token` },
  }
  await ask('mutation ($input: CreateChannelInput!) { createChannel(input: $input) { __typename } }', { input })
  const tokens = { accessToken: sandbox.tokens(shop).session, refreshToken: null, expiresAt: null }
  const authorised = await ask(
    'mutation ($input: AuthoriseChannelInput!) { authoriseChannel(input: $input) { __typename ... on Refused { message } } }',
    { input: { channel: shop.toLowerCase(), tokens } },
  )
  expect(authorised).toEqual({ data: { authoriseChannel: { __typename: 'ChannelAuthorised' } } })
}

interface Discovered {
  readonly fence: number
  readonly done: boolean
  readonly shown: readonly number[]
}

async function discovered(shop: string): Promise<Discovered> {
  const { rows } = await sql<Discovered>`
    select t.fence::int as fence, t.done_at is not null as done,
           array(select l.shown_units::int from ${sql.table('listing')} l where l.channel_id = c.id order by l.id) as shown
      from ${sql.table('channel')} c join ${sql.table('channel_task')} t on t.channel_id = c.id and t.task = 'discovery'
     where c.code = ${shop.toLowerCase()}`.execute(merchantDb(orm.em.fork({ schema: 'm_test' })))
  const [row] = rows
  if (!row) throw new Error(`the shop ${shop} has no discovery`)
  return row
}

async function isLeased(shop: string): Promise<boolean> {
  const { rows } = await sql<{ leased: boolean }>`
    select t.leased_until is not null as leased
      from ${sql.table('channel')} c join ${sql.table('channel_task')} t on t.channel_id = c.id and t.task = 'discovery'
     where c.code = ${shop.toLowerCase()}`.execute(merchantDb(orm.em.fork({ schema: 'm_test' })))
  return rows[0]?.leased ?? false
}

it('a gateway serves the API and does no work; a worker does the work and serves health and metrics only', async () => {
  sandbox.market.addListing('A', { itemId: '1', skuId: '1', sellable: 4 })
  await connect('A')
  const worker = start('worker')
  await ready(worker)
  await until(async () => (await discovered('A')).done)
  expect(await discovered('A')).toEqual({ fence: 1, done: true, shown: [4] })
  const status = async (path: string) => (await fetch(`${urlOf(worker)}${path}`)).status
  expect(await Promise.all(['/healthz', '/readyz', '/metrics', '/graphql'].map(status))).toEqual([200, 200, 200, 404])
  const figures = await (await fetch(`${urlOf(worker)}/metrics`)).text()
  for (const name of ['jobs_waiting 0', 'jobs_failed 0', 'wake_seconds_count']) expect(figures).toContain(`onepool_${name}`)
  expect(await ask('{ me { merchant } }', {})).toEqual({ data: { me: { merchant: 'test' } } })
  expect(worker.out).not.toMatch(/"level":"(warn|error)"/)
})

it('A2: a worker killed -9 in the middle of its work is replaced by another', async () => {
  sandbox.market.addListing('B', { itemId: '2', skuId: '1', sellable: 5 })
  gates.set('B', Promise.withResolvers())
  await connect('B')
  const first = start('worker')
  await until(() => asked.includes('B'))
  process.kill(await programPid(first), 'SIGKILL')
  expect(await first.exit).toBe(137)
  gates.clear()
  const second = start('worker')
  await until(async () => (await discovered('B')).done)
  expect(await discovered('B')).toEqual({ fence: 2, done: true, shown: [5] })
  await stop(second)
})

it('a worker that is told to stop ends the call it is at and begins no other, and the next takes its work over at once', async () => {
  sandbox.market.addListing('C', { itemId: '3', skuId: '1', sellable: 6 })
  const gate = Promise.withResolvers<void>()
  gates.set('C', gate)
  await connect('C')
  const worker = start('worker')
  await until(() => asked.includes('C'))
  worker.child.kill('SIGTERM')
  await until(() => worker.out.includes('"msg":"stopping"'))
  gate.resolve()
  expect(await worker.exit).toBe(0)
  expect(await discovered('C')).toEqual({ fence: 1, done: false, shown: [] })
  expect(await isLeased('C')).toBe(false)
  const other = start('worker')
  await until(async () => (await discovered('C')).done)
  expect(await discovered('C')).toEqual({ fence: 2, done: true, shown: [6] })
  await stop(other)
})

it('A3: a worker frozen beyond its lease and thawed writes nothing of what it was at', async () => {
  sandbox.market.addListing('D', { itemId: '4', skuId: '1', sellable: 7 })
  const gate = Promise.withResolvers<void>()
  gates.set('D', gate)
  await connect('D')
  const frozen = start('worker')
  await until(() => asked.includes('D'))
  process.kill(await programPid(frozen), 'SIGSTOP')
  gates.clear()
  const [listing] = sandbox.market.shops.get('D')?.listings.values() ?? []
  if (listing) listing.sellable = 9
  const other = start('worker')
  await until(async () => (await discovered('D')).done)
  gate.resolve()
  process.kill(await programPid(frozen), 'SIGCONT')
  await until(() => frozen.out.includes('the lease of discovery on channel'))
  expect(await discovered('D')).toEqual({ fence: 2, done: true, shown: [9] })
  expect(frozen.out).toContain('LeaseLost')
  await stop(other)
})
