import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { tokensRejected } from '../../../src/channels/authorisation.ts'
import { readSecret, rewrapSecrets } from '../../../src/channels/channel-secrets.ts'
import { rewrapAll, tendDue } from '../../../src/channels/tend-channels.ts'
import { CallCounts } from '../../../src/channels/call-counts.ts'
import { merchantDb, merchantSchema } from '../../../src/db/merchant-db.ts'
import { readWalks, readWatermarks, saveWatermarks } from '../../../src/intake/watermarks.ts'
import { checkFence, endTask, renewTask, takeDueTask, takeDueTasks } from '../../../src/jobs/channel-task.ts'
import { leaseGuard } from '../../../src/jobs/lease-guard.ts'
import { discoverListings } from '../../../src/listings/discover-listings.ts'
import { LEASE_MS, LeaseLost, withLease } from '../../../src/jobs/with-lease.ts'
import { SecretUnreadable } from '../../../src/secrets/envelope.ts'
import { parseMasterKeys } from '../../../src/secrets/master-keys.ts'
import { checkGuards } from '../../../src/stock/engine/guards.ts'
import { listAlarms } from '../../../src/stock/read/list-alarms.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

const DAY_MS = 86_400_000
const worlds: ShopWorld[] = []
let world: ShopWorld
beforeEach(async () => {
  world = await shopWorld()
  worlds.push(world)
})
afterAll(() => Promise.all(worlds.map((one) => one.dispose())))

const take = (holder: string) =>
  takeDueTask(world.em.fork(), { task: 'discovery', holder, now: world.clock.now(), leaseMs: LEASE_MS })

async function connectRenewable(code: string, shop: string): Promise<string> {
  await world.desk.createChannel(world.createInput(code))
  const by = { kind: 'code', code: world.sandbox.state.sessions.issueCode(shop), redirectUri: 'https://example.com/' } as const
  const answer = await world.desk.authoriseChannel({ channel: code, by, app: null, actor: 'test' })
  if (answer.kind === 'refused') throw new Error(answer.message)
  return answer.channel.id
}
const tokensOf = (channelId: string) => readSecret(world.em, { channelId, kind: 'tokens' }, world.keys)
const health = async (channelId: string) => (await world.desk.health([channelId])).get(channelId)

it('R11: of several workers one gets the lease, and a later one a larger fence', async () => {
  await world.connect('shop', 'A')
  const leases = await Promise.all(Array.from({ length: 6 }, (_, n) => take(`w${n}`)))
  const [first, ...others] = leases.filter((lease) => lease !== undefined)
  expect(others).toEqual([])
  if (!first) throw new Error('nobody got the lease')
  world.clock.forward(LEASE_MS + 1)
  const second = await take('later')
  expect(Number(second?.fence)).toBeGreaterThan(Number(first.fence))
  const books = (lease: typeof first) => world.em.fork().transactional((tx) => checkFence(tx, lease))
  expect(await books(first)).toBe(false)
  expect(await renewTask(world.em, first, { now: world.clock.now(), leaseMs: LEASE_MS })).toBe(false)
  await endTask(world.em, first, { now: world.clock.now(), dueAt: world.clock.now(), problem: null })
  expect(second && (await books(second))).toBe(true)
})

it('R11: leases are taken several at a time, each once, and ended together, each as it ended', async () => {
  await world.connect('shop', 'A')
  await world.connect('other shop', 'B')
  const terms = { task: 'discovery', now: world.clock.now(), leaseMs: LEASE_MS } as const
  const takes = ['one', 'two'].map((holder) => takeDueTasks(world.em.fork(), { ...terms, holder, atMost: 2 }))
  const [good, bad, ...more] = (await Promise.all(takes)).flat()
  if (!good || !bad) throw new Error('not all were taken')
  expect(more).toEqual([])
  const now = world.clock.now()
  const end = { now, dueAt: new Date(now.getTime() + DAY_MS), problem: 'an older worker' }
  await Promise.all([
    endTask(world.em, { ...bad, fence: '0' }, end),
    endTask(world.em, good, { ...end, problem: null }),
    endTask(world.em, bad, { now, dueAt: null, problem: 'it said no' }),
  ])
  const { rows } = await sql<{ id: string; problem: string | null; failures: number; due: boolean }>`
    select channel_id as id, problem, failures, due_at is not null as due from ${sql.table('channel_task')}
     where task = 'discovery' and holder is null`.execute(merchantDb(world.em))
  const ended = new Map(rows.map(({ id, ...row }) => [id, row]))
  expect(ended.get(good.channelId)).toEqual({ problem: null, failures: 0, due: true })
  expect(ended.get(bad.channelId)).toEqual({ problem: 'it said no', failures: 1, due: false })
})

