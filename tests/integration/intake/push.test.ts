import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { claimPushes } from '../../../src/intake/pushed-orders.ts'
import { takePushes } from '../../../src/intake/take-pushes.ts'
import { pushingShop, type PushingPlatform, type PushingShop } from '../../support/pushing-shop.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each()
})

async function open(platform: PushingPlatform): Promise<PushingShop> {
  const shop = await pushingShop(platform)
  undo.push(() => shop.dispose())
  return shop
}

/** A worker that listens, and has found what the shop lists; from then on it reads no list. */
async function listening(platform: PushingPlatform): Promise<PushingShop> {
  const shop = await open(platform)
  await shop.dontPoll()
  const { stop } = shop.work()
  undo.push(stop)
  await expect.poll(() => shop.mapped(), { timeout: 15_000 }).toBe(true)
  await shop.dontPoll()
  // What happens before the platform knows us is not pushed.
  const heard = async () => {
    shop.buy()
    return (await tables(shop))?.pushes ?? 0
  }
  await expect.poll(heard, { timeout: 20_000, interval: 100 }).toBeGreaterThan(0)
  return shop
}

async function tables(shop: PushingShop) {
  const { rows } = await sql<{ pushes: number; waiting: number; jobs: number }>`
    select count(*)::int as pushes, (count(*) filter (where handled_at is null))::int as waiting,
           (select count(*)::int from graphile_worker.jobs) as jobs
      from ${sql.table('channel_push')}`.execute(merchantDb(shop.world.em))
  return rows[0]
}

const push = (id: string, orderId: string) => ({ id, hint: { kind: 'order', shopId: '4001', orderId, topic: 'test' } as const })
const now = new Date('2026-11-10T00:00:00Z')

describe.each(['taobao', 'pinduoduo'] as const)('what %s pushes', (platform) => {
  it('is asked for again at once, and becomes a hold without any list being read', async () => {
    const shop = await listening(platform)
    const orderId = shop.buy(3)
    await expect.poll(() => shop.held(orderId), { timeout: 10_000, interval: 20 }).toBe(3)
    shop.sandbox.market.ship('4001', { orderId, carrier: 'SF', waybill: 'SF1' })
    await expect.poll(() => shop.state(orderId), { timeout: 10_000, interval: 20 }).toBe('shipped')
    await expect.poll(async () => (await tables(shop))?.waiting, { timeout: 10_000 }).toBe(0)
  })
})

describe('a push that was taken in', () => {
  it('W2: does nothing when it comes again, and many wait as one job', async () => {
    const shop = await open('taobao')
    const { channelId } = shop
    const pushes = [push('1', 'A'), push('2', 'A'), push('3', 'B')]
    expect(await takePushes(shop.world.em, { channelId, pushes, now })).toBe(3)
    expect(await takePushes(shop.world.em, { channelId, pushes, now })).toBe(0)
    expect(await tables(shop)).toEqual({ pushes: 3, waiting: 3, jobs: 1 })
    await expect
      .poll(() => claimPushes(shop.world.em, { channelId, most: 10, now }))
      .toMatchObject({
        pushIds: expect.toSatisfy((ids: string[]) => ids.toSorted().join() === '1,2,3'),
        orderIds: expect.toSatisfy((ids: string[]) => ids.toSorted().join() === 'A,B'),
      })
  })

  it('is looked into by one worker at a time; one that is not heard of again leaves it to the next', async () => {
    const shop = await open('taobao')
    const { channelId } = shop
    await takePushes(shop.world.em, { channelId, pushes: [push('1', 'A')], now })
    const claim = (at: Date) => claimPushes(shop.world.em.fork(), { channelId, most: 10, now: at })
    const claims = await Promise.all([claim(now), claim(now), claim(now)])
    expect(claims.flatMap(({ pushIds }) => pushIds)).toEqual(['1'])
    expect((await claim(new Date(now.getTime() + 31_000))).pushIds).toEqual(['1'])
  })

  it('W5: is only a hint: what it names and the shop does not know is nothing', async () => {
    const shop = await listening('taobao')
    await takePushes(shop.world.em, { channelId: shop.channelId, pushes: [push('9', '404404404404')], now: new Date() })
    await expect.poll(async () => (await tables(shop))?.waiting, { timeout: 10_000 }).toBe(0)
    expect(await shop.state('404404404404')).toBeUndefined()
  })

  it('is asked for by its number where no list shows it yet', async () => {
    const shop = await listening('taobao')
    shop.sandbox.world.feedLagMs = 60_000
    const orders = Array.from({ length: 15 }, () => shop.buy())
    for (const orderId of orders) await expect.poll(() => shop.held(orderId), { timeout: 15_000, interval: 50 }).toBe(1)
    await expect.poll(async () => (await tables(shop))?.waiting, { timeout: 10_000 }).toBe(0)
  })

  it('is read by one job at a time: one that begins meanwhile leaves its pushes to it, and none is forgotten', async () => {
    const shop = await listening('taobao')
    const orders: string[] = []
    for (let n = 0; n < 60; n += 1) {
      orders.push(shop.buy())
      // Each is taken in by itself, and has a job of its own.
      await takePushes(shop.world.em, {
        channelId: shop.channelId,
        pushes: [push(`alone ${n}`, orders.at(-1) ?? '')],
        now: new Date(),
      })
    }
    await expect
      .poll(async () => (await Promise.all(orders.map((id) => shop.held(id)))).every((units) => units === 1), { timeout: 20_000 })
      .toBe(true)
    await expect.poll(async () => await tables(shop), { timeout: 10_000 }).toMatchObject({ waiting: 0, jobs: 0 })
  })

  it('W4: of a storm the lists are read at once, instead of order by order', async () => {
    const shop = await listening('taobao')
    const orders = Array.from({ length: 150 }, () => shop.buy())
    const storm = orders.map((orderId, n) => push(`storm ${n}`, orderId))
    await takePushes(shop.world.em, { channelId: shop.channelId, pushes: storm, now: new Date() })
    await expect.poll(async () => (await tables(shop))?.waiting, { timeout: 20_000 }).toBe(0)
    await expect.poll(() => shop.held(orders[149] ?? ''), { timeout: 30_000 }).toBe(1)
  })
})
