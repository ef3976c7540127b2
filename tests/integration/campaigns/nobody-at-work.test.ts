import { afterAll, beforeAll, expect, it } from 'vitest'
import { tendCampaigns } from '../../../src/campaigns/tend-campaigns.ts'
import { createDirectChannel } from '../../../src/catalogue/create-direct-channel.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { Campaigns } from '../../support/campaigns.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
const { signal } = new AbortController()
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await createDirectChannel(world.em, { code: 'app', name: 'App' }, world.clock.now())
})
afterAll(() => world.close())

/** A campaign of the app and a shop: 10 of 20 units, from in ten minutes on for an hour. The shop shows 6 of the others. */
async function granted(sku: string) {
  await world.stocked(sku, 'W1', 20)
  await world.recipe(`R${sku}`, { [sku]: 1 })
  const shop = await new PublishShop(world, sku, 'refusing').open({ recipe: `R${sku}`, shown: 6, state: 'joining' })
  await shop.join()
  const campaigns = new Campaigns(world, sku)
  const startsAtMs = world.nowMs + 10 * MINUTE
  const lines = [{ recipe: `R${sku}`, units: 10 }]
  const code = await campaigns.granted({ channels: [sku, 'app'], startsAtMs, endsAtMs: startsAtMs + 60 * MINUTE, lines })
  const sell = (campaign?: string, units = 1) => {
    const wanted = [{ sku, recipe: null, units, location: null }]
    const of = campaign === undefined ? {} : { campaign }
    const args = { lines: wanted, ttlMs: 24 * 60 * MINUTE, pool: null, reference: null, channel: 'app', ...of }
    return world.do(holdUnits, args)
  }
  return { shop, campaigns, code, startsAtMs, sell }
}

const moveTo = (ms: number): void => world.clock.advance(ms - world.nowMs)

it('I11: with all workers stopped from the grant to after the end, who may spend and when what is kept is free is right to the millisecond', async () => {
  const { shop, campaigns, code, startsAtMs, sell } = await granted('wa')
  moveTo(startsAtMs - 1)
  expect(await sell(code)).toMatchObject({ code: 'CAMPAIGN_STATE' })
  shop.buy(1)
  moveTo(startsAtMs)
  expect(await sell(code)).toMatchObject({ kind: 'held' })
  world.clock.advance(MINUTE)
  shop.buy(2)
  // Others get what is free and nothing of what is kept: 20 on hand, 6 at the shop, 10 of the campaign.
  expect(await sell(undefined, 5)).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
  expect(await sell(undefined, 4)).toMatchObject({ kind: 'held' })
  moveTo(startsAtMs + 60 * MINUTE - 1)
  expect(await sell(code)).toMatchObject({ kind: 'held' })
  expect(await sell(undefined, 1)).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
  moveTo(startsAtMs + 60 * MINUTE)
  expect(await sell(code)).toMatchObject({ code: 'CAMPAIGN_ENDED' })
  expect(await sell(undefined, 8)).toMatchObject({ kind: 'held' })
  expect(await world.balance('wa')).toMatchObject({ lockKept: 0, free: 0 })
  shop.buy(1)
  world.clock.advance(MINUTE)
  // Workers are back: of four orders two units were placed in its window.
  await shop.catchUp()
  expect(await campaigns.sold(code)).toBe(2)
  expect(await world.differences()).toEqual([])
})

it('what was kept is released once by twenty workers who find it ended, whatever else they do at the same time', async () => {
  const { campaigns, code, startsAtMs } = await granted('wb')
  const other = await world.gateway()
  moveTo(startsAtMs + 60 * MINUTE)
  const desks = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? world.desk : other))
  await Promise.all(desks.map((desk) => tendCampaigns({ em: world.em, clock: world.clock, desk, signal })))
  expect(await world.balance('wb')).toMatchObject({ lockKept: 0, quota: 6, free: 14 })
  expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 0, published: 0, spent: 0 })
  expect(await campaigns.end(code)).toMatchObject({ code: 'CAMPAIGN_ENDED' })
  expect(await world.balance('wb')).toMatchObject({ free: 14 })
  expect(await world.differences()).toEqual([])
})
