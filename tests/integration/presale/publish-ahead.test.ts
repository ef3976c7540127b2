import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { changeExpectedReceipt } from '../../../src/presale/change-expected-receipt.ts'
import { createExpectedReceipt } from '../../../src/presale/create-expected-receipt.ts'
import { markAhead } from '../../../src/presale/mark-ahead.ts'
import { wantAhead } from '../../../src/presale/publish-presale.ts'
import { setPresaleQuota } from '../../../src/presale/set-presale-quota.ts'
import { stopSelling } from '../../../src/selling/stop-selling.ts'
import { Campaigns } from '../../support/campaigns.ts'
import type { FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { runsOf } from '../../support/property-runs.ts'
import { StockWorld, yes } from '../../support/stock-world.ts'
import { readAgain, settleAndJudge, tellStops, watch } from '../../support/watch-shop.ts'

let world: StockWorld
let made = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.defaultLocation('central', 'W1')
})
afterAll(() => world.close())

interface Ahead {
  readonly shop: PublishShop
  readonly sku: string
  readonly receipt: string
  /** What an operator says that it may sell. */
  readonly allow: (units: number) => Promise<unknown>
}

/** A shop with one listing of goods that are still to come: so many are expected, and three are on hand. */
async function ahead(
  front: FrontName,
  { expected, shown = 0, perSet = 1 }: { expected: number; shown?: number; perSet?: number },
) {
  made += 1
  const sku = `A${made}`
  await world.stocked(sku, 'W1', 3)
  await world.recipe(`RA${made}`, { [sku]: perSet })
  const shop = await new PublishShop(world, `ahead${made}`, front).open({ recipe: `RA${made}`, shown, state: 'joining' })
  const { receiptId } = yes(
    await world.do(createExpectedReceipt, { pool: null, sku, units: expected, dueOn: '2026-12-20', reference: null }),
  )
  const listing = await keyOf(shop)
  expect(await markAhead(world, { channel: shop.code, listing, ahead: true, actor: 'test' })).toMatchObject({
    listing: { soldAhead: true },
  })
  await shop.join()
  const allow = async (units: number) => {
    const answer = await world.do(setPresaleQuota, { channel: shop.code, listing, pool: null, units })
    if (answer.kind === 'presaleQuotaSet')
      await wantAhead(world.em, { channel: shop.code, listing, units, now: world.clock.now() })
    return answer
  }
  return { shop, sku, receipt: receiptId, allow } satisfies Ahead
}