it('R11, I9: of polls that end together those move their watermarks whose lease still counts', async () => {
  await world.connect('shop', 'A')
  await world.connect('other shop', 'B')
  const terms = { task: 'discovery', holder: 'one', now: world.clock.now(), leaseMs: LEASE_MS, atMost: 2 } as const
  const [good, gone] = await takeDueTasks(world.em.fork(), terms)
  if (!good || !gone) throw new Error('not all were taken')
  const now = world.clock.now()
  const at = (ms: number) => new Date(now.getTime() - ms)
  const seen = (ms: number) => ({
    walked: new Map([['created', at(ms)]]),
    proved: new Map([['taken at order', at(ms)]] as const),
    now,
  })
  const save = async (lease: typeof good, ms: number) => saveWatermarks(world.em, lease, seen(ms))
  const [first, second] = await Promise.allSettled([save(good, 5_000), save({ ...gone, fence: '0' }, 4_000)])
  expect(first.status).toBe('fulfilled')
  expect(second).toMatchObject({ reason: expect.any(LeaseLost) })
  await Promise.all([save(good, 9_000), save(gone, 3_000)])
  const marks = await readWatermarks(world.em, [good.channelId, gone.channelId])
  expect(marks.get(good.channelId)).toEqual({ 'taken at order': at(5_000) })
  expect(marks.get(gone.channelId)).toEqual({ 'taken at order': at(3_000) })
  expect(await readWalks(world.em, good.channelId)).toEqual(new Map([['created', at(5_000)]]))
})

it('calls are written down with the end of a turn, and stay counted where that fails', async () => {
  await world.connect('shop', 'A')
  const lease = await take('one')
  if (!lease) throw new Error('nobody got the lease')
  const calls = new CallCounts(world.clock)
  const schema = merchantSchema(world.em)
  const end = { now: world.clock.now(), dueAt: null, problem: null, counter: calls }
  calls.add(schema, lease.channelId)
  calls.add(schema, lease.channelId)
  await Promise.all([endTask(world.em, lease, end), endTask(world.em, { ...lease, fence: '0' }, end)])
  const { rows } = await sql<{ calls: string }>`
    select sum(calls) as calls from ${sql.table('channel_calls')} where channel_id = ${lease.channelId}`.execute(
    merchantDb(world.em),
  )
  expect(rows).toEqual([{ calls: '2' }])
  expect(calls.take(schema)).toBeNull()
  calls.add(schema, 'no channel')
  await expect(endTask(world.em, lease, end)).rejects.toThrow('bigint')
  expect(calls.take(schema)).not.toBeNull()
})

it('turns that end together end, whoever has counted calls of the same channel meanwhile', async () => {
  await world.connect('shop', 'A')
  await world.connect('other shop', 'B')
  const leases = [await take('w'), await take('w')].flatMap((lease) => lease ?? [])
  const schema = merchantSchema(world.em)
  const counters = leases.map(() => new CallCounts(world.clock))
  for (const counter of counters) counter.add(schema, leases[0]?.channelId ?? '')
  const now = world.clock.now()
  const ending = leases.flatMap((lease, n) => {
    const counter = counters[n]
    return counter ? [endTask(world.em, lease, { now, dueAt: null, problem: null, counter })] : []
  })
  await Promise.all(ending)
  for (const counter of counters) await counter.write(world.em.fork(), schema)
  const { rows } = await sql`select calls::int as calls from ${sql.table('channel_calls')}`.execute(merchantDb(world.em))
  expect(rows).toEqual([{ calls: 2 }])
  expect(await take('later')).toBeUndefined()
})

it('R11: what is booked under several leases is booked under none when one of them has gone', async () => {
  await world.connect('shop', 'A')
  await world.connect('other shop', 'B')
  const [first, second] = [await take('w'), await take('w')]
  if (!first || !second) throw new Error('no lease')
  const check = () => world.em.fork().transactional((tx) => checkGuards(tx, [first, second, first].map(leaseGuard)))
  await check()
  await endTask(world.em, second, { now: world.clock.now(), dueAt: world.clock.now(), problem: null })
  await expect(check()).rejects.toThrow(LeaseLost)
  expect(await take('later')).toMatchObject({ channelId: second.channelId })
  await expect(check()).rejects.toThrow(`discovery on channel ${second.channelId}`)
})

