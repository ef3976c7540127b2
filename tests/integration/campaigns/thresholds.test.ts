import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tendCampaigns } from '../../../src/campaigns/tend-campaigns.ts'
import { createDirectChannel } from '../../../src/catalogue/create-direct-channel.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { campaignLine, Campaigns, type WishedLine } from '../../support/campaigns.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { holdId, MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
const { signal } = new AbortController()
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await createDirectChannel(world.em, { code: 'app', name: 'App' }, world.clock.now())
})
afterAll(() => world.close())

/** A campaign of the app that runs from now on, with one line of this SKU. */
async function running(sku: string, onHand: number, line: WishedLine) {
  await world.stocked(sku, 'W1', onHand)
  await world.recipe(`R${sku}`, { [sku]: 1 })
  const campaigns = new Campaigns(world, 'app')
  const code = await campaigns.granted({ startsAtMs: world.nowMs, lines: [{ recipe: `R${sku}`, ...line }] })
  return { campaigns, code }
}

const tend = (desk = world.desk) => tendCampaigns({ em: world.em, clock: world.clock, desk, signal })

async function sell(campaign: string, sku: string, units: number) {
  const lines = [{ sku, recipe: null, units, location: null }]
  return world.do(holdUnits, { lines, ttlMs: 15 * MINUTE, pool: null, reference: null, channel: 'app', campaign })
}

async function alarmsOf(campaign: string): Promise<readonly string[]> {
  const { rows } = await sql<{ kind: string }>`
    select kind from ${sql.table('alarm')} where subject like ${`campaign:${campaign}%`} order by id`.execute(
    merchantDb(world.em),
  )
  return rows.map(({ kind }) => kind)
}

describe('at the threshold of its line a campaign', () => {
  it('warns, once under twenty workers, and again when it is passed anew', async () => {
    const { code } = await running('wa', 20, { units: 10, threshold: 4 })
    yes(await sell(code, 'wa', 6))
    await tend()
    expect(await alarmsOf(code)).toEqual([])
    const hold = holdId(yes(await sell(code, 'wa', 1)))
    await Promise.all(Array.from({ length: 20 }, () => tend()))
    expect(await alarmsOf(code)).toEqual(['campaign_threshold'])
    yes(await world.do(releaseHold, { holdId: hold, lines: null }))
    await tend()
    yes(await sell(code, 'wa', 2))
    await tend()
    expect(await alarmsOf(code)).toEqual(['campaign_threshold', 'campaign_threshold'])
  })

  it('is topped up to twice that out of what is free, on record, and warns when nothing is free any more', async () => {
    const { campaigns, code } = await running('ta', 17, { units: 10, threshold: 4, onThreshold: 'top_up' })
    yes(await sell(code, 'ta', 7))
    await Promise.all(Array.from({ length: 5 }, () => tend()))
    expect(await campaigns.line(code)).toEqual({ granted: 15, kept: 8, published: 0, spent: 7 })
    expect(await world.balance('ta')).toMatchObject({ held: 7, lockKept: 8, free: 2 })
    yes(await sell(code, 'ta', 6))
    await tend()
    expect(await campaigns.line(code)).toEqual({ granted: 17, kept: 4, published: 0, spent: 13 })
    yes(await sell(code, 'ta', 1))
    await tend()
    await tend()
    expect(await alarmsOf(code)).toEqual(['campaign_topped_up', 'campaign_topped_up', 'campaign_threshold'])
    await world.stocked('ta', 'W1', 9)
    await tend()
    expect(await campaigns.line(code)).toMatchObject({ granted: 22, kept: 8, spent: 14 })
    // Its plan grows with it: a change starts from there.
    yes(await campaigns.change(code, { lines: [{ line: 1, units: 23 }] }))
    expect(await campaigns.line(code)).toMatchObject({ granted: 23, kept: 9 })
    expect(await world.differences()).toEqual([])
  })

  it('is taken down: its shop shows 0, and it sells no more before it has more units and is resumed', async () => {
    await world.stocked('da', 'W1', 12)
    await world.recipe('Rda', { da: 1 })
    const shop = await new PublishShop(world, 'da', 'refusing').open({ recipe: 'Rda', shown: 0, state: 'joining' })
    await shop.join()
    const campaigns = new Campaigns(world, 'da')
    const line: WishedLine = { recipe: 'Rda', units: 6, threshold: 3, onThreshold: 'take_down' }
    const code = await campaigns.granted({ startsAtMs: world.nowMs, channels: ['da', 'app'], lines: [line] })
    await shop.want(6)
    await shop.publish()
    shop.buy(4)
    await shop.catchUp()
    await Promise.all([tend(), tend()])
    expect(await alarmsOf(code)).toEqual(['campaign_taken_down'])
    const { rows } = await sql<{ by: string | null }>`
      select stopped_by as by from ${sql.table('listing_publishing')} where listing_id = ${shop.listingId}`.execute(
      merchantDb(world.em),
    )
    expect(rows).toEqual([{ by: `campaign:${code}/1` }])
    expect(await sell(code, 'da', 1)).toMatchObject({ code: 'CAMPAIGN_STATE', field: 'lines.0' })
    yes(await campaigns.change(code, { lines: [{ line: 1, units: 9 }] }))
    await tend()
    yes(await sell(code, 'da', 1))
  })
})