async function keyOf(shop: PublishShop): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    select external_id as key from ${sql.table('listing')} where id = ${shop.listingId}`.execute(merchantDb(world.em))
  return rows[0]?.key ?? ''
}

async function books({ shop, receipt }: Ahead) {
  const db = merchantDb(world.em)
  const quota = await sql<{ granted: number; sold: number; lower: number }>`
    select granted::int, sold::int, to_lower::int as lower from ${sql.table('presale_quota')} where listing_id = ${shop.listingId}`.execute(
    db,
  )
  const came = await sql<{ orders: number; quota: number }>`
    select presale_orders::int as orders, presale_quota::int as quota from ${sql.table('expected_receipt')} where id = ${receipt}::uuid`.execute(
    db,
  )
  return { ...quota.rows[0], ...came.rows[0] }
}

/** Units that its shop can sell, and has sold to orders not booked, beyond what is set aside: B says never more than none. */
async function excess(one: Ahead): Promise<number> {
  const { granted = 0 } = await books(one)
  return one.shop.live + Math.max(0, one.shop.shown) + (await one.shop.inFlight()) - granted
}

describe.each(['keyed', 'clamped'] as const)('a presale listing whose stock call is %s', (front) => {
  it('R1: is raised by what is expected and set aside, never by what is on hand, and its orders count on the receipt', async () => {
    const one = await ahead(front, { expected: 8 })
    const { shop, sku, allow } = one
    expect(await allow(9)).toMatchObject({ code: 'NOT_ENOUGH_EXPECTED' })
    expect(await allow(7)).toMatchObject({ units: 7 })
    expect([shop.shown, (await books(one)).granted]).toEqual([0, 7])
    await shop.publish()
    expect(shop.shown).toBe(7)
    expect(await books(one)).toEqual({ granted: 7, sold: 0, lower: 0, orders: 0, quota: 7 })
    shop.buy(2)
    await shop.catchUp()
    await shop.publish()
    expect([shop.shown, await shop.quota(), await books(one)]).toEqual([
      5,
      5,
      { granted: 7, sold: 2, lower: 0, orders: 2, quota: 5 },
    ])
    // Nothing on hand is held or promised for it.
    expect(await world.balance(sku)).toMatchObject({ onHand: 3, free: 3, held: 0, quota: 0, deficit: 0 })
    expect(await excess(one)).toBeLessThanOrEqual(0)
    await world.tell({ kind: 'receipt', document: world.newKey(), happenedAtMs: world.nowMs, location: 'W1', sku, units: 4 })
    expect(await world.balance(sku)).toMatchObject({ onHand: 7, held: 2, free: 5 })
    expect(await world.differences()).toEqual([])
  })

  it('R2: a cut receipt lowers the listing first, and what was lowered there is given back only when that is proved', async () => {
    const one = await ahead(front, { expected: 10 })
    const { shop, receipt, allow } = one
    await allow(8)
    await shop.publish()
    shop.buy(1)
    await shop.catchUp()
    shop.calls.fate('applied')
    yes(await world.do(changeExpectedReceipt, { receipt, units: 4, dueOn: null }))
    expect(await books(one)).toMatchObject({ granted: 8, sold: 1, lower: 4, orders: 1, quota: 3 })
    await shop.publish()
    // Its answer was lost: the units stay set aside until it is known.
    expect(await books(one)).toMatchObject({ granted: 8, lower: 4 })
    expect(await excess(one)).toBeLessThanOrEqual(0)
    world.clock.advance(shop.connector.limits.requestLifetimeMs + 60_000)
    for (let n = 0; n < 3; n += 1) {
      await shop.publish()
      await shop.catchUp()
    }
    await shop.publish()
    expect([shop.shown, await shop.quota(), await books(one)]).toEqual([
      3,
      3,
      { granted: 4, sold: 1, lower: 0, orders: 1, quota: 3 },
    ])
    expect(await world.differences()).toEqual([])
  })

  it('fewer are shown before they are free for others, and a cancelled unit goes back to the shop that restores it', async () => {
    const one = await ahead(front, { expected: 10 })
    const { shop, allow } = one
    await allow(6)
    await shop.publish()
    shop.buy(2)
    await shop.catchUp()
    await allow(1)
    expect(await books(one)).toMatchObject({ granted: 6, sold: 2 })
    await shop.publish()
    await shop.publish()
    await readAgain(shop)
    expect([shop.shown, await books(one)]).toEqual([1, { granted: 3, sold: 2, lower: 0, orders: 2, quota: 1 }])
    shop.cancelOne(0)
    await shop.catchUp()
    await shop.publish()
    await readAgain(shop)
    expect([shop.shown, await shop.quota(), (await books(one)).sold]).toEqual([1, 1, 0])
    expect(await excess(one)).toBeLessThanOrEqual(0)
    expect(await world.differences()).toEqual([])
  })
})

const step = fc.oneof(
  fc.record({ do: fc.constant('buy' as const), n: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ do: fc.constant('allow' as const), n: fc.nat(10) }),
  fc.record({ do: fc.constant('cut' as const), n: fc.nat(12) }),
  fc.record({ do: fc.constant('cancel' as const), n: fc.nat(3) }),
  fc.record({ do: fc.constantFrom('applied' as const, 'lost' as const, 'held' as const, 'release' as const), n: fc.constant(0) }),
  fc.record({ do: fc.constantFrom('read' as const, 'publish' as const, 'settle' as const, 'wait' as const), n: fc.constant(0) }),
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

async function take({ shop, receipt, allow }: Ahead, { do: what, n }: Step): Promise<void> {
  if (what === 'buy') shop.buy(n)
  else if (what === 'cancel') shop.cancelOne(n)
  else if (what === 'allow') await allow(n)
  else if (what === 'cut') yes(await world.do(changeExpectedReceipt, { receipt, units: n, dueOn: null }))
  else if (what === 'release') await shop.calls.release()
  else if (what === 'read') await shop.catchUp()
  else if (what === 'publish') await shop.publish()
  else if (what === 'settle') await watch(shop).then(() => settleAndJudge(shop))
  else if (what === 'wait') world.clock.advance(shop.connector.limits.requestLifetimeMs + 60_000)
  else shop.calls.fate(what)
}

it('I3, B: whatever is allowed, cut, bought, called off and lost, its shop cannot sell more than is set aside for it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(['keyed', 'refusing', 'clamped'] as const)),
      fc.array(step, { minLength: 5, maxLength: 25 }),
      async (front, steps) => {
        const one = await ahead(front, { expected: 10 })
        for (const some of steps) {
          await take(one, some)
          const { sold = 0, granted = 0 } = await books(one)
          const quota = await one.shop.quota()
          // What was sold of it and is booked, and its quota, cover what it has sold and can sell; what is set aside covers both.
          expect(one.shop.live + Math.max(0, one.shop.shown) + (await one.shop.inFlight()) - sold - quota).toBeLessThanOrEqual(0)
          expect(Math.max(0, quota) - Math.max(0, granted - sold)).toBeLessThanOrEqual(0)
        }
        expect(await world.differences()).toEqual([])
      },
    ),
    runsOf(6),
  )
})

it('one that shows more than is expected when it joins is a fact: the rest is lowered at once', async () => {
  const one = await ahead('refusing', { expected: 8, shown: 6, perSet: 2 })
  await one.shop.publish()
  await one.shop.publish()
  expect([one.shop.shown, await one.shop.quota(), await books(one)]).toEqual([
    4,
    4,
    { granted: 8, sold: 0, lower: 0, orders: 0, quota: 8 },
  ])
  expect(await world.openAlarms(`sku:${one.sku}`)).toEqual(expect.arrayContaining(['presale_to_lower']))
})

it('orders of a platform that tells of no presale count on what is expected too, where an operator says so, and stay so', async () => {
  const one = await ahead('hiding', { expected: 5 })
  const { shop, sku, allow } = one
  await allow(5)
  await shop.publish()
  expect(shop.shown).toBe(5)
  shop.buy(2)
  await shop.catchUp()
  expect(await books(one)).toMatchObject({ granted: 5, sold: 2, orders: 2, quota: 3 })
  expect(await world.balance(sku)).toMatchObject({ held: 0, free: 3 })
  const listing = await keyOf(shop)
  const back = () => markAhead(world, { channel: shop.code, listing, ahead: false, actor: 'test' })
  expect(await back()).toMatchObject({ code: 'INVALID', field: 'listing' })
  await allow(0)
  await shop.publish()
  await watch(shop)
  await settleAndJudge(shop)
  await shop.publish()
  expect(await back()).toMatchObject({ kind: 'saved', listing: { soldAhead: false } })
  // As a listing of what is on hand it joins anew; what was sold ahead waits for what is to come.
  await shop.join()
  shop.buy(1)
  await shop.catchUp()
  expect(await books(one)).toMatchObject({ sold: 2, orders: 2 })
  await world.tell({ kind: 'receipt', document: world.newKey(), happenedAtMs: world.nowMs, location: 'W1', sku, units: 2 })
  expect(await world.balance(sku)).toMatchObject({ onHand: 5, held: 2 })
  expect(await world.differences()).toEqual([])
})

it('a listing that may still sell what is on hand is not marked, and one that is stopped is once it is settled', async () => {
  made += 1
  await world.stocked(`A${made}`, 'W1', 9)
  await world.recipe(`RA${made}`, { [`A${made}`]: 1 })
  const shop = await new PublishShop(world, `ahead${made}`, 'refusing').open({ recipe: `RA${made}`, shown: 4, state: 'joining' })
  await shop.join()
  const listing = await keyOf(shop)
  const mark = () => markAhead(world, { channel: shop.code, listing, ahead: true, actor: 'test' })
  expect(await mark()).toMatchObject({ code: 'INVALID' })
  expect(await markAhead(world, { channel: shop.code, listing: 'none', ahead: true, actor: 'test' })).toMatchObject({
    code: 'UNKNOWN_LISTING',
  })
  await stopSelling(world, { channel: shop.code, listing: null, sku: null }, 'test')
  await tellStops(shop)
  await watch(shop)
  await settleAndJudge(shop)
  expect(await mark()).toMatchObject({ kind: 'saved', listing: { soldAhead: true } })
  expect(await world.balance(`A${made}`)).toMatchObject({ quota: 0, free: 9 })
  expect(await world.differences()).toEqual([])
})

it('what it sells is promised to no campaign: a campaign promises what is on hand', async () => {
  const { shop } = await ahead('refusing', { expected: 3 })
  const lines = [{ channel: shop.code, listing: await keyOf(shop), units: 1 }]
  expect(await new Campaigns(world, shop.code).plan({ lines })).toMatchObject({ code: 'SOLD_AHEAD', field: 'lines.0.listing' })
})
