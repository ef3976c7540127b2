import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { LeaseLost } from '../../../src/jobs/with-lease.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { IntakeWorld } from '../../support/intake-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeEach(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterEach(() => world.close())

async function heldUnits(): Promise<number> {
  const { rows } = await sql<{ held: string }>`select coalesce(sum(held), 0) as held from ${sql.table('pool_balance')}`.execute(
    merchantDb(world.em),
  )
  return Number(rows[0]?.held)
}

/** Units of booked lines that are neither called off nor gone. */
async function openUnits(shop: IntakeWorld): Promise<number> {
  const lines = [...(await shop.booked()).values()].filter(({ leaf }) => leaf).flatMap((order) => order.lines)
  return lines.filter(({ state }) => state === 'created' || state === 'paid').reduce((sum, { units }) => sum + units, 0)
}

describe.each(['taobao', 'jd', 'pinduoduo'] as const)('the orders of a shop on %s', (name) => {
  it('I15, R8: at every advance of a watermark all up to it is booked, while orders change at every call', async () => {
    const shop = await IntakeWorld.opened(world, name)
    shop.sandbox.world.feedLagMs = 5_000
    shop.trade(200)
    shop.onCall = () => shop.shop()
    const seen: number[] = []
    for (let turn = 0; turn < 6; turn += 1) {
      await shop.pull()
      expect(await shop.missing()).toEqual([])
      seen.push(...Object.values(await shop.watermarks()).map((through) => through.getTime()))
      world.clock.advance(turn % 2 === 0 ? 5 * MINUTE : 20_000)
    }
    expect(new Set(seen).size).toBeGreaterThan(2)
    expect((await shop.booked()).size).toBeGreaterThan(150)
    expect(await heldUnits()).toBe(await openUnits(shop))
  })

  it('newest orders that fill several pages are held in one turn, before their window is settled', async () => {
    const shop = await IntakeWorld.opened(world, name)
    const [row] = shop.rows
    for (let n = 0; n < 250; n += 1) {
      shop.sandbox.market.place('A', { lines: [{ listingId: row?.id ?? '', units: 1 }] })
      world.clock.advance(20)
    }
    world.clock.advance(5_000)
    await shop.pull()
    expect((await shop.booked()).size).toBe(250)
    expect(await heldUnits()).toBe(250)
  })

  it('I15: of two thousand orders that change under the walk none is missed', async () => {
    const shop = await IntakeWorld.opened(world, name)
    shop.trade(2_000)
    shop.onCall = () => shop.shop()
    for (let turn = 0; turn < 4; turn += 1) {
      await shop.pull()
      expect(await shop.missing()).toEqual([])
      world.clock.advance(5 * MINUTE)
    }
    expect((await shop.booked()).size).toBeGreaterThan(1_300)
    expect(await heldUnits()).toBe(await openUnits(shop))
  })

  it('A2, A3: a worker that dies at any step of a page is taken over from, and nothing is lost or booked twice', async () => {
    const shop = await IntakeWorld.opened(world, name)
    shop.trade(60)
    world.clock.advance(10 * MINUTE)
    for (let step = 1; step <= 12; step += 1) {
      const worker = new AbortController()
      let left = step
      const dieInTime = () => {
        left -= 1
        if (left === 0) worker.abort(new Error('killed'))
      }
      shop.onCall = dieInTime
      await shop.pull({ desk: dying(dieInTime, worker.signal), signal: worker.signal }).catch(() => undefined)
      expect(await shop.missing()).toEqual([])
      world.clock.advance(2 * MINUTE)
      shop.onCall = () => undefined
      shop.trade(3)
    }
    world.clock.advance(10 * MINUTE)
    await shop.pull()
    expect(await shop.missing()).toEqual([])
    expect((await shop.booked()).size).toBeGreaterThan(50)
    expect(await heldUnits()).toBe(await openUnits(shop))
  })
})

/** A desk that dies before it is asked, or after it has booked and before it can say so. */
function dying(step: () => void, signal: AbortSignal): StockDesk {
  return {
    waiting: 0,
    async do(operation, args, asking) {
      step()
      signal.throwIfAborted()
      const answer = await world.desk.do(operation, args, asking)
      step()
      signal.throwIfAborted()
      return answer
    },
  }
}

it('R11, A3: a worker frozen beyond its lease books nothing, and moves no watermark', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  shop.trade(20)
  world.clock.advance(10 * MINUTE)
  const before = await shop.watermarks()
  const frozen = await shop.lease()
  world.clock.advance(2 * MINUTE)
  const next = await shop.lease()
  await expect(shop.pull({ lease: frozen })).rejects.toBeInstanceOf(LeaseLost)
  expect((await shop.booked()).size).toBe(0)
  expect(await shop.watermarks()).toEqual(before)
  await shop.pull({ lease: next })
  expect((await shop.booked()).size).toBe(20)
})

it('A6: a clock that is set while orders are read proves nothing', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  shop.trade(20)
  world.clock.advance(10 * MINUTE)
  let calls = 0
  shop.onCall = () => {
    calls += 1
    if (calls === 3) shop.sandbox.world.skewMs = -5 * MINUTE
  }
  await shop.pull().catch(() => undefined)
  shop.trade(20)
  expect(await shop.missing()).toEqual([])
})
