import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineRecipe } from '../../../src/catalogue/define-recipe.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { postQuota } from '../../../src/publishing/post-quota.ts'
import { tendVersions } from '../../../src/publishing/tend-versions.ts'
import { takeByFact } from '../../../src/domain/flows.ts'
import type { Book } from '../../../src/stock/engine/book.ts'
import type { Scene } from '../../../src/stock/engine/operation.ts'
import { brokenDesk } from '../../support/broken-desk.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
const { signal } = new AbortController()

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.pool('east')
  await world.location('E1', { pool: 'east' })
})
afterAll(() => world.close())

describe('a recipe that changes while its listing has quota', () => {
  it('N25: is granted once the quota can claim the larger of both, what is missing lowered first, and the old version is closed when its orders are booked', async () => {
    await world.stocked('cup', 'W1', 10)
    await world.recipe('set', { cup: 1 })
    const shop = await new PublishShop(world, 'n25', 'refusing').open({ recipe: 'set', shown: 8, state: 'joining' })
    await shop.join()
    expect(await world.balance('cup')).toMatchObject({ quota: 8, free: 2 })
    const effectiveAt = new Date(world.nowMs + 600_000)
    const defined = await defineRecipe(
      world.em,
      { code: 'set', components: [{ sku: 'cup', units: 2 }], effectiveAt },
      world.clock.now(),
    )
    expect(defined).toMatchObject({ kind: 'defined', version: { grantedAt: null } })

    const tending = { em: world.em, desk: world.desk, clock: world.clock, signal }
    const goods = await tendVersions(tending)
    expect(await world.balance('cup')).toMatchObject({ quota: 8, free: 2 })
    await planQuotas(tending, goods)
    await shop.publish()
    expect(shop.shown).toBe(5)
    expect(await tendVersions(tending)).toEqual([])
    expect(await world.balance('cup')).toMatchObject({ quota: 10, free: 0 })

    // An order before the start takes one cup, one after it two.
    shop.buy(1)
    await shop.catchUp()
    expect(await world.balance('cup')).toMatchObject({ held: 1, quota: 8, free: 1 })
    world.clock.advance(600_000)
    shop.buy(1)
    await shop.catchUp()
    expect(await world.balance('cup')).toMatchObject({ held: 3, quota: 6, free: 1 })
    await tendVersions(tending)
    expect(await world.balance('cup')).toMatchObject({ held: 3, quota: 6, free: 1 })
    expect(await world.differences()).toEqual([])
  })

  it('N25: granted at once, the shop sells sets of which the goods are not there', async () => {
    const broken = await StockWorld.open()
    await broken.location('W1')
    await broken.stocked('mat', 'W1', 10)
    await broken.recipe('mats', { mat: 1 })
    const shop = await new PublishShop(broken, 'naive', 'refusing').open({ recipe: 'mats', shown: 8, state: 'joining' })
    await shop.join()
    const effectiveAt = new Date(broken.nowMs + 60_000)
    await defineRecipe(broken.em, { code: 'mats', components: [{ sku: 'mat', units: 2 }], effectiveAt }, broken.clock.now())
    await sql`
      with granted as (
        update ${sql.table('recipe_version')} set granted_at = ${broken.clock.now()}::timestamptz
         where granted_at is null returning id)
      insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
      select ${shop.listingId}, id from granted`.execute(merchantDb(broken.em))
    broken.clock.advance(60_000)
    for (let set = 0; set < 8; set += 1) shop.buy(1)
    await shop.catchUp()
    expect(await broken.balance('mat')).toMatchObject({ onHand: 10, held: 16 })
    await expect(broken.close()).rejects.toThrow('the audit found')
  })

  it('N25: a version that takes less gives the rest back when the old one is closed', async () => {
    await world.stocked('jar', 'W1', 10)
    await world.recipe('jars', { jar: 2 })
    const shop = await new PublishShop(world, 'n25b', 'refusing').open({ recipe: 'jars', shown: 4, state: 'joining' })
    await shop.join()
    expect(await world.balance('jar')).toMatchObject({ quota: 8, free: 2 })
    const effectiveAt = new Date(world.nowMs + 60_000)
    await defineRecipe(world.em, { code: 'jars', components: [{ sku: 'jar', units: 1 }], effectiveAt }, world.clock.now())
    const tending = { em: world.em, desk: world.desk, clock: world.clock, signal }
    await tendVersions(tending)
    expect(await world.balance('jar')).toMatchObject({ quota: 8, free: 2 })
    world.clock.advance(60_000)
    await shop.catchUp()
    await tendVersions(tending)
    expect(await world.balance('jar')).toMatchObject({ quota: 4, free: 6 })
  })

  it('a version is looked at until nothing older is open, and again for a shop that joins behind it', async () => {
    await world.stocked('lid', 'W1', 20)
    await world.recipe('lids', { lid: 2 })
    const shop = await new PublishShop(world, 'n25c', 'refusing').open({ recipe: 'lids', shown: 4, state: 'joining' })
    await shop.join()
    const later = await new PublishShop(world, 'n25d', 'refusing').open({ recipe: 'lids', shown: 3, state: 'joining' })
    const effectiveAt = new Date(world.nowMs + 60_000)
    await defineRecipe(world.em, { code: 'lids', components: [{ sku: 'lid', units: 1 }], effectiveAt }, world.clock.now())
    const tending = { em: world.em, desk: world.desk, clock: world.clock, signal }
    const looked = async () => {
      await tendVersions(tending)
      const { rows } = await sql<{ closes: boolean }>`
        select v.closes_earlier as closes from ${sql.table('recipe_version')} v join ${sql.table('recipe')} r on r.id = v.recipe_id
         where r.code = 'lids' and v.version = 2`.execute(merchantDb(world.em))
      return rows[0]?.closes
    }
    expect(await looked()).toBe(true)
    world.clock.advance(60_000)
    expect(await looked()).toBe(true)
    await shop.catchUp()
    // The first look closes it, the same one sees that nothing older is left.
    expect(await looked()).toBe(false)
    // The other shop's orders are not read up to the start of the newer version: it joins with both.
    await sql`update ${sql.table('channel_watermark')} set through = ${new Date(effectiveAt.getTime() - 1_000)}::timestamptz
               where channel_id = ${later.channelId}`.execute(merchantDb(world.em))
    await later.publish()
    await later.catchUp()
    await later.publish()
    expect(await later.quota()).toBe(3)
    expect(await looked()).toBe(false)
    expect(await world.balance('lid')).toMatchObject({ quota: 7, free: 13 })
    expect(await world.differences()).toEqual([])
  })
})

