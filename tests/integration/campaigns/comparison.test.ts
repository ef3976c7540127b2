import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareCampaign } from '../../../src/campaigns/compare-campaign.ts'
import { findListedCampaign } from '../../../src/campaigns/list-campaigns.ts'
import { tendCampaigns } from '../../../src/campaigns/tend-campaigns.ts'
import { Campaigns } from '../../support/campaigns.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

it('says what a campaign sells beside the time before it, and what it loses once it has sold out', async () => {
  await world.stocked('ca', 'W1', 40)
  await world.recipe('Rca', { ca: 1 })
  const shop = await new PublishShop(world, 'ca', 'refusing').open({ recipe: 'Rca', shown: 20, state: 'joining' })
  await shop.join()
  shop.buy(9)
  world.clock.advance(90 * MINUTE)
  shop.buy(2)
  world.clock.advance(10 * MINUTE)
  const campaigns = new Campaigns(world, 'ca')
  const startsAtMs = world.nowMs
  const line = { recipe: 'Rca', units: 6 }
  const code = await campaigns.granted({ startsAtMs, endsAtMs: startsAtMs + 120 * MINUTE, lines: [line] })
  expect(await compareCampaign(world.em, code, startsAtMs)).toBeUndefined()
  world.clock.advance(20 * MINUTE)
  shop.buy(6)
  world.clock.advance(10 * MINUTE)
  await shop.catchUp()
  const tend = () => tendCampaigns({ em: world.em, clock: world.clock, desk: world.desk, signal: new AbortController().signal })
  await tend()
  expect(await compareCampaign(world.em, code, world.nowMs)).toEqual([
    { line: 1, recipe: 'Rca', soldUnits: 6, soldBeforeUnits: 2, times: 3 },
  ])
  const progress = async () => (await findListedCampaign(world.em, code, world.nowMs))?.lines[0]
  expect(await progress()).toMatchObject({ soldUnits: 6, leftUnits: 0, soldPerHour: expect.closeTo(12, 0), lostUnits: 0 })
  world.clock.advance(30 * MINUTE)
  expect(await progress()).toMatchObject({ soldPerHour: expect.closeTo(12, 0), lostUnits: 6, lastsUntilMs: null })
  world.clock.advance(300 * MINUTE)
  expect(await progress()).toMatchObject({ soldPerHour: expect.closeTo(12, 0), lostUnits: expect.closeTo(17, -1) })
  expect(await compareCampaign(world.em, 'NONE', world.nowMs)).toBeUndefined()
})
