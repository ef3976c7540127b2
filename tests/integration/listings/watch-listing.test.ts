import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListingFacts } from '../../../src/channels/listing.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { endTask } from '../../../src/jobs/channel-task.ts'
import { LeaseLost } from '../../../src/jobs/with-lease.ts'
import { askProbe, readEvidence } from '../../../src/listings/ask-probe.ts'
import { probeNextListing } from '../../../src/listings/probe-listing.ts'
import { readRuns } from '../../../src/listings/probe-run.ts'
import { readListings } from '../../../src/listings/shop-listing.ts'
import { watchListings } from '../../../src/listings/watch-listing.ts'
import type { FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let opened = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.stocked('S1', 'W1', 5_000)
  await world.recipe('R1', { S1: 1 })
})
afterAll(() => world.close())

const settled = {
  taobao: { repeatedKey: 'applied once', belowZero: 'refused' },
  jd: { repeatedKey: 'applied once', belowZero: 'refused', reservedCountsAll: true },
} as const satisfies Record<string, ListingFacts>

/** A shop in shadow whose listing leaves open only what is to be watched for, and that somebody has asked about. */
async function asked(front: FrontName, facts: ListingFacts): Promise<PublishShop> {
  opened += 1
  const shop = await new PublishShop(world, `watch${opened}`, front).open({ recipe: 'R1', shown: 9, state: 'shadow' })
  await sql`update ${sql.table('listing')} set facts = ${JSON.stringify(facts)}::jsonb where id = ${shop.listingId}`.execute(
    merchantDb(world.em),
  )
  await askProbe(world, { channel: shop.code, listing: await keyOf(shop), mayWrite: false })
  return shop
}

async function listingOf(shop: PublishShop) {
  const [listing] = await readListings(world.em.fork(), sql`l.id = ${shop.listingId}`)
  if (!listing) throw new Error('no listing')
  return listing
}

async function keyOf(shop: PublishShop): Promise<string> {
  return (await listingOf(shop)).key
}

/** What the worker does of it in one turn. */
async function turn(shop: PublishShop): Promise<void> {
  const lease = await shop.lease('probe')
  const signal = AbortSignal.timeout(60_000)
  const { connection } = shop
  await probeNextListing(connection, { em: world.em, lease, now: world.clock.now(), signal })
  await watchListings({ connection, em: world.em, lease, clock: world.clock, signal })
  await endTask(world.em, lease, { now: world.clock.now(), dueAt: null, problem: null })
}

/** Books what happened, and lets plans go on that wait a while. */
async function later(shop: PublishShop): Promise<void> {
  await shop.catchUp()
  world.clock.advance(61_000)
  await turn(shop)
}

async function newest(shop: PublishShop) {
  return (await readRuns(world.em, [shop.listingId])).get(shop.listingId)?.[0]
}

async function orderAndCancel(shop: PublishShop): Promise<void> {
  shop.buy(2)
  await later(shop)
  shop.cancelOne(0)
  await later(shop) // sees it
  await later(shop) // reads
  await later(shop) // everything is booked
}

