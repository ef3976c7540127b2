import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookOrders } from '../../../src/orders/book-orders.ts'
import { chargeQuotas } from '../../../src/publishing/charge-quotas.ts'
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
  return planner.query(`select from ${world.merchant.schema}.listing_publishing where listing_id = $1 for update nowait`, [listingId])
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
    const listings = [{ listingId: later.listingId, takesAt: 'order' as const }]
    const answers = Promise.all([
      world.do(chargeQuotas, { lease, listings, platformMs: world.nowMs }),
      world.do(bookOrders, orders),
    ])
    await expect.poll(lockWaiters).toBe(1)
    // Where somebody who waits for the first one holds this one, each would wait for the other.
    const free = await lock(later).then(() => true, () => false)
    await planner.query('commit')
    expect(free).toBe(true)
    expect(await answers).toMatchObject([{ kind: 'charged' }, { kind: 'booked', changed: 1 }])
  })
})

async function keyOf({ listingId }: PublishShop): Promise<string> {
  const { rows } = await planner.query<{ key: string }>(
    `select external_id as key from ${world.merchant.schema}.listing where id = $1`,
    [listingId],
  )
  return rows[0]?.key ?? ''
}
