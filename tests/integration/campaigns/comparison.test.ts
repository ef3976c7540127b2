import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareCampaign } from '../../../src/campaigns/compare-campaign.ts'
import { findListedCampaign } from '../../../src/campaigns/list-campaigns.ts'
import { tendCampaigns } from '../../../src/campaigns/tend-campaigns.ts'
import { createDirectChannel } from '../../../src/catalogue/create-direct-channel.ts'
import type { HoldId } from '../../../src/domain/ids.ts'
import { createManualOrder } from '../../../src/orders/manual-orders.ts'
import { commitHold } from '../../../src/stock/commands/commit-hold.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { Campaigns } from '../../support/campaigns.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { holdId, MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

interface Line {
  readonly sku?: string
  readonly recipe?: string
  readonly units: number
}

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

it('counts direct sales, too: once they are committed, less what was given back, and whatever they are named as', async () => {
  await createDirectChannel(world.em, { code: 'app', name: 'App' }, world.clock.now())
  await createDirectChannel(world.em, { code: 'other', name: 'Other' }, world.clock.now())
  await world.stocked('cb', 'W1', 90)
  await world.stocked('cc', 'W1', 40)
  await world.recipe('Rcb', { cb: 1 })
  await world.recipe('Rset', { cb: 1, cc: 2 })
  const open = async (lines: readonly Line[], named: { readonly channel?: string; readonly campaign?: string } = {}) => {
    const wanted = lines.map((line) => ({ sku: null, recipe: null, location: null, ...line }))
    const args = { lines: wanted, ttlMs: 15 * MINUTE, pool: null, reference: null, channel: 'app', ...named }
    return holdId(yes(await world.do(holdUnits, args)))
  }
  const sell = async (...args: Parameters<typeof open>): Promise<HoldId> => {
    const id = await open(...args)
    yes(await world.do(commitHold, { holdId: id }))
    return id
  }
  await sell([{ sku: 'cb', units: 2 }])
  await sell([{ sku: 'cb', units: 7 }], { channel: 'other' })
  await open([{ sku: 'cb', units: 5 }])
  await sell([{ recipe: 'Rset', units: 1 }])
  world.clock.advance(20 * MINUTE)
  const startsAtMs = world.nowMs
  const lines = [
    { recipe: 'Rcb', units: 6 },
    { recipe: 'Rset', units: 3 },
  ]
  const campaign = await new Campaigns(world, 'app').granted({ startsAtMs, endsAtMs: startsAtMs + 60 * MINUTE, lines })
  await sell([{ recipe: 'Rcb', units: 4 }], { campaign })
  await sell([
    { sku: 'cb', units: 3 },
    { recipe: 'Rset', units: 2 },
    { sku: 'cc', units: 4 },
  ])
  const partly = await sell([{ sku: 'cb', units: 9 }])
  yes(await world.do(releaseHold, { holdId: partly, lines: [{ line: 1, units: 8 }] }))
  const whole = await sell([{ recipe: 'Rset', units: 5 }])
  yes(await world.do(releaseHold, { holdId: whole, lines: null }))
  const told = (reference: string, orderKind: 'order' | 'gift', gift: boolean) => {
    const line = { sku: 'cb', recipe: null, units: 1, location: null }
    const of = { reference, orderKind, reason: 'by telephone', channel: 'app', forOrder: null, asFact: false, pool: null }
    return world.do(createManualOrder, {
      ...of,
      lines: [
        { ...line, gift: false },
        { ...line, gift },
      ],
    })
  }
  yes(await told('M1', 'order', true))
  yes(await told('M2', 'gift', false))
  world.clock.advance(25 * MINUTE)
  expect(await compareCampaign(world.em, campaign, world.nowMs)).toEqual([
    { line: 1, recipe: 'Rcb', soldUnits: 9, soldBeforeUnits: 2, times: 4.5 },
    { line: 2, recipe: 'Rset', soldUnits: 2, soldBeforeUnits: 1, times: 2 },
  ])
})