describe('R10: what only an order shows is found out by watching one', () => {
  it.each([true, false])('R6: on Taobao, whether a cancelled unit comes back: %s', async (restores) => {
    const shop = await asked('keyed', settled.taobao)
    shop.row.restores = restores
    await turn(shop)
    await orderAndCancel(shop)
    const listing = await listingOf(shop)
    expect(listing.facts.cancelRestores).toBe(restores)
    expect(shop.connector.semanticsOf(listing).cancelRestores).toBe(restores)
    expect((await readEvidence(world.em, [shop.listingId])).get(shop.listingId)).toMatchObject([
      {
        fact: 'cancelRestores',
        concluded: String(restores),
        observed: ['an order of 2', 'shown 7, reserved 0', `shown ${restores ? 9 : 7}, reserved 0`],
      },
    ])
    expect(await shop.commands()).toEqual([])
  })

  it.each(['gross', 'net'])('on JD, whether the number shown is %s, and then what a cancellation does', async (numberShown) => {
    const shop = await asked('hiding', settled.jd)
    shop.sandbox.switches.set('numberShown', numberShown)
    await turn(shop)
    world.clock.advance(5_000)
    shop.buy(2)
    await later(shop)
    await later(shop)
    expect(await listingOf(shop)).toMatchObject({ facts: { numberShown } })
    // The next plan has begun by itself.
    await turn(shop)
    expect(await newest(shop)).toMatchObject({ fact: 'cancelRestores', state: 'watching' })
    await orderAndCancelNew(shop)
    expect(await listingOf(shop)).toMatchObject({ facts: { numberShown, cancelRestores: true } })
    expect(await shop.commands()).toEqual([])
  })

  it('R3: JD is not watched while the reserved counter was not shown to count every order', async () => {
    const shop = await asked('hiding', { ...settled.jd, reservedCountsAll: false })
    await turn(shop)
    expect(await newest(shop)).toBeUndefined()
  })

  it.each([
    ['every unshipped order', 'order', true],
    ['paid orders', 'payment', true],
    // Units are taken before they are paid for, and not counted then.
    ['paid orders', 'order', false],
    ['unpaid orders', 'order', false],
  ] as const)('R3: Pinduoduo’s reserve of %s, taken at %s, counts all: %s', async (reserveCounts, takesAt, counts) => {
    const shop = await asked('grouping', {})
    shop.sandbox.switches.set('reserveCounts', reserveCounts)
    shop.row.takesAt = takesAt
    const { market } = shop.sandbox
    await turn(shop)
    world.clock.advance(5_000)
    const placed = market.place('A', { lines: [{ listingId: shop.row.id, units: 2 }], pay: false, ungrouped: true })
    if (!placed.placed) throw new Error('not placed')
    await later(shop)
    world.clock.advance(5_000)
    market.pay('A', placed.order.id)
    for (let n = 0; n < 3; n += 1) await later(shop)
    expect(await newest(shop)).toMatchObject({ state: 'watching', orderId: null })
    market.group('A', placed.order.id)
    await later(shop)
    const { facts } = await listingOf(shop)
    expect(facts.reservedCountsAll).toBe(counts)
    expect(shop.connector.semanticsOf(await listingOf(shop)).hidden.counterCountsAll).toBe(counts)
    expect(await shop.commands()).toEqual([])
  })

  it.each([
    ['net', true],
    ['net', false],
    ['gross', true],
    ['gross', false],
  ] as const)('R6: on Pinduoduo, whose number is %s, whether a cancelled unit comes back: %s', async (numberShown, restores) => {
    const shop = await asked('grouping', { reservedCountsAll: true, numberShown, belowZero: 'refused' })
    shop.sandbox.switches.set('reserveCounts', 'every unshipped order')
    shop.sandbox.switches.set('quantityShown', numberShown)
    shop.row.restores = restores
    await turn(shop)
    await orderAndCancel(shop)
    const listing = await listingOf(shop)
    expect(listing.facts.cancelRestores).toBe(restores)
    expect(shop.connector.semanticsOf(listing).cancelRestores).toBe(restores)
    expect(await shop.commands()).toEqual([])
  })

  it('R3: an order of Pinduoduo that was traded at once says nothing of hidden ones', async () => {
    const shop = await asked('grouping', {})
    await turn(shop)
    world.clock.advance(5_000)
    shop.buy(2)
    for (let n = 0; n < 3; n += 1) await later(shop)
    expect((await listingOf(shop)).facts.reservedCountsAll).toBeUndefined()
    expect(await newest(shop)).toMatchObject({ state: 'watching' })
  })

  it('nothing is concluded when somebody else orders in between; who wants it tried again asks again', async () => {
    const shop = await asked('keyed', settled.taobao)
    await turn(shop)
    shop.buy(2)
    await later(shop)
    shop.buy(1)
    await later(shop)
    expect(await newest(shop)).toMatchObject({ state: 'inconclusive', reason: expect.stringContaining('another order') })
    expect((await listingOf(shop)).facts.cancelRestores).toBeUndefined()
    await askProbe(world, { channel: shop.code, listing: await keyOf(shop), mayWrite: false })
    await turn(shop)
    expect(await newest(shop)).toMatchObject({ state: 'watching', seen: [] })
  })

  it('R11: a worker that has lost its lease keeps nothing of what it read, and the next one reads again', async () => {
    const shop = await asked('hiding', settled.jd)
    const lease = await shop.lease('probe')
    const signal = AbortSignal.timeout(60_000)
    await probeNextListing(shop.connection, { em: world.em, lease, now: world.clock.now(), signal })
    const readStock = async (...args: Parameters<typeof shop.connector.readStock>) => {
      const answer = await shop.connector.readStock(...args)
      await endTask(world.em, lease, { now: world.clock.now(), dueAt: null, problem: null })
      return answer
    }
    const connector = Object.assign(Object.create(shop.connector), { readStock })
    const frozen = { connection: { ...shop.connection, connector }, em: world.em, lease, clock: world.clock, signal }
    await expect(watchListings(frozen)).rejects.toThrow(LeaseLost)
    expect(await newest(shop)).toMatchObject({ step: 0, seen: [] })
    await turn(shop)
    expect(await newest(shop)).toMatchObject({ step: 1, seen: [{ saw: 'reading', shownUnits: 9 }] })
  })
})

/** As `orderAndCancel`, beside an order that stays. */
async function orderAndCancelNew(shop: PublishShop): Promise<void> {
  const order = shop.buy(2)
  await later(shop)
  shop.sandbox.market.cancel('A', order?.id ?? '')
  for (let n = 0; n < 3; n += 1) await later(shop)
}
