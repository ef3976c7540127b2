import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChannelError } from '../../../src/channels/errors.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { IntakeWorld } from '../../support/intake-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeEach(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterEach(() => world.close())

/** Turns until the lists are read through; each ends well, or says why not. */
async function recovers(shop: IntakeWorld): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    world.clock.advance(2 * MINUTE)
    await shop.pull()
    expect(await shop.missing()).toEqual([])
  }
}

describe.each(['taobao', 'jd', 'pinduoduo'] as const)('%s', (name) => {
  it('A7: down for six hours, with shoppers going on: no watermark moves, then nothing is missing', async () => {
    const shop = await IntakeWorld.opened(world, name)
    shop.trade(30)
    world.clock.advance(10 * MINUTE)
    await shop.pull()
    const before = await shop.watermarks()
    shop.sandbox.world.faults.add({ kind: 'bad gateway' })
    for (let hour = 0; hour < 6; hour += 1) {
      shop.trade(60)
      world.clock.advance(60 * MINUTE)
      await expect(shop.pull()).rejects.toBeInstanceOf(ChannelError)
    }
    expect(await shop.watermarks()).toEqual(before)
    shop.sandbox.world.faults.clear()
    await recovers(shop)
    expect((await shop.booked()).size).toBeGreaterThan(250)
    expect((await shop.watermarks()).back?.getTime()).toBeGreaterThan(before.back?.getTime() ?? 0)
  })

  it('withdraws the authorisation in the middle of a walk: what was read stays, and the rest comes once it is granted anew', async () => {
    const shop = await IntakeWorld.opened(world, name)
    shop.trade(40)
    world.clock.advance(10 * MINUTE)
    let calls = 0
    shop.onCall = () => {
      calls += 1
      if (calls === 4) shop.revoke()
    }
    await expect(shop.pull()).rejects.toMatchObject({ fault: 'token expired' })
    expect(await shop.missing()).toEqual([])
    await shop.grant()
    shop.trade(20)
    await recovers(shop)
    expect((await shop.booked()).size).toBeGreaterThan(40)
  })
})

it('A6: whatever the platform’s clock is set to, again and again, no watermark claims what is not booked', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  const skews = [5, -5, 3, 0, -2, 0]
  for (const skew of skews) {
    shop.trade(15)
    let calls = 0
    shop.onCall = () => {
      calls += 1
      if (calls === 5) shop.sandbox.world.skewMs = skew * MINUTE
    }
    await shop.pull().catch(() => undefined)
    shop.onCall = () => undefined
    expect(await shop.missing()).toEqual([])
    world.clock.advance(2 * MINUTE)
  }
  world.clock.advance(20 * MINUTE)
  await recovers(shop)
})

it('A6: whatever our own clock jumps by, no watermark claims what is not booked, and the worker goes on', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  for (const minutes of [4, 0, 90, 1, 0]) {
    shop.trade(15)
    let calls = 0
    shop.onCall = () => {
      calls += 1
      if (calls !== 4) return
      // Only ours: the shop's clock goes on as if nothing had been.
      world.clock.advance(minutes * MINUTE)
      shop.sandbox.world.skewMs -= minutes * MINUTE
    }
    await shop.pull().catch(() => undefined)
    shop.onCall = () => undefined
    expect(await shop.missing()).toEqual([])
    world.clock.advance(2 * MINUTE)
  }
  await recovers(shop)
  expect((await shop.booked()).size).toBeGreaterThan(60)
})

it('A10: with every connection to PostgreSQL ended again and again in the middle of a page, nothing is lost or twice', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  shop.trade(60)
  world.clock.advance(10 * MINUTE)
  const admin = world.merchant.orm.em.fork()
  for (let step = 1; step <= 6; step += 1) {
    let calls = 0
    let ending: Promise<unknown> = Promise.resolve()
    shop.onCall = () => {
      calls += 1
      if (calls !== step) return
      ending = sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(merchantDb(admin))
    }
    await shop.pull().catch(() => undefined)
    await ending.catch(() => undefined)
    shop.onCall = () => undefined
    expect(await shop.missing()).toEqual([])
    world.clock.advance(2 * MINUTE)
    shop.trade(3)
  }
  await recovers(shop)
  expect((await shop.booked()).size).toBeGreaterThan(60)
})

it('I14: one shop that is down keeps no other from being read', async () => {
  const [down, up] = [await IntakeWorld.opened(world, 'taobao'), await IntakeWorld.opened(world, 'pinduoduo')]
  down.sandbox.world.faults.add({ kind: 'bad gateway' })
  for (const shop of [down, up]) shop.trade(20)
  world.clock.advance(10 * MINUTE)
  await expect(down.pull()).rejects.toBeInstanceOf(ChannelError)
  await up.pull()
  expect((await up.booked()).size).toBeGreaterThan(10)
  expect(await up.missing()).toEqual([])
})
