import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListingFacts } from '../../../src/channels/listing.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { endTask } from '../../../src/jobs/channel-task.ts'
import { askProbe, readEvidence } from '../../../src/listings/ask-probe.ts'
import { probeNextListing } from '../../../src/listings/probe-listing.ts'
import { readRuns } from '../../../src/listings/probe-run.ts'
import { readListings } from '../../../src/listings/shop-listing.ts'
import { watchListings } from '../../../src/listings/watch-listing.ts'
import { resumeSelling, stopSelling } from '../../../src/selling/stop-selling.ts'
import type { FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { findingsOf, readAgain, settleAndJudge, tellStops, watch } from '../../support/watch-shop.ts'

let world: StockWorld
let opened = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const known = {
  keyed: { cancelRestores: true, numberShown: 'net' },
  hiding: { cancelRestores: true, numberShown: 'net', reservedCountsAll: true },
} as const satisfies Partial<Record<FrontName, ListingFacts>>

/** A joined listing of which only what a lowering tells is open. */
async function joined(front: keyof typeof known, facts: ListingFacts = {}): Promise<PublishShop> {
  opened += 1
  await world.stocked(`S${opened}`, 'W1', 20)
  await world.recipe(`R${opened}`, { [`S${opened}`]: 1 })
  const shop = await new PublishShop(world, `lower${opened}`, front).open({ recipe: `R${opened}`, shown: 6, state: 'joining' })
  const open = { ...known[front], ...facts }
  await sql`update ${sql.table('listing')} set facts = ${JSON.stringify(open)}::jsonb where id = ${shop.listingId}`.execute(
    merchantDb(world.em),
  )
  if (front === 'hiding') shop.sandbox.switches.set('numberShown', 'net')
  await shop.join()
  return shop
}

async function listingOf(shop: PublishShop) {
  const [listing] = await readListings(world.em.fork(), sql`l.id = ${shop.listingId}`)
  if (!listing) throw new Error('no listing')
  return listing
}

const ask = async (shop: PublishShop, mayWrite = true) =>
  askProbe(world, { channel: shop.code, listing: (await listingOf(shop)).key, mayWrite })
const newest = async (shop: PublishShop) => (await readRuns(world.em, [shop.listingId])).get(shop.listingId)?.[0]
const excesses: number[] = []

/** What the worker who probes does of it in one turn. */
async function look(shop: PublishShop): Promise<void> {
  const lease = await shop.lease('probe')
  const signal = AbortSignal.timeout(60_000)
  const { connection } = shop
  await probeNextListing(connection, { em: world.em, lease, now: world.clock.now(), signal })
  await watchListings({ connection, em: world.em, lease, clock: world.clock, signal })
  await endTask(world.em, lease, { now: world.clock.now(), dueAt: null, problem: null })
}

/** Time passes until what was seen is judged. */
async function judged(shop: PublishShop): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await shop.catchUp()
    await shop.publish()
    excesses.push(await shop.excess())
    world.clock.advance(31_000)
    await look(shop)
  }
}

async function probed(shop: PublishShop): Promise<void> {
  await ask(shop)
  await look(shop)
  await shop.publish()
  excesses.push(await shop.excess())
  await judged(shop)
}

