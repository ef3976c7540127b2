import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { endTask } from '../../../src/jobs/channel-task.ts'
import { writeListings } from '../../../src/listings/write-listings.ts'
import { publishTurn } from '../../../src/publishing/publish-turn.ts'
import { stopSelling } from '../../../src/selling/stop-selling.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { settleAndJudge, tellStops, watch } from '../../support/watch-shop.ts'

let world: StockWorld
let made = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function opened(shown: number) {
  made += 1
  const sku = `S${made}`
  await world.stocked(sku, 'W1', 20)
  await world.recipe(`R${made}`, { [sku]: 1 })
  const shop = await new PublishShop(world, `w${made}`, 'refusing').open({ recipe: `R${made}`, shown, state: 'joining' })
  return { sku, shop }
}

const change = (shop: PublishShop, what: string) =>
  sql`update ${sql.table('listing')} set ${sql.raw(what)} where id = ${shop.listingId}`.execute(merchantDb(world.em))

describe('what is written to a shop', () => {
  it('an ambiguous listing gets no raises, and is lowered like any other', async () => {
    const { shop } = await opened(6)
    await shop.join()
    await change(shop, 'ambiguous = true')
    await shop.want(9)
    await shop.publish()
    expect(shop.shown).toBe(6)
    await shop.want(4)
    await shop.publish()
    expect(shop.shown).toBe(4)
    await change(shop, 'ambiguous = false')
    await shop.want(9)
    await shop.publish()
    expect(shop.shown).toBe(9)
  })

  it('a listing nobody has mapped is never written, not even to stop it; mapped on a live channel it joins by itself', async () => {
    const { sku, shop } = await opened(6)
    await change(shop, 'recipe_id = null')
    await shop.join()
    expect(await shop.state()).toBe('live')
    expect(await stopSelling(world, { channel: shop.code, listing: null, sku: null }, 'test')).toMatchObject({
      code: 'UNKNOWN_LISTING',
    })
    await tellStops(shop)
    expect([shop.shown, await shop.commands(), await world.balance(sku)]).toMatchObject([6, [], { quota: 0, free: 20 }])
    await change(shop, `recipe_id = (select id from "${world.merchant.schema}".recipe where code = 'R${made}')`)
    await shop.join()
    expect([await shop.quota(), await world.balance(sku)]).toMatchObject([6, { quota: 6, free: 14 }])
  })
})

/** Two more listings in the same shop, joined like the first. */
async function more(shop: PublishShop, shown: readonly number[]): Promise<readonly string[]> {
  const codes = shown.map((units, n) => {
    shop.sandbox.market.addListing('A', { sellable: units, merchantCode: `${shop.code}-${n}` })
    return `${shop.code}-${n}`
  })
  for await (const page of shop.connector.listListings(AbortSignal.timeout(60_000))) {
    const listings = page.filter(({ merchantCode }) => codes.includes(merchantCode ?? ''))
    await writeListings(world.em, { channelId: shop.channelId, listings }, world.clock.now())
  }
  const { rows } = await sql<{ id: string; code: string }>`
    update ${sql.table('listing')} l set recipe_id = f.recipe_id, facts = f.facts, mapped_by = 'hand' from ${sql.table('listing')} f
     where f.id = ${shop.listingId} and l.merchant_code = any(${codes}::text[]) returning l.id, l.merchant_code as code`.execute(
    merchantDb(world.em),
  )
  await shop.join()
  return rows.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map(({ id }) => id)
}

it('what takes most off sale goes first, then what has least left to sell', async () => {
  const { shop } = await opened(4)
  await shop.join()
  const ids = [shop.listingId, ...(await more(shop, [6, 1, 3]))]
  const wanted = [2, 1, 4, 5]
  for (const [n, id] of ids.entries()) {
    await sql`update ${sql.table('listing_publishing')} set wanted = ${wanted[n]}, next_at = ${world.clock.now()}::timestamptz,
               revision = revision + 1 where listing_id = ${id}`.execute(merchantDb(world.em))
  }
  const sent: string[] = []
  const changeStock: typeof shop.connector.changeStock = async (asked, signal) => {
    sent.push(...asked.changes.map(({ move }) => `${move.kind} ${'units' in move ? move.units : 0}`))
    return shop.connector.changeStock(asked, signal)
  }
  const connector = Object.assign(Object.create(shop.connector), { changeStock })
  const lease = await shop.lease('publish')
  const signal = AbortSignal.timeout(60_000)
  const { em, desk, clock } = world
  await publishTurn({ connection: { ...shop.connection, connector }, em, desk, lease, clock, signal })
  await endTask(em, lease, { now: clock.now(), dueAt: null, problem: null })
  // From 4 to 2, 6 to 1, 1 to 4 and 3 to 5.
  expect(sent).toEqual(['lower 5', 'lower 2', 'raise 3', 'raise 2'])
})

it('in a promotion slot its units stay with the shop, and it is lowered once the slot is over; it may be raised meanwhile', async () => {
  const { sku, shop } = await opened(6)
  await shop.join()
  shop.row.blocked = 'lowering'
  await shop.want(2)
  await shop.publish()
  expect([shop.shown, await world.balance(sku)]).toMatchObject([6, { quota: 6, free: 14 }])
  const { rows } = await sql<{ frozen: boolean }>`
    select frozen_until > ${world.clock.now()}::timestamptz as frozen from ${sql.table('listing_publishing')}
     where listing_id = ${shop.listingId}`.execute(merchantDb(world.em))
  expect(rows).toEqual([{ frozen: true }])
  await shop.want(8)
  await shop.publish()
  expect(shop.shown).toBe(8)
  shop.row.blocked = 'nothing'
  await shop.want(2)
  world.clock.advance(301_000)
  await shop.catchUp()
  await shop.publish()
  expect([shop.shown, await world.balance(sku)]).toMatchObject([2, { quota: 2, free: 18 }])
})

describe('a channel that is handed back', () => {
  it.each(['sold out', 'deleted'] as const)(
    'is not written to, and stays counted until a settled reading of a listing that is %s',
    async (how) => {
      const { sku, shop } = await opened(6)
      await shop.join()
      await sql`update ${sql.table('channel')} set state = 'handed_back' where id = ${shop.channelId}`.execute(
        merchantDb(world.em),
      )
      await shop.want(9)
      await shop.publish()
      await watch(shop)
      await settleAndJudge(shop)
      expect([shop.shown, await shop.commands(), await world.balance(sku)]).toMatchObject([6, [], { quota: 6 }])
      if (how === 'sold out') shop.row.sellable = 0
      else shop.row.deleted = true
      world.clock.advance(700_000)
      await shop.catchUp()
      await watch(shop)
      await settleAndJudge(shop)
      expect([await shop.quota(), await world.balance(sku)]).toMatchObject([0, { quota: 0, free: 20 }])
      expect(await shop.commands()).toEqual([])
    },
  )
})
