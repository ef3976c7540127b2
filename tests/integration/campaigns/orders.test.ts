import { sql } from 'kysely'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { Campaigns, type WishedCampaign } from '../../support/campaigns.ts'
import { OrderShop, toldOrder, type WishedOrder } from '../../support/order-shop.ts'
import { MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let shop: OrderShop
let campaigns: Campaigns
let sku: string
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())
beforeEach(() => fresh())

/** A shop with one listing `a` that has joined with 6, and 14 units free beside it. */
async function fresh(quota = 6): Promise<void> {
  made += 1
  sku = `cup${made}`
  await world.stocked(sku, 'W1', 20)
  shop = await OrderShop.open(world, `shop${made}`)
  await shop.listing('a', { [sku]: 1 })
  await shop.join('a', quota)
  campaigns = new Campaigns(world, shop.code)
}

function running(wish: Partial<WishedCampaign> = {}): Promise<string> {
  const lines = [{ recipe: `${shop.code}/a`, units: 10 }]
  return campaigns.granted({ startsAtMs: world.nowMs, endsAtMs: world.nowMs + 60 * MINUTE, lines, ...wish })
}

function sale(orderId: string, units: number, more: Partial<WishedOrder> = {}): WishedOrder {
  return { orderId, createdAtMs: world.nowMs, lines: [{ listing: 'a', units, ...more.lines?.[0] }], ...more }
}

/** Puts so many of what is kept on sale, as a raise does it. */
async function published(code: string, units: number): Promise<void> {
  await sql`
    with line as (
      select l.id as line_id, k.pool_id, k.sku_id from ${sql.table('campaign')} c
        join ${sql.table('campaign_line')} l on l.campaign_id = c.id
        join ${sql.table('lock_line')} k on k.campaign_line_id = l.id where c.code = ${code}),
    kept as (
      update ${sql.table('lock_line')} k set kept = kept - ${units}::bigint, published = published + ${units}::bigint
        from line where k.campaign_line_id = line.line_id),
    share as (
      insert into ${sql.table('lock_share')} (campaign_line_id, listing_id, pool_id, published)
      select line.line_id, q.listing_id, q.pool_id, ${units}::bigint from line, ${sql.table('listing_quota')} q
        join ${sql.table('listing')} l on l.id = q.listing_id join ${sql.table('channel')} c on c.id = l.channel_id
       where c.code = ${shop.code}),
    quota as (
      update ${sql.table('listing_quota')} q set quota = quota + ${units}::bigint
        from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
       where l.id = q.listing_id and c.code = ${shop.code}),
    balance as (
      update ${sql.table('pool_balance')} b set lock_kept = lock_kept - ${units}::bigint, quota = quota + ${units}::bigint
        from line where b.sku_id = line.sku_id and b.pool_id = line.pool_id)
    insert into ${sql.table('ledger')} (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
    select pool_id, sku_id, 'lock', 'quota', ${units}::bigint, 'raise', 'test', 'test', '2026-11-11', '2026-11-11' from line`.execute(
    merchantDb(world.em),
  )
}