describe('R10: what only a lowering tells is found out by one, of a joined listing, where an operator allows it', () => {
  it.each([
    ['keyed', 'applied once', 'applied once'],
    ['keyed', 'error', 'applied once'],
    ['keyed', 'applied again', 'applied again'],
    ['hiding', 'applied once', 'applied once'],
    ['hiding', 'error', 'refused'],
    ['hiding', 'applied again', 'applied again'],
  ] as const)('%s: a repeated key is %s', async (front, repeatedKey, concluded) => {
    const shop = await joined(front, { belowZero: 'refused' })
    shop.sandbox.switches.set('repeatedKey', repeatedKey)
    expect(shop.connector.semanticsOf(await listingOf(shop)).call).toBe('delta')
    await probed(shop)
    const { facts } = await listingOf(shop)
    expect(facts.repeatedKey).toBe(concluded)
    expect(shop.connector.semanticsOf(await listingOf(shop)).call).toBe(concluded === 'applied once' ? 'keyed delta' : 'delta')
    const [evidence] = (await readEvidence(world.em, [shop.listingId])).get(shop.listingId) ?? []
    expect(evidence).toMatchObject({ fact: 'repeatedKey', concluded, observed: expect.arrayContaining(['lowered by 1: done']) })
    // What it took is settled by a reading, put back by the publisher, and no hand is suspected of it.
    const taken = concluded === 'applied again' ? 2 : 1
    expect([shop.shown, await shop.quota()]).toEqual([6 - taken, 6 - taken])
    await shop.want(6)
    await shop.publish()
    await readAgain(shop)
    expect([shop.shown, await shop.quota(), await findingsOf(shop)]).toEqual([6, 6, []])
    expect(Math.max(...excesses)).toBeLessThanOrEqual(0)
    expect(await world.differences()).toEqual([])
  })

  it.each([
    ['keyed', 'keyedBelowZero', 'refused', 'refused'],
    ['keyed', 'keyedBelowZero', 'clamped', 'clamped'],
    ['hiding', 'belowZero', 'refused', 'refused'],
    ['hiding', 'belowZero', 'clamped', 'clamped'],
    ['hiding', 'belowZero', 'goes below', 'unproven'],
  ] as const)('%s: with %s %s, once nothing is for sale', async (front, name, value, declared) => {
    const shop = await joined(front, { repeatedKey: 'applied once' })
    shop.sandbox.switches.set(name, value)
    await ask(shop)
    await look(shop)
    await shop.publish()
    expect(await newest(shop)).toMatchObject({ fact: 'belowZero', state: 'watching', step: 0 })
    expect(shop.shown).toBe(6)
    const scope = { channel: shop.code, listing: null, sku: null }
    await stopSelling(world, scope, 'test')
    await tellStops(shop)
    await watch(shop)
    await settleAndJudge(shop)
    await judged(shop)
    expect((await listingOf(shop)).facts.belowZero).toBe(value)
    expect(shop.connector.semanticsOf(await listingOf(shop)).belowZero).toBe(declared)
    await resumeSelling(world, scope, 'test')
    await shop.want(4)
    await shop.publish()
    // A counter that went below zero lacks that unit until its number is read the next time.
    await readAgain(shop)
    await shop.want(4)
    await shop.publish()
    expect([shop.shown, await shop.quota()]).toEqual([4, 4])
    expect(Math.max(...excesses)).toBeLessThanOrEqual(0)
    expect(await world.differences()).toEqual([])
  })

  it('nothing is lowered unless that was allowed, nor in a shop that is not joined', async () => {
    const shop = await joined('keyed')
    await ask(shop, false)
    await look(shop)
    await shop.publish()
    await ask(shop)
    await sql`update ${sql.table('channel')} set state = 'paused' where id = ${shop.channelId}`.execute(merchantDb(world.em))
    await look(shop)
    await shop.publish()
    expect([shop.shown, await shop.commands()]).toEqual([6, []])
    expect(await newest(shop)).toMatchObject({ state: 'watching', lowers: true, step: 0 })
    await ask(shop, false)
    expect(await newest(shop)).toMatchObject({ state: 'inconclusive', reason: 'something else was asked for' })
  })

  it('R5: a lost answer concludes nothing, and what it did is settled like any unknown outcome; asked again, it is found out', async () => {
    for (const fate of ['applied', 'lost'] as const) {
      const shop = await joined('keyed', { belowZero: 'refused' })
      shop.calls.fate(fate)
      await ask(shop)
      await look(shop)
      await shop.publish()
      expect(await newest(shop)).toMatchObject({ state: 'inconclusive' })
      expect(await shop.commands()).toMatchObject([{ state: 'unknown', tries: [{ outcome: 'unknown' }] }])
      expect(await shop.quota()).toBe(6)
      world.clock.advance(shop.connector.limits.requestLifetimeMs + 60_000)
      await judged(shop)
      expect(await shop.quota()).toBe(shop.shown)
      await probed(shop)
      expect((await listingOf(shop)).facts.repeatedKey).toBe('applied once')
      expect(Math.max(...excesses)).toBeLessThanOrEqual(0)
    }
  })

  it.each(['buys', 'calls off'] as const)('nothing is concluded when somebody %s meanwhile', async (what) => {
    const shop = await joined('keyed', { belowZero: 'refused' })
    shop.sandbox.switches.set('repeatedKey', what === 'buys' ? 'applied once' : 'applied again')
    const order = what === 'calls off' ? shop.buy(1) : null
    await shop.catchUp()
    let calls = 0
    shop.calls.onCall = () => {
      calls += 1
      if (calls !== 2) return
      if (order) shop.sandbox.market.cancel('A', order.id)
      else shop.buy(1)
    }
    await probed(shop)
    // The numbers alone would tell the opposite of what is true.
    expect((await listingOf(shop)).facts.repeatedKey).toBeUndefined()
    expect(await newest(shop)).toMatchObject({ state: 'inconclusive', reason: expect.stringContaining('order') })
    expect(Math.max(...excesses)).toBeLessThanOrEqual(0)
  })

  it('A2: a publisher that dies between the requests leaves nothing but a lowering whose outcome is settled', async () => {
    const shop = await joined('keyed', { belowZero: 'refused' })
    await ask(shop)
    await look(shop)
    const stop = new AbortController()
    let calls = 0
    shop.calls.onCall = () => {
      calls += 1
      if (calls === 2) stop.abort(new Error('killed'))
    }
    await shop.publish({ signal: stop.signal }).catch(() => undefined)
    shop.calls.onCall = () => undefined
    world.clock.advance(shop.connector.limits.requestLifetimeMs + 120_000)
    await judged(shop)
    await judged(shop)
    expect(await shop.quota()).toBe(shop.shown)
    expect((await shop.commands()).every(({ state }) => state === 'closed')).toBe(true)
    expect(Math.max(...excesses)).toBeLessThanOrEqual(0)
    expect(await world.differences()).toEqual([])
  })
})
