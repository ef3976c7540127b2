import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resumeSelling, stopSelling } from '../../../src/selling/stop-selling.ts'
import { PublishShop, type FrontName } from '../../support/publish-world.ts'
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
  shop.fate('held')
  await shop.want(10)
  await shop.publish()
  await stopSelling(world, scope, 'test')
  await tellStops(shop)
  expect(shop.shown).toBe(0)
  // The raise was only late: what it puts on sale again is still covered.
  await shop.release()
  expect(shop.shown).toBe(4)
  await watch(shop)
  await settleAndJudge(shop)
  expect((await world.balance(sku))?.quota).toBeGreaterThanOrEqual(4)
  expect(await shop.excess()).toBeLessThanOrEqual(0)
})

it('is told again where the answer was lost, whatever became of the first one', async () => {
  const { shop, scope } = await live('refusing')
  shop.fate('lost')
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