describe('a gift that runs out', () => {
  it('does not end its campaign: the other lines go on, and it is told once', async () => {
    await world.stocked('ga', 'W1', 10)
    await world.stocked('gg', 'W1', 2)
    await world.recipe('Rga', { ga: 1 })
    await world.recipe('Rgg', { gg: 1 })
    const campaigns = new Campaigns(world, 'app')
    const lines = [
      { recipe: 'Rga', units: 5 },
      { recipe: 'Rgg', units: 2, isGift: true },
    ]
    const code = await campaigns.granted({ startsAtMs: world.nowMs, kind: 'gift', lines })
    yes(await sell(code, 'gg', 2))
    await Promise.all(Array.from({ length: 20 }, () => tend()))
    expect(await alarmsOf(code)).toEqual(['campaign_gift_gone'])
    yes(await sell(code, 'ga', 1))
    expect(await campaigns.line(code, 1)).toMatchObject({ kept: 4, spent: 1 })
  })
})

describe('a set in a campaign of gifts', () => {
  it('is refused where its gift would be in it, when it is planned and when it is changed, and is not where the gift is a line', async () => {
    await world.stocked('sa', 'W1', 10)
    await world.stocked('sg', 'W1', 2)
    await world.recipe('Rset', { sa: 1, sg: 1 })
    await world.recipe('Rsa', { sa: 1 })
    await world.recipe('Rsg', { sg: 1 })
    await world.stocked('sh', 'W1', 2)
    await world.recipe('Rsh', { sh: 1 })
    const campaigns = new Campaigns(world, 'app')
    const [set, gift] = [
      { recipe: 'Rset', units: 1 },
      { recipe: 'Rsh', units: 1, isGift: true },
    ]
    const no = { kind: 'refused', code: 'GIFT_IN_SET', message: expect.stringMatching(/line \d sells sa, sg as one set.*isGift/) }
    expect(await campaigns.plan({ kind: 'gift', lines: [set] })).toMatchObject({ ...no, field: 'lines.0' })
    // A set that gives nothing away is one good.
    yes(await campaigns.plan({ kind: 'flash_sale', lines: [set] }))

    const plain = await campaigns.planned({ kind: 'gift', lines: [{ recipe: 'Rsa', units: 1 }] })
    expect(await campaigns.change(plain, { newLines: [campaignLine(set)] })).toMatchObject({ ...no, field: 'newLines' })
    yes(await campaigns.change(plain, { newLines: [campaignLine(set), campaignLine(gift)] }))
    expect(await campaigns.change(plain, { lines: [{ line: 3, units: 0 }] })).toMatchObject({ ...no, field: 'lines' })
  })

  it('is refused in a campaign of any kind that gives away, in a line of its own, what the set holds', async () => {
    const campaigns = new Campaigns(world, 'app')
    const [set, gift] = [
      { recipe: 'Rset', units: 1 },
      { recipe: 'Rsg', units: 1, isGift: true },
    ]
    const no = {
      code: 'GIFT_IN_SET',
      message: expect.stringMatching(/line 1 sells sa, sg as one set, and another line gives sg away/),
    }
    for (const kind of ['flash_sale', 'gift'] as const) {
      expect(await campaigns.plan({ kind, lines: [set, gift] })).toMatchObject({ ...no, field: 'lines.0' })
    }
    const planned = await campaigns.planned({ kind: 'flash_sale', lines: [set] })
    expect(await campaigns.change(planned, { newLines: [campaignLine(gift)] })).toMatchObject({ ...no, field: 'newLines' })
  })
})

describe('a set that is sold in a campaign of another kind', () => {
  it('is told once when one of its goods has run out and others are left, and can go on without it', async () => {
    await world.stocked('ka', 'W1', 9)
    await world.stocked('kb', 'W1', 2)
    await world.recipe('Rk', { ka: 1, kb: 1 })
    await world.recipe('Rka', { ka: 1 })
    const campaigns = new Campaigns(world, 'app')
    const lines = [{ recipe: 'Rk', units: 5 }]
    const code = await campaigns.granted({ startsAtMs: world.nowMs, onShortage: 'take_what_there_is', lines })
    const set = [{ sku: null, recipe: 'Rk', units: 2, location: null }]
    const hold = { ttlMs: 15 * MINUTE, pool: null, reference: null, channel: 'app', campaign: code }
    await tend()
    expect(await alarmsOf(code)).toEqual([])
    yes(await world.do(holdUnits, { lines: set, ...hold }))
    await Promise.all(Array.from({ length: 5 }, () => tend()))
    expect(await alarmsOf(code)).toEqual(['campaign_set_ended'])
    const newLines = [campaignLine({ recipe: 'Rka', units: 7 })]
    yes(await campaigns.change(code, { lines: [{ line: 1, units: 2 }], newLines }))
    yes(await world.do(holdUnits, { lines: [{ sku: 'ka', recipe: null, units: 7, location: null }], ...hold }))
    expect([await campaigns.line(code, 1), await campaigns.line(code, 2)]).toMatchObject([{ spent: 2 }, { spent: 7 }])
    await world.stocked('kb', 'W1', 4)
    await tend()
    expect(await alarmsOf(code)).toEqual(['campaign_set_ended'])
  })
})

it('a grant that is refused at its time is told once, and no more when it is tried again', async () => {
  await world.stocked('na', 'W1', 1)
  await world.recipe('Rna', { na: 1 })
  const code = await new Campaigns(world, 'app').planned({ grantsAtMs: world.nowMs, lines: [{ recipe: 'Rna', units: 3 }] })
  await Promise.all([tend(), tend()])
  world.clock.advance(2 * MINUTE)
  await tend()
  expect(await alarmsOf(code)).toEqual(['campaign_not_granted'])
})
