import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { LeaseLost } from '../../../src/jobs/with-lease.ts'
import { Crash, dyingTurn, type CrashPoint } from '../../support/dying-turn.ts'
import { frozenTurn } from '../../support/frozen-turn.ts'
import { joinedShop, untilSettled } from '../../support/joined-shop.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { findingsOf, readAgain, watch } from '../../support/watch-shop.ts'

let world: StockWorld

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const LEASE_MS = 60_000
const LIFETIME_MS = 600_000

/** From the ledger to the call, and from the answer to its commit. */
const points: readonly CrashPoint[] = (['intend_moves', 'seal', 'call', 'book_answers'] as const).flatMap((at) =>
  (['before', 'after'] as const).map((when) => ({ at, when })),
)
const crashes = points.flatMap((point) =>
  (['keyed', 'refusing', 'clamped'] as const).flatMap((front) =>
    ([7, 1] as const).map((wanted) => ({ ...point, front, wanted, name: `${point.when} ${point.at}` })),
  ),
)
/** From the question for a counter to what it frees. */
const settling = (['read', 'settle_readings'] as const).flatMap((at) =>
  (['before', 'after'] as const).map((when) => ({ at, when, name: `${when} ${at}` })),
)

describe('A2: a worker dies', () => {
  it.each(crashes)(
    'R11: $name, wanting $wanted of a $front shop: the next one brings it to its end',
    async ({ front, wanted, ...point }) => {
      const { sku, shop } = await joinedShop(world, front)
      await shop.want(wanted)
      await expect(shop.publish(dyingTurn(point, { desk: world.desk, connector: shop.connector }))).rejects.toThrow(Crash)
      expect(await shop.excess()).toBeLessThanOrEqual(0)
      shop.buy(1)
      world.clock.advance(LEASE_MS + 1_000)
      await untilSettled(shop)
      expect(shop.shown).toBe(await shop.quota())
      expect((await shop.commands()).filter(({ state }) => state !== 'closed')).toEqual([])
      expect(await shop.excess()).toBe(0)
      const { quota = 0, held = 0, free = 0 } = (await world.balance(sku)) ?? {}
      expect(quota + held + free).toBe(10)
    },
  )

  it.each(settling)('$name: the reading is settled once, by the next one', async (point) => {
    const { shop } = await joinedShop(world, 'refusing')
    shop.calls.fate('lost')
    await shop.want(7)
    await shop.publish()
    world.clock.advance(LIFETIME_MS + 5_000)
    // The counter is read in one turn, and settles in a later one, once its orders are booked.
    if (point.at === 'settle_readings') {
      await shop.publish()
      await shop.catchUp()
    }
    await expect(shop.publish(dyingTurn(point, { desk: world.desk, connector: shop.connector }))).rejects.toThrow(Crash)
    expect(await shop.excess()).toBeLessThanOrEqual(0)
    world.clock.advance(LEASE_MS + 1_000)
    await shop.want(null)
    await shop.publish()
    await shop.catchUp()
    await shop.publish()
    expect(await shop.quota()).toBe(4)
    expect(await shop.excess()).toBe(0)
    expect((await shop.commands()).filter(({ state }) => state !== 'closed')).toEqual([])
  })

  it.each(['before', 'after'] as const)('%s cover_units: what a hand put on sale is booked once', async (when) => {
    const { shop } = await joinedShop(world, 'refusing')
    await shop.want(4)
    await readAgain(shop)
    shop.row.sellable += 5
    world.clock.advance(600_000)
    await shop.catchUp()
    await watch(shop)
    await shop.catchUp()
    const dying = dyingTurn({ at: 'cover_units', when }, { desk: world.desk, connector: shop.connector })
    await expect(shop.publish(dying)).rejects.toThrow(Crash)
    world.clock.advance(LEASE_MS + 1_000)
    await shop.publish()
    expect(await findingsOf(shop)).toMatchObject([{ kind: 'raised', units: 5, above: 5 }])
    expect(await shop.excess()).toBeLessThanOrEqual(0)
    await readAgain(shop)
    expect(await shop.excess()).toBe(0)
    expect(await world.differences()).toEqual([])
  })

  it.each(['before', 'after'] as const)('%s charge_quotas: what the platform oversold is charged once', async (when) => {
    const { sku, shop } = await joinedShop(world, 'refusing')
    shop.row.sellable += 2
    shop.buy(6)
    await shop.catchUp()
    await shop.publish()
    await shop.catchUp()
    const dying = dyingTurn({ at: 'charge_quotas', when }, { desk: world.desk, connector: shop.connector })
    await expect(shop.publish(dying)).rejects.toThrow(Crash)
    world.clock.advance(LEASE_MS + 1_000)
    await shop.publish()
    expect(await world.balance(sku)).toMatchObject({ quota: 0, held: 6, free: 4, deficit: 0 })
    expect(await world.differences()).toEqual([])
  })
})

describe('A3: a worker is frozen beyond its lease with its request built', () => {
  it.each([7, 1])('R11, N20: it books nothing, and what its request did is counted: wanting %d', async (wanted) => {
    const { shop } = await joinedShop(world, 'refusing')
    await shop.want(wanted)
    const frozen = await frozenTurn(shop)
    world.clock.advance(LEASE_MS + 1_000)
    await shop.publish()
    expect((await shop.commands()).map(({ state }) => state)).toEqual(['unknown'])
    expect(await frozen.thaw()).toBeInstanceOf(LeaseLost)
    expect(shop.shown).toBe(wanted)
    expect((await shop.commands()).map(({ state }) => state)).toEqual(['unknown'])
    expect(await shop.quota()).toBe(Math.max(4, wanted))
    expect(await shop.excess()).toBeLessThanOrEqual(0)
    await untilSettled(shop)
    expect(await shop.quota()).toBe(wanted)
  })

  it('N20: thawed after its request has died, the platform refuses it', async () => {
    const { shop } = await joinedShop(world, 'refusing')
    await shop.want(7)
    const frozen = await frozenTurn(shop)
    await shop.want(null)
    world.clock.advance(LIFETIME_MS + 5_000)
    await shop.catchUp()
    await shop.publish()
    await shop.catchUp()
    await shop.publish()
    expect(await shop.quota()).toBe(4)
    expect(await frozen.thaw()).toBeInstanceOf(LeaseLost)
    expect(shop.shown).toBe(4)
    expect(await shop.excess()).toBe(0)
  })
})

it('I5: the database keeps a listing from having two open commands', async () => {
  const { shop } = await joinedShop(world, 'refusing')
  shop.calls.fate('lost')
  await shop.want(7)
  await shop.publish()
  const second = sql`
    insert into ${sql.table('stock_command')} (id, listing_id, pool_id, kind, units, platform_key, state, fence, created_at)
    select gen_random_uuid(), listing_id, pool_id, 'lower', 1, 'another', 'open', fence, created_at
      from ${sql.table('stock_command')} where listing_id = ${shop.listingId}`.execute(merchantDb(world.em))
  await expect(second).rejects.toThrow('stock_command_one_open')
})
