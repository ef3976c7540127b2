import { sql } from 'kysely'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { alarmAuthorisations, followAuthorisations } from '../../../src/channels/authorisation-alarms.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

const DAY_MS = 86_400_000
const worlds: ShopWorld[] = []
let world: ShopWorld
beforeEach(async () => {
  world = await shopWorld()
  worlds.push(world)
})
afterAll(() => Promise.all(worlds.map((one) => one.dispose())))

interface Row {
  readonly notice: string | null
  readonly severity: string
  readonly open: boolean
}

const alarms = async (): Promise<readonly string[]> => {
  const { rows } = await sql<Row>`
    select coalesce(facts ->> 'permission' || ' ' || (facts ->> 'noticeDays'), kind) as notice, severity, settled_at is null as open
      from ${sql.table('alarm')} order by id`.execute(merchantDb(world.em.fork()))
  return rows.map(({ notice, severity, open }) => `${notice} ${severity} ${open ? 'open' : 'settled'}`)
}

/** What the job does, by several processes at once and again. */
const look = async () => {
  const { merchant, clock, signal } = world
  const once = () => alarmAuthorisations({ orm: merchant.orm, clock }, signal)
  await Promise.all([once(), once(), once()])
  await once()
}

async function authorise(days: number): Promise<void> {
  const expiresAt = new Date(world.clock.now().getTime() + days * DAY_MS)
  const by = { ...world.tokensOf('A'), expiresAt }
  const answer = await world.desk.authoriseChannel({ channel: 'shop', by, app: null, actor: 'test' })
  expect(answer.kind).toBe('authorised')
}

it('30, 7 and 1 days before tokens end that nobody renews, an alarm is raised once, and a later one replaces it', async () => {
  await world.desk.createChannel(world.createInput('shop'))
  await authorise(40)
  await look()
  expect(await alarms()).toEqual([])
  world.clock.forward(10 * DAY_MS + 1_000)
  await look()
  expect(await alarms()).toEqual(['access 30 warning open'])
  world.clock.forward(23 * DAY_MS)
  await look()
  expect(await alarms()).toEqual(['access 30 warning settled', 'access 7 warning open'])
  world.clock.forward(6 * DAY_MS)
  await look()
  expect(await alarms()).toEqual(['access 30 warning settled', 'access 7 warning settled', 'access 1 critical open'])
})

it('an alarm is settled by authorising the shop again, and comes anew before the new end', async () => {
  await world.desk.createChannel(world.createInput('shop'))
  await authorise(5)
  expect(await alarms()).toEqual(['access 7 warning open'])
  await authorise(60)
  expect(await alarms()).toEqual(['access 7 warning settled'])
  world.clock.forward(54 * DAY_MS)
  await look()
  expect(await alarms()).toEqual(['access 7 warning settled', 'access 7 warning open'])
})

it('each permission level has its own countdown; what is renewed by itself has none', async () => {
  await world.connect('shop', 'A')
  const inDays = (days: number) => new Date(world.clock.now().getTime() + days * DAY_MS)
  const levels = JSON.stringify([
    { name: 'w1', expiresAtMs: inDays(20).getTime() },
    { name: 'w2', expiresAtMs: inDays(3).getTime() },
  ])
  const refreshEnds = inDays(25)
  const set = (refreshable: boolean) =>
    sql`update ${sql.table('channel_authorisation')} set levels = ${levels}::jsonb, refreshable = ${refreshable},
      refresh_expires_at = ${refreshEnds}::timestamptz`.execute(merchantDb(world.em.fork()))
  await set(true)
  await look()
  expect(await alarms()).toEqual(['refresh 30 warning open'])
  await set(false)
  await look()
  expect(await alarms()).toEqual(['refresh 30 warning open', 'w2 7 warning open', 'w1 30 warning open'])
})

it('an authorisation that has ended stays an alarm until the shop is authorised again', async () => {
  await world.connect('shop', 'A')
  const raise = {
    kind: 'authorisation_ended',
    severity: 'critical',
    subject: 'channel:shop',
    message: '',
    facts: '{"channel":"shop"}',
  }
  await sql`update ${sql.table('channel_authorisation')} set ended_at = ${world.clock.now()}::timestamptz`.execute(
    merchantDb(world.em.fork()),
  )
  await sql`insert into ${sql.table('alarm')} (kind, severity, subject, message, facts, raised_at)
    values (${raise.kind}, ${raise.severity}, ${raise.subject}, ${raise.message}, ${raise.facts}::jsonb, ${world.clock.now()}::timestamptz)`.execute(
    merchantDb(world.em.fork()),
  )
  await look()
  expect(await alarms()).toEqual(['authorisation_ended critical open'])
  await authorise(60)
  expect(await alarms()).toEqual(['authorisation_ended critical settled'])
})

it('channels that were archived or never authorised have no countdown', async () => {
  await world.desk.createChannel(world.createInput('shop'))
  await authorise(5)
  await world.desk.moveChannel({ channel: 'shop', move: 'archive', actor: 'test' })
  await world.em.fork().transactional((tx) => followAuthorisations(tx, world.clock.now()))
  world.clock.forward(4.5 * DAY_MS)
  await look()
  expect(await alarms()).toEqual(['access 7 warning settled'])
})
