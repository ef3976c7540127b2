import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cadence } from '../../../src/channels/estimate-calls.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import type { HandEditPolicy } from '../../../src/domain/publishing/judge-reading.ts'
import { allowRaises } from '../../../src/selling/stop-selling.ts'
import type { FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { findingsOf, openAlarms, readAgain, settleAndJudge, watch } from '../../support/watch-shop.ts'

let world: StockWorld
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** A live shop that shows 6 of so many units on hand, read and judged once. */
async function live(front: FrontName, onHand: number, policy: HandEditPolicy = 'cut back') {
  made += 1
  const sku = `S${made}`
  await world.stocked(sku, 'W1', onHand)
  await world.recipe(`R${made}`, { [sku]: 1 })
  const shop = await new PublishShop(world, `w${made}`, front).open({ recipe: `R${made}`, shown: 6, state: 'joining' })
  await shop.join()
  await sql`update ${sql.table('channel')} set hand_edits = ${policy} where code = ${shop.code}`.execute(merchantDb(world.em))
  await shop.want(6)
  await readAgain(shop)
  expect(await findingsOf(shop)).toEqual([])
  return { sku, shop }
}

describe.each(['keyed', 'refusing', 'clamped', 'hiding'] as const)('a shop whose stock call is %s', (front) => {
  it('A11: an edit upwards is found by the next reading, alarmed, counted at once and cut back', async () => {
    const { sku, shop } = await live(front, 20)
    shop.row.sellable += 5
    shop.buy(2)
    await readAgain(shop)
    expect(await findingsOf(shop)).toEqual([{ kind: 'raised', units: 5, above: 5, adopted: 0, cut: 5 }])
    expect(await openAlarms(shop)).toEqual(['hand_edit'])
    expect(shop.shown).toBe(6)
    await readAgain(shop)
    expect(await world.balance(sku)).toMatchObject({ held: 2, quota: 6, free: 12, deficit: 0 })
    expect(await findingsOf(shop)).toHaveLength(1)
    expect(await shop.excess()).toBe(0)
  })
})

it('R3: a counter read at its cadence settles at what is for sale, where the number counts what was ordered too', async () => {
  const { shop } = await live('hiding', 20)
  shop.buy(2)
  await readAgain(shop)
  const { rows } = await sql`
    select settled_units::integer as settled, sellable_units::integer as sellable from ${sql.table('stock_reading')}
     where listing_id = ${shop.listingId} order by recorded_at desc limit 1`.execute(merchantDb(world.em))
  expect(rows).toEqual([{ settled: 4, sellable: 4 }])
  expect(await shop.excess()).toBe(0)
})

it('R3: reads no counter while a raise to it is under way: that raise would be missing in what it settles', async () => {
  const { shop } = await live('refusing', 20)
  shop.world.clock.advance(cadence.readingsMs)
  await shop.catchUp()
  await shop.want(9)
  const [thaw, built] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  shop.calls.freeze = thaw.promise
  shop.calls.onCall = () => built.resolve()
  const publishing = shop.publish()
  await built.promise
  const { reads, dueAt } = await watch(shop)
  thaw.resolve()
  await publishing
  await settleAndJudge(shop)
  expect({ reads, quota: await shop.quota(), shown: shop.shown }).toEqual({ reads: 0, quota: 9, shown: 9 })
  expect(dueAt?.getTime()).toBeGreaterThan(shop.world.nowMs - 600_000)
  expect(await shop.excess()).toBe(0)
})

it('A11: what an edit costs is at most the edit: what is sold beyond the goods is deficit', async () => {
  const { sku, shop } = await live('refusing', 8)
  shop.row.sellable += 5
  shop.buy(11)
  await readAgain(shop)
  const balance = await world.balance(sku)
  expect(balance?.held).toBe(11)
  expect(balance?.deficit).toBeLessThanOrEqual(5)
  expect(await shop.excess()).toBe(0)
})

it('adopts what is free and cuts back the rest, by the policy of the channel', async () => {
  const { sku, shop } = await live('refusing', 9, 'adopt')
  shop.row.sellable += 5
  await readAgain(shop)
  expect(await findingsOf(shop)).toEqual([{ kind: 'raised', units: 5, above: 5, adopted: 3, cut: 2 }])
  await shop.publish()
  expect(shop.shown).toBe(9)
  await readAgain(shop)
  expect(await world.balance(sku)).toMatchObject({ quota: 9, free: 0, deficit: 0 })
})

it('writes nothing to the shop where the policy is to alarm only, and counts the units all the same', async () => {
  const { sku, shop } = await live('refusing', 20, 'alarm')
  shop.row.sellable += 5
  await readAgain(shop)
  await shop.publish()
  expect(shop.shown).toBe(11)
  expect(await world.balance(sku)).toMatchObject({ quota: 11, free: 9 })
})

it('A11: a lowering by hand frees its units, and the listing is not raised again until the operator allows it', async () => {
  const { sku, shop } = await live('refusing', 20)
  shop.row.sellable -= 4
  await readAgain(shop)
  expect(await findingsOf(shop)).toEqual([{ kind: 'lowered', units: 4, above: 0, adopted: 0, cut: 0 }])
  expect(await openAlarms(shop)).toEqual(['hand_lowering'])
  expect(await world.balance(sku)).toMatchObject({ quota: 2, free: 18 })
  await shop.want(6)
  await shop.publish()
  expect(shop.shown).toBe(2)

  const scope = { channel: shop.code, listing: null, sku: null }
  expect(await allowRaises(world, scope, 'test')).toMatchObject({ listings: 1 })
  await shop.publish()
  expect(shop.shown).toBe(6)
  await readAgain(shop)
  expect(await findingsOf(shop)).toHaveLength(1)
})

it('A11: commands whose answers were lost, applied or not, and orders in between accuse nobody', async () => {
  const { shop } = await live('refusing', 40)
  shop.calls.fate('applied', 'lost')
  await shop.want(9)
  await shop.publish()
  shop.buy(2)
  await readAgain(shop)
  await shop.publish()
  await shop.want(12)
  await shop.publish()
  await readAgain(shop)
  await shop.publish()
  await readAgain(shop)
  expect(await findingsOf(shop)).toEqual([])
  expect(await shop.excess()).toBe(0)
})

it('names a second writer by the changes that show it, once', async () => {
  const { shop } = await live('refusing', 100)
  for (let n = 0; n < 5; n += 1) {
    shop.row.sellable = 50
    await readAgain(shop)
    await shop.want(6)
    await shop.publish()
    await readAgain(shop)
  }
  expect((await openAlarms(shop)).filter((kind) => kind === 'second_writer')).toEqual(['second_writer'])
})

it('reads at the stated cadence, and not more often', async () => {
  const { shop } = await live('refusing', 20)
  expect((await watch(shop)).reads).toBe(0)
  world.clock.advance(600_000)
  expect((await watch(shop)).reads).toBe(1)
  expect((await watch(shop)).reads).toBe(0)
})
