import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPlatforms } from '../../../connectors/platforms.ts'
import { moveShopChannel } from '../../../src/channels/move-channel.ts'
import { keepFacts } from '../../../src/listings/keep-facts.ts'
import { bookOrders } from '../../../src/orders/book-orders.ts'
import { chargeQuotas } from '../../../src/publishing/charge-quotas.ts'
import { LedgerCursor, planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { toldOrder } from '../../support/order-shop.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let planner: pg.Client
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  planner = new pg.Client({ connectionString: world.merchant.url })
  await planner.connect()
})
// A test that failed leaves no locks to the others.
afterEach(() => planner.query('rollback'))
afterAll(async () => {
  await planner.end()
  await world.close()
})

async function shops(name: string): Promise<readonly [PublishShop, PublishShop]> {
  await world.stocked(name, 'W1', 10)
  await world.recipe(`R${name}`, { [name]: 1 })
  const first = await new PublishShop(world, `${name}-1`, 'keyed').open({ recipe: `R${name}`, shown: 3, state: 'joining' })
  const later = await new PublishShop(world, `${name}-2`, 'keyed').open({ recipe: `R${name}`, shown: 3, state: 'joining' })
  for (const shop of [first, later]) await shop.join()
  return [first, later]
}

function lock({ listingId }: PublishShop) {
  return planner.query(`select from ${world.merchant.schema}.listing_publishing where listing_id = $1 for update nowait`, [
    listingId,
  ])
}

async function lockWaiters(): Promise<number> {
  const { rows } = await planner.query<{ n: number }>(
    `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.n ?? 0
}

describe('whoever plans quotas locks the listings in order of id, and so does', () => {
  it('a batch that publishes one listing and books the order of another', async () => {
    const [first, later] = await shops('batch')
    const lease = await later.lease('publish')
    await planner.query('begin')
    await lock(first)
    const order = toldOrder({
      orderId: 'batch-order',
      lines: [{ listing: await keyOf(first), units: 1 }],
    })
    const orders = { channel: first.code, pool: null, sinceMs: 0, lease: null, orders: [order] }
    const listings = [{ listingId: later.listingId, takesAt: 'order' as const, mayBeOff: false }]
    const answers = Promise.all([
      world.do(chargeQuotas, { lease, listings, platformMs: world.nowMs }),
      world.do(bookOrders, orders),
    ])
    await expect.poll(lockWaiters).toBe(1)
    // Where somebody who waits for the first one holds this one, each would wait for the other.
    const free = await lock(later).then(
      () => true,
      () => false,
    )
    await planner.query('commit')
    expect(free).toBe(true)
    expect(await answers).toMatchObject([{ kind: 'charged' }, { kind: 'booked', changed: 1 }])
  })
})

describe('whoever works for a shop locks its task, then the channel, then its listings, and so does', () => {
  it.each(['join', 'pause'] as const)('whoever has the channel %s', async (move) => {
    const [, shop] = await shops(`move-${move}`)
    const from = move === 'join' ? 'shadow' : 'live'
    await planner.query(`update ${world.merchant.schema}.channel set state = $2, shop_id = $1, app_key = 'k' where id = $1`, [
      shop.channelId,
      from,
    ])
    const tools = { em: world.em, clock: world.clock, keys: undefined, platforms: createPlatforms({ clock: world.clock }) }
    const moved = await whileTaskHeld(shop, () => moveShopChannel(tools, { channel: shop.code, move, actor: 'test' }))
    expect(moved).toMatchObject({ kind: 'moved' })
  })

  it('whoever has found something out about a listing', async () => {
    const [shop] = await shops('facts')
    const listing = { id: shop.listingId, channelId: shop.channelId }
    const evidence = [{ fact: 'repeatedKey', concluded: 'applied once', observed: ['once'] }]
    const found = { listing, facts: { repeatedKey: 'applied once' as const }, evidence, open: null, now: world.clock.now() }
    const keeping = whileTaskHeld(shop, () => world.em.transactional((tx) => keepFacts(tx, found)))
    await expect(keeping).resolves.toBeUndefined()
  })

  it('whoever reckons what is wanted of it, and says with that that it is due', async () => {
    const [shop] = await shops('wanted')
    const planning = { em: world.em, clock: world.clock, signal: AbortSignal.timeout(60_000) }
    const goods = await new LedgerCursor(world.nowMs - 600_000).changed(planning, 'all')
    const done = await whileTaskHeld(shop, () => planQuotas(planning, goods))
    expect(done.channels).toContain(shop.channelId)
    const { rows } = await planner.query<{ due: boolean }>(
      `select due_at is not null as due from ${world.merchant.schema}.channel_task where channel_id = $1 and task = 'publish'`,
      [shop.channelId],
    )
    expect(rows).toEqual([{ due: true }])
  })
})

/** While the publisher has the fence of its task, does something that waits for it; what the publisher locks next must be free. */
async function whileTaskHeld<T>(shop: PublishShop, work: () => Promise<T>): Promise<T> {
  const { schema } = world.merchant
  await planner.query('begin')
  await planner.query(`select from ${schema}.channel_task where channel_id = $1 and task = 'publish' for share`, [shop.channelId])
  const working = work()
  await expect.poll(lockWaiters).toBe(1)
  const free = await planner
    .query(`select from ${schema}.channel where id = $1 for share nowait`, [shop.channelId])
    .then(() => lock(shop))
    .then(
      () => true,
      () => false,
    )
  await planner.query('commit')
  expect(free).toBe(true)
  return working
}

async function keyOf({ listingId }: PublishShop): Promise<string> {
  const { rows } = await planner.query<{ key: string }>(
    `select external_id as key from ${world.merchant.schema}.listing where id = $1`,
    [listingId],
  )
  return rows[0]?.key ?? ''
}
