import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findListedCampaign } from '../../../src/campaigns/list-campaigns.ts'
import { Campaigns } from '../../support/campaigns.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** A live shop that shows 2 of 20 units, 10 of which a campaign keeps from now on for an hour. */
async function running(code: string, { units = 10, startsIn = 0, leadMs = 0 } = {}) {
  await world.stocked(code, 'W1', 20)
  await world.recipe(`R${code}`, { [code]: 1 })
  const shop = await new PublishShop(world, code, 'refusing').open({ recipe: `R${code}`, shown: 2, state: 'joining' })
  await shop.join()
  const campaigns = new Campaigns(world, code)
  const startsAtMs = world.nowMs + startsIn
  const lines = [{ recipe: `R${code}`, units }]
  const campaign = await campaigns.granted({ startsAtMs, endsAtMs: startsAtMs + 60 * MINUTE, leadMs, lines })
  return { shop, campaigns, campaign }
}

describe('a raise in the window of a campaign', () => {
  it('I11: takes what is kept first, and what is free after it', async () => {
    const { shop, campaigns, campaign } = await running('ra')
    await shop.want(8)
    await shop.publish()
    expect(await world.balance('ra')).toMatchObject({ quota: 8, lockKept: 4, free: 8 })
    expect(await campaigns.line(campaign)).toEqual({ granted: 10, kept: 4, published: 6, spent: 0 })
    await shop.want(14)
    await shop.publish()
    expect(await world.balance('ra')).toMatchObject({ quota: 14, lockKept: 0, free: 6 })
    expect(await shop.excess()).toBeLessThanOrEqual(0)
  })

  it('begins its lead before the start, and not sooner', async () => {
    const { shop, campaigns, campaign } = await running('rb', { startsIn: 30 * MINUTE, leadMs: 5 * MINUTE })
    await shop.want(5)
    await shop.publish()
    expect(await campaigns.line(campaign)).toMatchObject({ kept: 10, published: 0 })
    world.clock.advance(26 * MINUTE)
    await shop.catchUp()
    await shop.want(8)
    await shop.publish()
    expect(await campaigns.line(campaign)).toMatchObject({ kept: 7, published: 3 })
  })

  it('R5: of which nobody knows the outcome keeps its units there until a reading has proved it', async () => {
    const { shop, campaigns, campaign } = await running('rc')
    shop.calls.fate('lost')
    await shop.want(8)
    await shop.publish()
    expect(await campaigns.line(campaign)).toMatchObject({ kept: 4, published: 6 })
    // It was asked for, and is not known to be there.
    const listed = await findListedCampaign(world.em, campaign, world.nowMs)
    expect(listed?.lines).toMatchObject([{ publishedUnits: 6, confirmedUnits: 0, keptUnits: 4 }])
    world.clock.advance(30 * MINUTE)
    for (let turn = 0; turn < 3; turn += 1) {
      await shop.publish()
      await shop.catchUp()
    }
    await shop.publish()
    expect(await shop.quota()).toBe(shop.shown)
    expect((await campaigns.line(campaign)).kept + (await campaigns.line(campaign)).published).toBe(10)
  })
})

describe('an order of the shop in the window', () => {
  it('I11: sold and left together are what was promised, as long as there is something free', async () => {
    const { shop, campaigns, campaign } = await running('oa')
    await shop.want(8)
    await shop.publish()
    for (let n = 0; n < 3; n += 1) shop.buy(2)
    await shop.catchUp()
    expect(await campaigns.line(campaign)).toEqual({ granted: 10, kept: 4, published: 0, spent: 6 })
    await shop.want(6)
    await shop.publish()
    expect(shop.shown).toBe(6)
    expect(await campaigns.line(campaign)).toEqual({ granted: 10, kept: 0, published: 4, spent: 6 })
    expect(await world.differences()).toEqual([])
  })
})

describe('the end', () => {
  it('leaves what is shown to lowerings, which bring it back once', async () => {
    const { shop, campaigns, campaign } = await running('ea')
    await shop.want(8)
    await shop.publish()
    yes(await campaigns.end(campaign))
    expect(await world.balance('ea')).toMatchObject({ quota: 8, lockKept: 0, free: 12 })
    await shop.want(2)
    await shop.publish()
    await shop.publish()
    expect(shop.shown).toBe(2)
    expect(await world.balance('ea')).toMatchObject({ quota: 2, lockKept: 0, free: 18 })
  })

  it('by the clock ends raises out of what was kept, with no worker awake between the grant and then', async () => {
    const { shop, campaigns, campaign } = await running('eb')
    world.clock.advance(60 * MINUTE)
    await shop.catchUp()
    await shop.want(4)
    await shop.publish()
    expect(await world.balance('eb')).toMatchObject({ quota: 4, lockKept: 0, free: 16 })
    expect(await campaigns.line(campaign)).toMatchObject({ kept: 0, published: 0 })
  })
})

describe('what a campaign misses', () => {
  it('is left by raises of other listings: it is made up first', async () => {
    const { shop, campaigns, campaign } = await running('ma', { units: 4 })
    await world.recipe('Qma', { ma: 1 })
    const other = await campaigns.granted({
      startsAtMs: world.nowMs,
      onShortage: 'take_what_there_is',
      lines: [{ recipe: 'Qma', units: 20 }],
    })
    expect(await campaigns.line(other)).toMatchObject({ granted: 20, kept: 14 })
    yes(await campaigns.end(campaign))
    await shop.want(6)
    await shop.publish()
    expect(await world.balance('ma')).toMatchObject({ free: 4, quota: 2, lockKept: 14 })
  })
})