describe('an order in the window', () => {
  it('takes published units first; what the own quota gave instead is let go of for it', async () => {
    const code = await running()
    await published(code, 4)
    await shop.tell(sale('1', 3))
    expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 6, published: 1, spent: 3 })
    await shop.tell(sale('2', 3))
    expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 4, published: 0, spent: 6 })
    expect(await world.balance(sku)).toMatchObject({ held: 6, quota: 4, lockKept: 4, free: 6 })
  })

  it('told twice, or further on, spends once', async () => {
    const code = await running()
    for (const state of ['created', 'paid', 'paid', 'shipped'] as const) await shop.tell(sale('1', 3, { state }))
    expect(await campaigns.line(code)).toMatchObject({ spent: 3, kept: 7 })
  })

  it('beyond what was promised is an order like any other', async () => {
    const code = await running({ lines: [{ recipe: `${shop.code}/a`, units: 2 }] })
    await shop.tell(sale('1', 5))
    expect(await campaigns.line(code)).toEqual({ granted: 2, kept: 0, published: 0, spent: 2 })
  })

  it('that its platform marks for another activity spends that one', async () => {
    const plain = await running()
    const marked = await running({ activityId: 'act-1', lines: [{ recipe: `${shop.code}/a`, units: 3 }] })
    await shop.tell(sale('1', 1, { lines: [{ listing: 'a', units: 1, campaigns: ['act-1'] }] }))
    expect([(await campaigns.line(plain)).spent, (await campaigns.line(marked)).spent]).toEqual([0, 1])
  })

  it('of two campaigns on one listing spends the one that ends first', async () => {
    const long = await running({ lines: [{ recipe: `${shop.code}/a`, units: 5 }] })
    const short = await running({ endsAtMs: world.nowMs + 5 * MINUTE, lines: [{ recipe: `${shop.code}/a`, units: 5 }] })
    await shop.tell(sale('1', 2))
    expect([(await campaigns.line(long)).spent, (await campaigns.line(short)).spent]).toEqual([0, 2])
    world.clock.advance(5 * MINUTE)
    await shop.tell(sale('2', 1))
    expect([(await campaigns.line(long)).spent, (await campaigns.line(short)).spent]).toEqual([1, 2])
  })
})

describe('orders of two campaigns of which the first has sold out', () => {
  it('I13: leave both with the same, in whatever order they are told: the other keeps what it was promised', async () => {
    const stands: unknown[] = []
    for (const turned of [false, true]) {
      await fresh()
      const long = await running({ lines: [{ recipe: `${shop.code}/a`, units: 5 }] })
      const short = await running({ endsAtMs: world.nowMs + 5 * MINUTE, lines: [{ recipe: `${shop.code}/a`, units: 2 }] })
      const told = [sale('1', 2), sale('2', 3)]
      for (const order of turned ? told.toReversed() : told) await shop.tell(order)
      stands.push([await campaigns.line(long), (await campaigns.line(short)).spent])
    }
    expect(stands[1]).toEqual(stands[0])
    expect(stands[0]).toEqual([{ granted: 5, kept: 5, published: 0, spent: 0 }, 2])
  })
})

describe('an order at the full price, before the window', () => {
  it('takes the own quota; what it eats of published units is made up out of what is free', async () => {
    const code = await campaigns.granted({ lines: [{ recipe: `${shop.code}/a`, units: 10 }] })
    await published(code, 2)
    await shop.tell(sale('1', 7))
    expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 9, published: 1, spent: 0 })
    expect(await world.balance(sku)).toMatchObject({ held: 7, quota: 1, lockKept: 9, free: 3 })
  })
})

describe('an order below zero', () => {
  it('R6: keeps what is kept for it until a cancellation has explained it', async () => {
    await fresh(0)
    const code = await running()
    await shop.tell(sale('1', 1))
    expect(await world.balance(sku)).toMatchObject({ held: 1, quota: -1, lockKept: 10 })
    await shop.tell(sale('0', 1, { createdAtMs: world.nowMs - MINUTE, state: 'cancelled' }))
    expect(await campaigns.line(code)).toMatchObject({ kept: 10, spent: 0 })
    await shop.tell(sale('2', 2, { createdAtMs: world.nowMs - MINUTE }))
    await shop.tell(sale('2', 2, { createdAtMs: world.nowMs - MINUTE, state: 'cancelled' }))
    expect(await campaigns.line(code)).toMatchObject({ kept: 10, spent: 0 })
  })
})

