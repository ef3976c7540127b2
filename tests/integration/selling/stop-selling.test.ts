import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { resumeSelling, stopSelling } from '../../../src/selling/stop-selling.ts'
import { until } from '../../support/embedded-folder.ts'
import type { FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { findingsOf, readAgain, settleAndJudge, tellStops, watch } from '../../support/watch-shop.ts'

let world: StockWorld
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function live(front: FrontName, shown = 6) {
  made += 1
  const sku = `S${made}`
  await world.stocked(sku, 'W1', 20)
  await world.recipe(`R${made}`, { [sku]: 1 })
  const shop = await new PublishShop(world, `s${made}`, front).open({ recipe: `R${made}`, shown, state: 'joining' })
  await shop.join()
  return { sku, shop, scope: { channel: shop.code, listing: null, sku: null } }
}

describe.each(['keyed', 'refusing', 'clamped', 'hiding'] as const)('a shop whose stock call is %s', (front) => {
  it('R4: is told 0 at once, frees its units only by a settled reading, and sells again when resumed', async () => {
    const { sku, shop, scope } = await live(front)
    expect(await stopSelling(world, scope, 'test')).toEqual({ kind: 'selling changed', listings: 1, inScope: 1 })
    await tellStops(shop)
    expect(shop.shown).toBe(0)
    expect(await world.balance(sku)).toMatchObject({ quota: 6, free: 14 })
    await shop.want(6)
    await shop.publish()
    expect(shop.shown).toBe(0)

    await watch(shop)
    await settleAndJudge(shop)
    expect(await world.balance(sku)).toMatchObject({ quota: 0, free: 20 })

    expect(await resumeSelling(world, scope, 'test')).toMatchObject({ listings: 1 })
    await shop.want(6)
    await shop.publish()
    expect(shop.shown).toBe(6)
    await readAgain(shop)
    expect(await findingsOf(shop)).toEqual([])
    expect(await shop.excess()).toBe(0)
  })
})

it('R4: is told beside a raise whose answer was lost, and frees nothing before that is dead', async () => {
  const { sku, shop, scope } = await live('refusing')
  shop.calls.fate('held')
  await shop.want(10)
  await shop.publish()
  await stopSelling(world, scope, 'test')
  await tellStops(shop)
  expect(shop.shown).toBe(0)
  // The raise was only late: what it puts on sale again is still covered.
  await shop.calls.release()
  expect(shop.shown).toBe(4)
  await watch(shop)
  await settleAndJudge(shop)
  expect((await world.balance(sku))?.quota).toBeGreaterThanOrEqual(4)
  expect(await shop.excess()).toBeLessThanOrEqual(0)
})

it('is told again where the answer was lost, whatever became of the first one', async () => {
  const { shop, scope } = await live('refusing')
  shop.calls.fate('lost')
  await stopSelling(world, scope, 'test')
  const dueAt = await tellStops(shop)
  expect(shop.shown).toBe(6)
  expect(dueAt).not.toBeNull()
  world.clock.advance(5_000)
  expect(await tellStops(shop)).toBeNull()
  expect(shop.shown).toBe(0)
})

it('stops what sells a SKU wherever it is sold, or everything; names it does not know change nothing', async () => {
  const one = await live('refusing')
  const other = await live('keyed')
  expect(await stopSelling(world, { channel: null, listing: null, sku: one.sku }, 'test')).toMatchObject({ listings: 1 })
  expect(await stopSelling(world, { channel: null, listing: null, sku: one.sku }, 'test')).toMatchObject({
    listings: 0,
    inScope: 1,
  })
  const nothing = { channel: null, listing: null, sku: null }
  expect(await stopSelling(world, nothing, 'test')).toMatchObject({ kind: 'selling changed' })
  await tellStops(other.shop)
  expect(other.shop.shown).toBe(0)
  expect(await stopSelling(world, { ...nothing, sku: 'none' }, 'test')).toMatchObject({ code: 'UNKNOWN_SKU' })
  expect(await stopSelling(world, { ...nothing, channel: 'none' }, 'test')).toMatchObject({ code: 'UNKNOWN_CHANNEL' })
  expect(await stopSelling(world, { ...nothing, listing: 'x' }, 'test')).toMatchObject({ code: 'INVALID' })
  expect(await resumeSelling(world, nothing, 'test')).toMatchObject({ kind: 'selling changed' })
})

it('what joins later, or is mapped to it later, comes under the newest that was said: nothing of it is ever raised', async () => {
  const nothing = { channel: null, listing: null, sku: null }
  const one = await live('refusing')
  const other = await live('refusing')
  expect(await stopSelling(world, { ...nothing, sku: one.sku }, 'test')).toMatchObject({ listings: 1 })
  // A shop that sells the same SKU joins.
  const later = await new PublishShop(world, 'later', 'refusing').open({ recipe: `R${made - 1}`, shown: 3, state: 'joining' })
  await later.publish()
  await tellStops(later)
  await later.catchUp()
  await later.publish()
  expect(await later.quota()).toBe(3)
  world.clock.advance(5_000)
  await tellStops(later)
  expect(later.shown).toBe(0)
  await later.want(9)
  await later.publish()
  expect(later.shown).toBe(0)
  // Another listing is mapped to it while it sells.
  await sql`
    update ${sql.table('listing')} l set recipe_id = m.recipe_id from ${sql.table('listing')} m
     where l.id = ${other.shop.listingId} and m.id = ${one.shop.listingId}`.execute(merchantDb(world.em))
  await other.shop.want(9)
  await other.shop.publish()
  await tellStops(other.shop)
  expect(other.shop.shown).toBe(0)
  await watch(later)
  await settleAndJudge(later)
  expect(await later.quota()).toBe(0)
  // An exception is one for what joins later, too; and a newer stop ends it.
  expect(await resumeSelling(world, { ...nothing, channel: 'later' }, 'test')).toMatchObject({ listings: 1 })
  await later.want(2)
  await later.publish()
  expect(later.shown).toBe(2)
  expect(await stopSelling(world, nothing, 'test')).toMatchObject({ kind: 'selling changed' })
  expect(await resumeSelling(world, nothing, 'test')).toMatchObject({ kind: 'selling changed' })
  const { rows } = await sql`select 1 from ${sql.table('selling_scope')}`.execute(merchantDb(world.em))
  expect(rows).toEqual([])
})

/** A stop whose request has not left yet: it is on record, and nobody knows what will become of it. */
async function frozenStop() {
  const { shop, scope } = await live('refusing')
  const [thaw, built] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  shop.calls.freeze = thaw.promise
  shop.calls.onCall = () => built.resolve()
  await stopSelling(world, scope, 'test')
  const told = tellStops(shop)
  await Promise.race([built.promise, told])
  shop.calls.freeze = null
  return { shop, told, thaw: () => thaw.resolve() }
}

it('its answer is booked while the publisher begins a turn: neither waits for the other', async () => {
  const { shop, told, thaw } = await frozenStop()
  const waiting = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(distinct w.pid)::integer as n from pg_locks w join pg_locks h using (pid)
       where not w.granted and h.relation = ${`${world.merchant.schema}.listing_publishing`}::regclass`.execute(
      merchantDb(world.em),
    )
    return rows[0]?.n ?? 0
  }
  let isPublished = false
  const [published] = await world.em.transactional(async (tx) => {
    await sql`select 1 from ${sql.table('listing_publishing')} where listing_id = ${shop.listingId} for update`.execute(
      merchantDb(tx),
    )
    thaw()
    await until(async () => (await waiting()) === 1)
    const turn = shop.publish().finally(() => (isPublished = true))
    turn.catch(() => undefined)
    await until(async () => isPublished || (await waiting()) === 2)
    return [turn] as const
  })
  expect(await published).toMatchObject({ stockCalls: 0 })
  expect(await told).toBeNull()
  expect((await shop.commands()).map(({ kind, state }) => `${kind} ${state}`)).toContain('set_zero closed')
  expect(shop.shown).toBe(0)
})

it('R11: the publisher leaves one that is under way alone; the next turn of the stops takes over what a lost one has sent', async () => {
  const { shop, told, thaw } = await frozenStop()
  const stops = async () => (await shop.commands()).filter(({ kind }) => kind === 'set_zero').map(({ state }) => state)
  await shop.publish()
  expect(await stops()).toEqual(['open'])
  // Its lease runs out while its call is still under way: no longer than a call may take.
  await sql`
    update ${sql.table('channel_task')} set leased_until = ${world.clock.now()}::timestamptz
     where channel_id = ${shop.channelId} and task = 'stop'`.execute(merchantDb(world.em))
  world.clock.advance(6_000)
  await tellStops(shop)
  expect((await stops()).toSorted()).toEqual(['closed', 'unknown'])
  thaw()
  await expect(told).rejects.toThrow('lease')
})