it('R11: a worker whose lease has gone is told, and books nothing of the page it was at', async () => {
  const channelId = await world.connect('shop', 'A')
  for (let n = 0; n < 30; n += 1) world.sandbox.market.addListing('A', { itemId: `${n}`, skuId: '1', sellable: 1 })
  const lease = await take('frozen')
  if (!lease) throw new Error('no lease')
  world.clock.forward(LEASE_MS + 1)
  expect(await take('other')).toBeDefined()
  const { connections } = world.worker()
  const connection = await connections.open(world.em, channelId, world.signal)
  if (!connection) throw new Error('no connection')
  const { em, clock, signal } = world
  const work = (held: AbortSignal) => discoverListings(connection, { em, lease, clock, signal: held })
  await expect(withLease(em, lease, { clock, signal, work })).rejects.toThrow(LeaseLost)
  expect((await world.desk.listingCounts([channelId])).size).toBe(0)
})

it('a turn speaks with the tokens that were newest when its lease was taken, and asks for nothing it knows', async () => {
  const channelId = await connectRenewable('shop', 'A')
  const { connections } = world.worker()
  const open = (version?: string) => connections.open(world.em, channelId, world.signal, version)
  const first = await take('one')
  expect(first?.authorisation).toBe('1')
  const connection = await open(first?.authorisation)
  expect(await open(first?.authorisation)).toBe(connection)
  world.clock.forward(28 * DAY_MS)
  await tendDue(world.worker(), 'tokens', world.signal)
  // Of what has changed since, the lease that was taken before knows nothing: the next one does.
  expect(await open(first?.authorisation)).toBe(connection)
  const second = await take('two')
  expect(second?.authorisation).toBe('2')
  const renewed = await open(second?.authorisation)
  expect(renewed).toMatchObject({ version: '2' })
  expect([await open(second?.authorisation), await open()]).toEqual([renewed, renewed])
})

it('discovery asked for while one is under way comes again afterwards', async () => {
  const channelId = await world.connect('shop', 'A')
  const lease = await take('w')
  await world.desk.askDiscovery('shop')
  const now = world.clock.now()
  if (lease) await endTask(world.em, lease, { now, dueAt: new Date(now.getTime() + DAY_MS), problem: null })
  expect((await world.desk.discoveries([channelId])).get(channelId)?.dueAt?.getTime()).toBeLessThanOrEqual(
    world.clock.now().getTime(),
  )
})

it('A6: a shop whose clock was set refuses one turn, and is asked for its time before the next', async () => {
  const channelId = await world.connect('shop', 'A')
  const discovery = async () => (await world.desk.discoveries([channelId])).get(channelId)
  await world.tend('discovery')
  expect(await discovery()).toMatchObject({ problem: null })
  world.sandbox.world.skewMs = 20 * 60_000
  const problems: unknown[] = []
  for (let turn = 0; turn < 2; turn += 1) {
    await world.desk.askDiscovery('shop')
    await world.tend('discovery')
    problems.push((await discovery())?.problem)
  }
  expect(problems).toEqual([expect.stringContaining('too far apart'), null])
})

it('S5: tokens are renewed once when they are due, by whichever worker; the others find them renewed', async () => {
  const channelId = await connectRenewable('shop', 'A')
  const before = await tokensOf(channelId)
  world.clock.forward(28 * DAY_MS)
  const access = (await health(channelId))?.permissions.find(({ name }) => name === 'access')
  expect(access).toMatchObject({ daysLeft: 1, noticeDays: null })
  await Promise.all(Array.from({ length: 4 }, () => tendDue(world.worker(), 'tokens', world.signal)))
  expect(await tokensOf(channelId)).toMatchObject({ accessToken: world.sandbox.tokens('A').session })
  expect(await tokensOf(channelId)).not.toEqual(before)
  const { rows } = await sql<{ version: string }>`select version from ${sql.table('channel_authorisation')}`.execute(
    merchantDb(world.em),
  )
  expect(rows).toEqual([{ version: '2' }])
  expect(await health(channelId)).toMatchObject({ state: 'valid' })
})

it('tokens that the database does not take at first are kept at the next try: the refresh token they came for works only once', async () => {
  const channelId = await connectRenewable('shop', 'A')
  world.clock.forward(28 * DAY_MS)
  const db = merchantDb(world.em)
  const blocker = world.em.fork()
  await blocker.begin()
  await sql`select from ${sql.table('channel_authorisation')} for update`.execute(merchantDb(blocker))
  const renewing = world.tend('tokens')
  const waiting = async () =>
    (
      await sql<{ pid: number }>`
        select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`.execute(
        db,
      )
    ).rows[0]?.pid
  await expect.poll(waiting, { timeout: 10_000 }).toBeDefined()
  await sql`select pg_terminate_backend(${await waiting()}::int)`.execute(db)
  await blocker.rollback()
  await renewing
  expect(await tokensOf(channelId)).toMatchObject({ accessToken: world.sandbox.tokens('A').session })
  expect(await health(channelId)).toMatchObject({ state: 'valid' })
})

