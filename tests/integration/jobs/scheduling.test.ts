import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { channelDispatcher } from '../../../src/channels/tend-channels.ts'
import { merchantDb, sharedDb } from '../../../src/db/merchant-db.ts'
import { makeAllDue } from '../../../src/jobs/channel-task.ts'
import { findDue } from '../../../src/jobs/find-due.ts'
import { everySecond } from '../../../src/jobs/every-second.ts'
import { Housekeeper } from '../../../src/housekeeping.ts'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { createStockDesks } from '../../../src/stock/stock-desks.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { until } from '../../support/embedded-folder.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

let world: ShopWorld
const stopping: AbortController[] = []
const dispatchers: ReturnType<typeof channelDispatcher>[] = []
beforeEach(async () => {
  world = await shopWorld()
})
afterEach(async () => {
  for (const one of stopping.splice(0)) one.abort()
  await Promise.all(dispatchers.splice(0).map((one) => one.drain()))
  await world.dispose()
})

/** A worker process with its own signal. */
function worker(name: string) {
  const stop = new AbortController()
  stopping.push(stop)
  const dispatcher = channelDispatcher(world.worker({ holder: name, signal: stop.signal }))
  dispatchers.push(dispatcher)
  return dispatcher
}

const done = async (channelId: string) => (await world.desk.discoveries([channelId])).get(channelId)?.doneAt ?? null
const fenceOf = async (channelId: string) => {
  const { rows } = await sql<{ fence: string }>`
    select fence from ${sql.table('channel_task')} where channel_id = ${channelId} and task = 'discovery'`.execute(
    merchantDb(world.em.fork()),
  )
  return Number(rows[0]?.fence)
}

it('a channel that is named twice is made due once', async () => {
  const channelId = await world.connect('shop', 'A')
  const at = new Date('2020-05-20T04:00:00Z')
  await makeAllDue(world.em, { channelIds: [channelId, channelId], task: 'orders', at })
  const { rows } = await sql<{ due: boolean }>`
    select due_at = ${at}::timestamptz as due from ${sql.table('channel_task')} where channel_id = ${channelId} and task = 'orders'`.execute(
    merchantDb(world.em.fork()),
  )
  expect(rows).toEqual([{ due: true }])
})

it('what a command has made due is done without a tick when the worker is woken', async () => {
  const channelId = await world.connect('shop', 'A')
  const process = worker('w')
  process.wake(world.merchant.schema)
  await until(async () => (await done(channelId)) !== null)
  expect(await fenceOf(channelId)).toBe(1)
})

it('ticks of many processes at once, late and doubled, do each turn once', async () => {
  const channelId = await world.connect('shop', 'A')
  const processes = ['a', 'b', 'c'].map(worker)
  const tickAll = () => [...processes, ...processes].forEach((process) => process.tick())
  tickAll()
  await until(async () => (await done(channelId)) !== null)
  tickAll()
  for (const stop of stopping) stop.abort()
  await Promise.all(processes.map((process) => process.drain()))
  expect(await fenceOf(channelId)).toBe(1)
})

it('one statement finds what is due for many merchants', async () => {
  await world.connect('shop', 'A')
  const { orm, url, schema } = world.merchant
  const { clock, signal } = world
  for (const code of ['m2', 'm3', 'm4']) await createMerchant({ url, clock, signal }, { code, name: code })
  const schemas = ['m_m2', 'm_m3', 'm_m4', schema]
  const look = () => findDue(orm.em.fork(), { schemas, tasks: ['discovery', 'orders', 'tokens'], now: clock.now() })
  const statements = await statementsOf(async () => {
    expect(new Set(await look())).toEqual(new Set(['discovery', 'orders'].map((task) => ({ schema, task }))))
  })
  expect(statements).toHaveLength(1)
})

it('a tick comes every second, until the signal aborts', async () => {
  const count = () => {
    const ticks = { stop: new AbortController(), n: 0 }
    stopping.push(ticks.stop)
    everySecond(() => (ticks.n += 1), ticks.stop.signal)
    return ticks
  }
  const first = count()
  await until(() => first.n === 2)
  first.stop.abort()
  const second = count()
  await until(() => second.n === 2)
  expect(first.n).toBe(2)
})

it('housekeeping is done by one process at a time, when it is due by its row', async () => {
  const { orm } = world.merchant
  const { clock } = world
  const audited: number[] = []
  const stop = new AbortController()
  stopping.push(stop)
  const { log } = world.worker()
  const keepers = ['a', 'b', 'c'].map(
    (holder) =>
      new Housekeeper({
        orm,
        desks: createStockDesks(orm, clock),
        clock,
        log,
        signal: stop.signal,
        holder,
        onAudited: (found) => audited.push(found),
      }),
  )
  const tick = async () => {
    for (const keeper of keepers) keeper.tick()
    await Promise.all(keepers.map((keeper) => keeper.drain()))
  }
  const fences = async () => {
    const { rows } = await sql<{ task: string; fence: string }>`select task, fence from ${sql.table('house_task')}`.execute(
      sharedDb(orm.em.fork()),
    )
    return Object.fromEntries(rows.map(({ task, fence }) => [task, Number(fence)]))
  }
  await tick()
  const first = await fences()
  expect(first).toMatchObject({ tidy: 1, audit: 1, forget: 1 })
  expect(new Set(Object.values(first))).toEqual(new Set([1]))
  await tick()
  expect(await fences()).toMatchObject({ audit: 1, forget: 1 })
  expect(audited).toContain(0)
  clock.forward(600_001)
  await tick()
  expect(await fences()).toMatchObject({ audit: 2, forget: 1 })
})