describe('several pools behind one number', () => {
  async function twoPools(code: string, shown: number): Promise<PublishShop> {
    await world.stocked(code, 'W1', 3)
    await world.stocked(code, 'E1', 5)
    await world.recipe(`R${code}`, { [code]: 1 })
    const shop = await new PublishShop(world, code, 'refusing').open({ recipe: `R${code}`, shown, state: 'shadow' })
    await sql`
      insert into ${sql.table('channel_pool')} (channel_id, pool_id, position)
      select ${shop.channelId}, id, position from ${sql.table('pool')} where code in ('central', 'east')`.execute(
      merchantDb(world.em),
    )
    await sql`update ${sql.table('channel')} set state = 'joining' where id = ${shop.channelId}`.execute(merchantDb(world.em))
    await shop.join()
    return shop
  }

  it('a raise comes from the first pool that has it all, else from each in turn, and a lowering goes back to the last', async () => {
    const shop = await twoPools('pens', 0)
    await shop.want(2)
    await shop.publish()
    expect(await world.balance('pens')).toMatchObject({ quota: 2, free: 1 })
    await shop.want(8)
    await shop.publish()
    expect(await world.balance('pens')).toMatchObject({ quota: 3, free: 0 })
    expect(await world.balance('pens', 'east')).toMatchObject({ quota: 5, free: 0 })
    await shop.want(4)
    await shop.publish()
    expect(await world.balance('pens')).toMatchObject({ quota: 3, free: 0 })
    expect(await world.balance('pens', 'east')).toMatchObject({ quota: 1, free: 4 })
  })

  it('an order is held in the first pool whose quota covers it, else split', async () => {
    const shop = await twoPools('inks', 8)
    shop.buy(4)
    await shop.catchUp()
    expect(await world.balance('inks')).toMatchObject({ quota: 3, held: 0 })
    expect(await world.balance('inks', 'east')).toMatchObject({ quota: 1, held: 4 })
    shop.buy(4)
    await shop.catchUp()
    expect(await world.balance('inks')).toMatchObject({ quota: 0, held: 3 })
    expect(await world.balance('inks', 'east')).toMatchObject({ quota: 0, held: 5 })
  })

  it('R7: an order that two pools hold leaves each of them by what it holds there', async () => {
    const shop = await twoPools('lamps', 8)
    const order = shop.buy(8)
    await shop.catchUp()
    shop.sandbox.market.ship('A', { orderId: order?.id ?? '', carrier: 'SF', waybill: 'SF1' })
    await shop.catchUp()
    expect(await world.balance('lamps')).toMatchObject({ onHand: 0, held: 0, free: 0, deficit: 0 })
    expect(await world.balance('lamps', 'east')).toMatchObject({ onHand: 0, held: 0, free: 0, deficit: 0 })
    expect(await world.differences()).toEqual([])
  })

  it('R6: what may be sold again of an order that has left comes out of a pool that has it', async () => {
    const shop = await twoPools('bowls', 0)
    await shop.want(3)
    await shop.publish()
    const order = shop.buy(1)
    await shop.catchUp()
    const { market } = shop.sandbox
    market.ship('A', { orderId: order?.id ?? '', carrier: 'SF', waybill: 'SF1' })
    const refund = market.askRefund('A', { orderId: order?.id ?? '', lineId: order?.lines[0]?.id ?? '' })
    market.settleRefund('A', refund.id, 'done')
    await shop.catchUp()
    expect(await world.balance('bowls')).toMatchObject({ onHand: 2, quota: 2, deficit: 0 })
    expect(await world.balance('bowls', 'east')).toMatchObject({ onHand: 5, quota: 1, free: 4 })
  })

  it('N24: a pool that has promised more than it has gets no order that others can serve, and is the first to get back', async () => {
    const shop = await twoPools('trays', 5)
    expect(await world.balance('trays', 'east')).toMatchObject({ quota: 5 })
    await shop.want(8)
    await shop.publish()
    await world.tell({
      kind: 'adjustment',
      document: 'L-trays',
      happenedAtMs: world.nowMs,
      sku: 'trays',
      units: -1,
      reason: 'lost',
      location: 'W1',
    })
    expect(await world.balance('trays')).toMatchObject({ onHand: 2, quota: 3, deficit: 1 })
    // The first pool's quota covers it, and one of its units is not there.
    shop.buy(3)
    await shop.catchUp()
    expect(await world.balance('trays')).toMatchObject({ quota: 3, held: 0, deficit: 1 })
    expect(await world.balance('trays', 'east')).toMatchObject({ quota: 2, held: 3 })
    await shop.want(4)
    await shop.publish()
    expect(await world.balance('trays')).toMatchObject({ quota: 2, deficit: 0, free: 0 })
    expect(await world.balance('trays', 'east')).toMatchObject({ quota: 2, free: 0 })
    expect(await world.differences()).toEqual([])
  })

  /** A lowering that names a pool the order has emptied meanwhile leaves that pool's quota below zero. */
  async function emptied(code: string): Promise<PublishShop> {
    const shop = await twoPools(code, 8)
    shop.buy(3)
    await shop.catchUp()
    expect(await world.balance(code)).toMatchObject({ quota: 0, held: 3, free: 0 })
    await sql`
      with less as (update ${sql.table('listing_quota')} q set quota = quota - 2 from ${sql.table('pool')} p
                     where q.listing_id = ${shop.listingId} and p.id = q.pool_id and p.code = 'central'),
           balance as (update ${sql.table('pool_balance')} b set quota = b.quota - 2 from ${sql.table('pool')} p, ${sql.table('sku')} s
                        where p.id = b.pool_id and p.code = 'central' and s.id = b.sku_id and s.code = ${code} returning b.pool_id, b.sku_id)
      insert into ${sql.table('ledger')} (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
      select pool_id, sku_id, 'quota', 'free', 2, 'lower', 'test', 'test', ${world.clock.now()}, ${world.clock.now()} from balance`.execute(
      merchantDb(world.em),
    )
    return shop
  }

  it('N24: a hold moves to the pool where the listing still has quota, before anything is charged', async () => {
    const shop = await emptied('nibs')
    await shop.publish()
    expect(await world.balance('nibs')).toMatchObject({ quota: 0, held: 1, free: 2, deficit: 0 })
    expect(await world.balance('nibs', 'east')).toMatchObject({ quota: 3, held: 2, free: 0, deficit: 0 })
    expect(await world.differences()).toEqual([])
  })

  it('N24: charged before its hold has moved, the pool pays for units the listing has elsewhere', async () => {
    const shop = await emptied('caps')
    await shop.publish({ desk: brokenDesk(world.desk, { of: 'move_holds', before: chargesFirst }) })
    expect(await world.balance('caps')).toMatchObject({ quota: 0, held: 3, free: 0 })
    expect(await world.balance('caps', 'east')).toMatchObject({ quota: 5, held: 0 })
    // Two units more than the shop can sell: nobody else can sell them either.
    expect((await shop.quota()) - (shop.shown - 2)).toBe(2)
  })
})

