import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { endTask } from '../../../src/jobs/channel-task.ts'
import { askProbe } from '../../../src/listings/ask-probe.ts'
import { probeNextListing } from '../../../src/listings/probe-listing.ts'
import { readRuns } from '../../../src/listings/probe-run.ts'
import { readListings } from '../../../src/listings/shop-listing.ts'
import { watchListings } from '../../../src/listings/watch-listing.ts'
import { resumeSelling, stopSelling } from '../../../src/selling/stop-selling.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { settleAndJudge, tellStops, watch } from '../../support/watch-shop.ts'

let world: StockWorld
let opened = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** A JD shop as it is found: mapped, nothing known of what its numbers mean. */
async function found(switches: Readonly<Record<string, string>>): Promise<PublishShop> {
  opened += 1
  await world.stocked(`S${opened}`, 'W1', 30)
  await world.recipe(`R${opened}`, { [`S${opened}`]: 1 })
  const shop = await new PublishShop(world, `jd${opened}`, 'hiding').open({ recipe: `R${opened}`, shown: 12, state: 'shadow' })
  await sql`update ${sql.table('listing')} set facts = '{}'::jsonb where id = ${shop.listingId}`.execute(merchantDb(world.em))
  for (const [name, value] of Object.entries(switches)) shop.sandbox.switches.set(name, value)
  return shop
}

async function listingOf(shop: PublishShop) {
  const [listing] = await readListings(world.em.fork(), sql`l.id = ${shop.listingId}`)
  if (!listing) throw new Error('no listing')
  return listing
}

const ask = async (shop: PublishShop, mayWrite: boolean) =>
  askProbe(world, { channel: shop.code, listing: (await listingOf(shop)).key, mayWrite })
const newest = async (shop: PublishShop) => (await readRuns(world.em, [shop.listingId])).get(shop.listingId)?.[0]

async function look(shop: PublishShop): Promise<void> {
  const lease = await shop.lease('probe')
  const signal = AbortSignal.timeout(60_000)
  const { connection } = shop
  await probeNextListing(connection, { em: world.em, lease, now: world.clock.now(), signal })
  await watchListings({ connection, em: world.em, lease, clock: world.clock, signal })
  await endTask(world.em, lease, { now: world.clock.now(), dueAt: null, problem: null })
}

/** Time passes: orders are booked, the publisher and the one who probes have their turns. */
async function later(shop: PublishShop, ms = 61_000): Promise<void> {
  await shop.catchUp()
  await shop.publish()
  // From joining on its number is in the books.
  expect((await shop.state()) === 'live' ? await shop.excess() : 0).toBeLessThanOrEqual(0)
  world.clock.advance(ms)
  await look(shop)
}

const join = async (shop: PublishShop) => {
  await sql`update ${sql.table('channel')} set state = 'joining' where id = ${shop.channelId}`.execute(merchantDb(world.em))
  await later(shop)
}

it.each([
  { numberShown: 'gross', restores: true, repeatedKey: 'applied once', belowZero: 'refused', call: 'keyed delta' },
  { numberShown: 'net', restores: false, repeatedKey: 'applied again', belowZero: 'clamped', call: 'delta' },
] as const)(
  'R10: a listing of JD goes from found to live, and all its facts are proved: $numberShown, $repeatedKey, $belowZero',
  async ({ numberShown, restores, repeatedKey, belowZero, call }) => {
    const shop = await found({ numberShown, repeatedKey, belowZero })
    shop.row.restores = restores
    await ask(shop, false)
    await look(shop)
    expect((await listingOf(shop)).openFacts).toContain('reservedCountsAll')
    expect(await newest(shop)).toMatchObject({ fact: 'reservedCountsAll', state: 'watching' })

    // One order that is paid, and one that is not, are there at the same time.
    shop.buy(1)
    shop.buy(1, false)
    await later(shop, 301_000)
    expect((await listingOf(shop)).facts).toEqual({ reservedCountsAll: true })
    await look(shop)
    expect(await newest(shop)).toMatchObject({ fact: 'numberShown', state: 'watching' })
    world.clock.advance(5_000)
    shop.buy(2)
    await later(shop)
    await later(shop)
    expect((await listingOf(shop)).facts).toMatchObject({ numberShown })
    await look(shop)
    const order = shop.buy(2)
    await later(shop)
    shop.sandbox.market.cancel('A', order?.id ?? '')
    for (let n = 0; n < 3; n += 1) await later(shop)
    expect((await listingOf(shop)).facts).toMatchObject({ cancelRestores: restores })

    await join(shop)
    await later(shop)
    expect(await shop.state()).toBe('live')
    expect(await shop.excess()).toBeLessThanOrEqual(0)

    await ask(shop, true)
    await look(shop)
    for (let n = 0; n < 4; n += 1) await later(shop)
    expect((await listingOf(shop)).facts).toMatchObject({ repeatedKey })
    // A gross number is zero only once nothing is booked.
    for (const { id } of shop.sandbox.market.shop('A').orders.all()) shop.sandbox.market.cancel('A', id)
    await later(shop, 300_000)
    const scope = { channel: shop.code, listing: null, sku: null }
    await stopSelling(world, scope, 'test')
    await tellStops(shop)
    await watch(shop)
    await settleAndJudge(shop)
    for (let n = 0; n < 4; n += 1) await later(shop)
    expect((await listingOf(shop)).facts).toMatchObject({ belowZero, repeatedKey, numberShown, cancelRestores: restores })
    expect((await listingOf(shop)).openFacts).toEqual([])
    expect(shop.connector.semanticsOf(await listingOf(shop))).toMatchObject({ call, belowZero, numberShown })
    await resumeSelling(world, scope, 'test')
    await shop.want(5)
    await shop.publish()
    expect(await shop.quota()).toBeGreaterThanOrEqual(shop.shown)
    expect(await world.differences()).toEqual([])
  },
)

it('R3: where its bookings do not count unpaid orders it never joins, and is taken out of the way of the others by hand', async () => {
  const shop = await found({ bookingCounts: 'paid orders' })
  await ask(shop, false)
  await look(shop)
  shop.buy(1)
  shop.buy(1, false)
  await later(shop, 301_000)
  expect((await listingOf(shop)).facts).toEqual({ reservedCountsAll: false })
  await join(shop)
  await later(shop)
  expect([await shop.state(), await shop.quota(), (await listingOf(shop)).openFacts]).toEqual([
    'joining',
    0,
    expect.arrayContaining(['numberShown']),
  ])
  await sql`update ${sql.table('listing')} set recipe_id = null, stock_policy = 'no_stock' where id = ${shop.listingId}`.execute(
    merchantDb(world.em),
  )
  await shop.catchUp()
  await shop.publish()
  expect(await shop.state()).toBe('live')
})