describe('a cancelled order', () => {
  it('goes back to the campaign, or to the pool, as the campaign says', async () => {
    const back = await running()
    await shop.tell(sale('1', 3))
    await shop.tell(sale('1', 3, { state: 'cancelled', modifiedAtMs: world.nowMs + 1 }))
    expect(await campaigns.line(back)).toEqual({ granted: 10, kept: 7, published: 3, spent: 0 })
    await fresh()
    const pool = await running({ returnsTo: 'pool' })
    await shop.tell(sale('1', 3))
    await shop.tell(sale('1', 3, { state: 'cancelled', modifiedAtMs: world.nowMs + 1 }))
    expect(await campaigns.line(pool)).toEqual({ granted: 7, kept: 7, published: 0, spent: 0 })
  })

  it('that its shop does not put on sale again is kept again', async () => {
    const code = await running()
    const lines = [{ listing: 'a', units: 3, restores: false }]
    await shop.tell(sale('1', 3, { lines }))
    await shop.tell(sale('1', 3, { lines, state: 'cancelled', modifiedAtMs: world.nowMs + 1 }))
    expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 10, published: 0, spent: 0 })
    expect(await world.balance(sku)).toMatchObject({ held: 0, quota: 3, lockKept: 10, free: 7 })
  })

  it('after the end is nobody’s campaign any more', async () => {
    const code = await running()
    await shop.tell(sale('1', 3))
    world.clock.advance(60 * MINUTE)
    await shop.tell(sale('1', 3, { createdAtMs: world.nowMs - 60 * MINUTE, state: 'cancelled', modifiedAtMs: world.nowMs }))
    expect(await campaigns.line(code)).toMatchObject({ kept: 0, spent: 0 })
    expect(await world.balance(sku)).toMatchObject({ held: 0, lockKept: 0, quota: 6, free: 14 })
  })
})

it('I13: the same orders in any order, with repeats, leave a campaign with the same', async () => {
  const orders = fc.array(
    fc.record({ units: fc.integer({ min: 1, max: 3 }), inside: fc.boolean(), cancelled: fc.boolean(), restores: fc.boolean() }),
    { minLength: 1, maxLength: 4 },
  )
  const feed = orders.chain((all) => {
    const tellings = all.flatMap((one, n) => {
      const states = one.cancelled ? (['paid', 'cancelled'] as const) : (['created', 'paid'] as const)
      return states.map((state) => ({ ...one, n, state }))
    })
    const many = [...tellings, ...tellings]
    return fc.record({
      tellings: fc.constant(tellings),
      shuffled: fc.shuffledSubarray(many, { minLength: many.length, maxLength: many.length }),
    })
  })
  const tell = async (
    told: readonly { n: number; units: number; inside: boolean; restores: boolean; state: 'created' | 'paid' | 'cancelled' }[],
  ) => {
    await fresh(2)
    const code = await running({ lines: [{ recipe: `${shop.code}/a`, units: 8 }] })
    const createdAtMs = world.nowMs
    for (const { n, units, inside, restores, state } of told) {
      const order = { orderId: `${n}`, state, createdAtMs: inside ? createdAtMs : createdAtMs - MINUTE }
      const modifiedAtMs = createdAtMs + ['created', 'paid', 'cancelled'].indexOf(state)
      await shop.book([toldOrder({ ...order, modifiedAtMs, lines: [{ listing: 'a', units, restores }] })])
    }
    const { held, quota, deficit, free = 0, lockKept = 0 } = (await world.balance(sku)) ?? {}
    // Whose order was the one that went below zero is told by the charge alone: until then its units are kept, not free.
    return { sold: await campaigns.sold(code), held, quota, deficit, ours: free + lockKept }
  }
  await fc.assert(
    fc.asyncProperty(feed, async ({ tellings, shuffled }) => {
      expect(await tell(shuffled)).toEqual(await tell(tellings))
      expect(await world.differences()).toEqual([])
    }),
    // Always run to their end: one that is cut off would go on beside the next test, on the same shop.
    { numRuns: 3 },
  )
})

it('a shop that has not joined spends what is kept: its orders come out of the pool', async () => {
  made += 1
  sku = `cup${made}`
  await world.stocked(sku, 'W1', 10)
  shop = await OrderShop.open(world, `shop${made}`)
  await shop.listing('a', { [sku]: 1 })
  campaigns = new Campaigns(world, shop.code)
  const code = await running()
  await shop.tell(sale('1', 4))
  expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 6, published: 0, spent: 4 })
  expect(await world.balance(sku)).toMatchObject({ held: 4, lockKept: 6, free: 0, deficit: 0 })
  expect(await world.openAlarms(`sku:${sku}`)).toEqual([])
  yes(await campaigns.end(code))
})
