import { afterAll, beforeAll, expect, it } from 'vitest'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { boostListing } from '../../../src/selling/boost-listing.ts'
import { stopSelling } from '../../../src/selling/stop-selling.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

it('recalls from other shops what is not free, raises as it returns, and refuses with the numbers what cannot be had', async () => {
  await world.stocked('S1', 'W1', 13)
  await world.recipe('R1', { S1: 1 })
  const one = await new PublishShop(world, 'one', 'refusing').open({ recipe: 'R1', shown: 6, state: 'joining' })
  const other = await new PublishShop(world, 'other', 'refusing').open({ recipe: 'R1', shown: 6, state: 'joining' })
  await one.join()
  await other.join()
  const signal = AbortSignal.timeout(60_000)
  const tools = { em: world.em, clock: world.clock, signal }
  const ask = (units: number, listing = one.row.id) => boostListing(tools, { channel: 'one', listing, units, actor: 'test' })

  expect(await ask(8)).toMatchObject({
    code: 'NOT_ENOUGH_STOCK',
    message: expect.stringContaining('S1: 1 free, 6 elsewhere'),
    shortages: [{ sku: 'S1', pool: 'central', wantedUnits: 8, availableUnits: 7 }],
  })
  expect(await ask(4)).toMatchObject({ kind: 'boosted', quotaUnits: 6, wantedUnits: 10, freeUnits: 1, recalledUnits: 3 })
  await one.publish()
  expect([one.shown, other.shown]).toEqual([7, 6])
  await other.publish()
  expect(other.shown).toBe(3)
  await planQuotas(tools, [(await world.balance('S1'))?.skuId ?? ''])
  await one.publish()
  expect([one.shown, other.shown]).toEqual([10, 3])
  expect(await world.balance('S1')).toMatchObject({ quota: 13, free: 0, deficit: 0 })

  expect(await ask(0)).toMatchObject({ code: 'INVALID', field: 'units' })
  expect(await ask(1, 'none')).toMatchObject({ code: 'UNKNOWN_LISTING' })
  await stopSelling(world, { channel: 'one', listing: null, sku: null }, 'test')
  expect(await ask(1)).toMatchObject({ code: 'CHANNEL_STATE' })
})