/** Pays for what is below zero in a pool without a look at the others. */
function chargesFirst(book: Book, scene: Scene): void {
  for (const { listingId, poolId, units } of book.quotas.all().values()) {
    const listing = scene.names.listingById(listingId)
    if (!listing || units >= 0) continue
    const by: Parameters<typeof postQuota>[1]['by'] = (balance, some) => takeByFact(balance, some, 'quota')
    postQuota(book, { listing, parts: [{ poolId, units: -units }], by }, { reason: 'test', document: 'test' }, scene)
  }
}

it('R6: a quota that stays below zero when every way back is booked is charged, with an alarm', async () => {
  await world.stocked('oversold', 'W1', 5)
  await world.recipe('Roversold', { oversold: 1 })
  const shop = await new PublishShop(world, 'r6', 'refusing').open({ recipe: 'Roversold', shown: 1, state: 'joining' })
  await shop.join()
  // A hand in the seller's console: the platform sells what nobody gave it.
  shop.sandbox.market.changeStock('A', shop.row.id, { kind: 'delta', units: 2, belowZero: 'refuse', why: 'hand' })
  shop.buy(3)
  await shop.catchUp()
  expect(await world.balance('oversold')).toMatchObject({ quota: -2, held: 3, free: 4 })
  await shop.publish()
  expect(await world.balance('oversold')).toMatchObject({ quota: -2, free: 4 })
  await shop.catchUp()
  await shop.publish()
  expect(await world.balance('oversold')).toMatchObject({ quota: 0, held: 3, free: 2, deficit: 0 })
  expect(await world.alarms(`listing:${shop.listingId}`)).toEqual(['oversold'])
})
