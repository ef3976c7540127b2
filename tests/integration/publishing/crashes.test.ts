import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { LeaseLost } from '../../../src/jobs/with-lease.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { PublishShop, type FrontName } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const LEASE_MS = 60_000
const LIFETIME_MS = 600_000

async function joined(front: FrontName): Promise<{ sku: string; shop: PublishShop }> {
  made += 1
  const sku = `K${made}`
  await world.stocked(sku, 'W1', 10)
  await world.recipe(`RK${made}`, { [sku]: 1 })
  const shop = await new PublishShop(world, `k${made}`, front).open({ recipe: `RK${made}`, shown: 4, state: 'joining' })
  await shop.join()
  return { sku, shop }
}

async function untilSettled(shop: PublishShop): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    world.clock.advance(LIFETIME_MS / 2 + 5_000)
    await shop.catchUp()
    await shop.publish()
    expect(await shop.excess()).toBeLessThanOrEqual(0)
  }
}

class Crash extends Error {}

/** The desk of a process that dies when it comes to an operation: before it is decided, or before its answer is heard. */
function dyingDesk(at: { readonly operation: string; readonly when: 'before' | 'after' }): StockDesk {
  const { desk } = world
  return {
    async do(operation, args, asking) {
      if (operation.name === at.operation && at.when === 'before') throw new Crash()
      const answer = await desk.do(operation, args, asking)
      if (operation.name === at.operation) throw new Crash()
      return answer
    },
    get waiting() {
      return desk.waiting
    },
  }
}

const points = [
  { operation: 'intend_moves', when: 'before' },
  { operation: 'intend_moves', when: 'after' },
  { operation: 'book_answers', when: 'before' },
  { operation: 'book_answers', when: 'after' },
] as const
const crashes = points.flatMap((point) =>
  (['keyed', 'refusing', 'clamped'] as const).flatMap((front) =>
    ([7, 1] as const).map((wanted) => ({ ...point, front, wanted, name: `${point.when} ${point.operation}` })),
  ),
)

describe('A2: a worker dies', () => {
  it.each(crashes)(
    'R11: $name, wanting $wanted of a $front shop: the next one brings it to its end',
    async ({ front, wanted, ...point }) => {
      const { sku, shop } = await joined(front)
      await shop.want(wanted)
      await expect(shop.publish({ desk: dyingDesk(point) })).rejects.toThrow(Crash)
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

  it('while it settles: the reading is settled once', async () => {
    const { shop } = await joined('refusing')
    shop.fate('lost')
    await shop.want(7)
    await shop.publish()
    world.clock.advance(LIFETIME_MS + 5_000)
    await shop.publish()
    await shop.catchUp()
    await expect(shop.publish({ desk: dyingDesk({ operation: 'settle_readings', when: 'after' }) })).rejects.toThrow(Crash)
    world.clock.advance(LEASE_MS + 1_000)
    await shop.want(null)
    await shop.publish()
    expect(await shop.quota()).toBe(4)
    expect(await shop.excess()).toBe(0)
  })
})

describe('A3: a worker is frozen beyond its lease with its request built', () => {
  it.each([7, 1])('R11, N20: it books nothing, and what its request did is counted: wanting %d', async (wanted) => {
    const { shop } = await joined('refusing')
    await shop.want(wanted)
    const thaw = Promise.withResolvers<void>()
    const built = Promise.withResolvers<void>()
    shop.freeze = thaw.promise
    shop.onStockCall = () => built.resolve()
    const frozen = shop.publish().catch((error: unknown) => error)
    await built.promise
    world.clock.advance(LEASE_MS + 1_000)
    shop.freeze = null
    await shop.publish()
    expect((await shop.commands()).map(({ state }) => state)).toEqual(['unknown'])
    thaw.resolve()
    expect(await frozen).toBeInstanceOf(LeaseLost)
    expect(shop.shown).toBe(wanted)
    expect((await shop.commands()).map(({ state }) => state)).toEqual(['unknown'])
    expect(await shop.quota()).toBe(Math.max(4, wanted))
    expect(await shop.excess()).toBeLessThanOrEqual(0)
    await untilSettled(shop)
    expect(await shop.quota()).toBe(wanted)
  })

  it('N20: thawed after its request has died, the platform refuses it', async () => {
    const { shop } = await joined('refusing')
    await shop.want(7)
    const thaw = Promise.withResolvers<void>()
    const built = Promise.withResolvers<void>()
    shop.freeze = thaw.promise
    shop.onStockCall = () => built.resolve()
    const frozen = shop.publish().catch((error: unknown) => error)
    await built.promise
    shop.freeze = null
    await shop.want(null)
    world.clock.advance(LIFETIME_MS + 5_000)
    await shop.catchUp()
    await shop.publish()
    await shop.catchUp()
    await shop.publish()
    expect(await shop.quota()).toBe(4)
    thaw.resolve()
    expect(await frozen).toBeInstanceOf(LeaseLost)
    expect(shop.shown).toBe(4)
    expect(await shop.excess()).toBe(0)
  })
})

it('I5: the database keeps a listing from having two open commands', async () => {
  const { shop } = await joined('refusing')
  shop.fate('lost')
  await shop.want(7)
  await shop.publish()
  const second = sql`
    insert into ${sql.table('stock_command')} (id, listing_id, pool_id, kind, units, platform_key, state, fence, created_at)
    select gen_random_uuid(), listing_id, pool_id, 'lower', 1, 'another', 'open', fence, created_at
      from ${sql.table('stock_command')} where listing_id = ${shop.listingId}`.execute(merchantDb(world.em))
  await expect(second).rejects.toThrow('stock_command_one_open')
})