it('whoever finds tokens rejected waits for who renews them, and never the other way round', async () => {
  const channelId = await connectRenewable('shop', 'A')
  await sql`insert into ${sql.table('channel_task')} (channel_id, task) values (${channelId}, 'tokens') on conflict do nothing`.execute(
    merchantDb(world.em),
  )
  const renewing = world.em.fork()
  await renewing.begin()
  const locks = async (table: string) =>
    sql`select from ${sql.table(table)} where channel_id = ${channelId} for update`.execute(merchantDb(renewing))
  await locks('channel_task')
  const rejected = tokensRejected(world.em.fork(), { channelId, version: '1', now: world.clock.now() })
  const waits = async () =>
    (
      await sql<{ waits: boolean }>`
        select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`.execute(
        merchantDb(world.em),
      )
    ).rows[0]?.waits
  await expect.poll(waits, { timeout: 10_000 }).toBe(true)
  await locks('channel_authorisation')
  await renewing.commit()
  await rejected
})

it('a token withdrawn by the seller is renewed at once where it can be, and discovery goes on by itself', async () => {
  const channelId = await connectRenewable('shop', 'A')
  world.sandbox.market.addListing('A', { itemId: '1', skuId: '1', sellable: 1 })
  world.sandbox.revokeToken('A')
  await world.tend('discovery')
  expect((await world.desk.discoveries([channelId])).get(channelId)).toMatchObject({ failures: 1, problem: expect.any(String) })
  await world.tend('tokens')
  world.clock.forward(60_000)
  await world.tend('discovery')
  expect((await world.desk.listingCounts([channelId])).get(channelId)).toMatchObject({ listed: 1 })
})

it('an authorisation that cannot be renewed has ended, with an alarm; other channels go on', async () => {
  const channelId = await connectRenewable('shop', 'A')
  await world.connect('other', 'B')
  // Someone else has renewed the shop's tokens: the refresh token we have is dead.
  world.sandbox.state.sessions.grant('A', world.clock.now())
  world.sandbox.market.addListing('B', { itemId: '2', skuId: '1', sellable: 1 })
  for (let n = 0; n < 2; n += 1) await world.tend('discovery')
  await world.tend('tokens')
  expect(await health(channelId)).toMatchObject({ state: 'ended' })
  const { rows } = await listAlarms(world.em, { first: 10, after: null, open: true })
  expect(rows.filter(({ kind }) => kind === 'authorisation_ended')).toMatchObject([{ subject: 'channel:shop' }])
  const found = await world.desk.listingCounts([channelId, String(Number(channelId) + 1)])
  expect([...found.values()]).toMatchObject([{ listed: 1 }])
})

it('a platform that is down is asked again after growing pauses, and what failed is said without a secret', async () => {
  const channelId = await world.connect('shop', 'A')
  world.sandbox.world.faults.add({ kind: 'bad gateway' })
  const pauses: number[] = []
  for (let n = 0; n < 3; n += 1) {
    await world.tend('discovery')
    const { dueAt, problem } = (await world.desk.discoveries([channelId])).get(channelId) ?? {}
    expect(problem).not.toContain(world.sandbox.tokens('A').session)
    pauses.push(Math.round(((dueAt?.getTime() ?? 0) - world.clock.now().getTime()) / 10_000) * 10)
    world.clock.forward((dueAt?.getTime() ?? 0) - world.clock.now().getTime())
  }
  expect(pauses).toEqual([30, 60, 120])
  world.sandbox.world.faults.clear()
  await world.tend('discovery')
  expect((await world.desk.discoveries([channelId])).get(channelId)).toMatchObject({ failures: 0, problem: null })
})

it('S3: master keys are changed while running; old secrets open until they are wrapped anew, and then without the old key', async () => {
  const channelId = await world.connect('shop', 'A')
  const bytes = (id: string) => {
    const key = world.keys.byId(id)
    return key ? Buffer.from(key.bytes).toString('base64') : ''
  }
  const fresh = `new:${randomBytes(32).toString('base64')}`
  const both = parseMasterKeys(`${fresh},test:${bytes('test')}`)
  const secret = (keys: typeof both) => readSecret(world.em, { channelId, kind: 'application' }, keys)
  expect(await secret(both)).toEqual({ secret: world.app.secret })
  await expect(secret(parseMasterKeys(fresh))).rejects.toThrow(SecretUnreadable)
  await rewrapAll(world.worker({ keys: both }), world.signal)
  expect(await secret(parseMasterKeys(fresh))).toEqual({ secret: world.app.secret })
  expect(await rewrapSecrets(world.em, both)).toBe(0)
})
