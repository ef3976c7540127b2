import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tendCampaigns } from '../../../src/campaigns/tend-campaigns.ts'
import { createDirectChannel } from '../../../src/catalogue/create-direct-channel.ts'
import type { HoldId } from '../../../src/domain/ids.ts'
import { commitHold } from '../../../src/stock/commands/commit-hold.ts'
import { holdUnits, type Held } from '../../../src/stock/commands/hold-units.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { replaceHold } from '../../../src/stock/commands/replace-hold.ts'
import type { Refused } from '../../../src/stock/refusal.ts'
import { Campaigns, type WishedCampaign, type WishedLine } from '../../support/campaigns.ts'
import { holdId, MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await createDirectChannel(world.em, { code: 'app', name: 'App' }, world.clock.now())
})
afterAll(() => world.close())

const [BUYER, OTHER] = ['aa'.repeat(32), 'bb'.repeat(32)]

/** A campaign of the app that runs from now on for an hour, and what is there of its goods. */
async function running(
  sku: string,
  {
    onHand = 20,
    line = { units: 10 },
    ...wish
  }: { onHand?: number; line?: WishedLine } & Partial<Omit<WishedCampaign, 'lines'>> = {},
) {
  await world.stocked(sku, 'W1', onHand)
  await world.recipe(`R${sku}`, { [sku]: 1 })
  const campaigns = new Campaigns(world, 'app')
  const code = await campaigns.granted({ startsAtMs: world.nowMs, lines: [{ recipe: `R${sku}`, ...line }], ...wish })
  return { campaigns, code }
}

interface Sale {
  readonly units?: number
  readonly buyer?: string
  readonly ttlMs?: number
  readonly channel?: string | null
  readonly pool?: string | null
  readonly desk?: StockWorld['desk']
}

function sell(
  campaign: string,
  sku: string,
  { units = 1, buyer, ttlMs = 15 * MINUTE, channel = 'app', pool = null, desk = world.desk }: Sale = {},
): Promise<Held | Refused> {
  const lines = [{ sku, recipe: null, units, location: null }]
  const args = { lines, ttlMs, pool, reference: null, channel, campaign, ...(buyer === undefined ? {} : { buyer }) }
  return desk.do(holdUnits, args, { key: world.newKey(), actor: 'test' })
}

const sold = async (...args: Parameters<typeof sell>): Promise<HoldId> => holdId(yes(await sell(...args)))

function release(id: HoldId, lines: readonly { line: number; units: number }[] | null = null) {
  return world.do(releaseHold, { holdId: id, lines })
}

describe('a direct sale that names a campaign', () => {
  it('I11: takes what is kept, then what is free; one that does not name it takes nothing of it', async () => {
    const { campaigns, code } = await running('da', { onHand: 14 })
    await sold(code, 'da', { units: 8 })
    expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 2, published: 0, spent: 8 })
    expect(await world.balance('da')).toMatchObject({ held: 8, lockKept: 2, free: 4 })
    expect(await world.hold({ lines: [{ sku: 'da', units: 5 }] })).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    await sold(code, 'da', { units: 5 })
    expect(await campaigns.line(code)).toEqual({ granted: 10, kept: 0, published: 0, spent: 10 })
    expect(await world.balance('da')).toMatchObject({ held: 13, lockKept: 0, free: 1 })
    const no = await sell(code, 'da', { units: 2 })
    expect(no).toMatchObject({ code: 'NOT_ENOUGH_STOCK', shortages: [{ wantedUnits: 2, availableUnits: 1 }] })
    expect(await world.differences()).toEqual([])
  })

  it('sells sets by all their goods, and what is missing of the campaign out of what is free', async () => {
    await world.stocked('db1', 'W1', 12)
    await world.stocked('db2', 'W1', 9)
    await world.recipe('Rdb', { db1: 2, db2: 1 })
    const campaigns = new Campaigns(world, 'app')
    const lines = [{ recipe: 'Rdb', units: 7 }]
    const code = await campaigns.granted({ startsAtMs: world.nowMs, onShortage: 'take_what_there_is', lines })
    expect(await campaigns.line(code)).toEqual({ granted: 14, kept: 12, published: 0, spent: 0 })
    const args = { lines: [{ recipe: 'Rdb', sku: null, units: 4, location: null }], ttlMs: MINUTE, pool: null, reference: null }
    yes(await world.do(holdUnits, { ...args, channel: 'app', campaign: code }))
    expect(await campaigns.line(code)).toEqual({ granted: 14, kept: 4, published: 0, spent: 8 })
    expect(await world.balance('db2')).toMatchObject({ held: 4, lockKept: 2, free: 3 })
    await world.stocked('db1', 'W1', 10)
    yes(await world.do(holdUnits, { ...args, channel: 'app', campaign: code }))
    expect(await campaigns.line(code)).toMatchObject({ kept: 0, spent: 14 })
    expect(await world.differences()).toEqual([])
  })

  interface Wrong {
    readonly startsIn?: number
    readonly channel?: string | null
    readonly sku?: string
    readonly named?: string
    readonly code: string
    readonly field: string
  }
  it.each<[string, Wrong]>([
    ['before it begins', { startsIn: 10, code: 'CAMPAIGN_STATE', field: 'campaign' }],
    ['on a channel that is none of its own', { channel: null, code: 'INVALID', field: 'channel' }],
    ['of goods it does not sell', { sku: 'other', code: 'UNKNOWN_LINE', field: 'lines' }],
    ['of a campaign there is not', { named: 'NONE', code: 'UNKNOWN_CAMPAIGN', field: 'campaign' }],
  ])('is refused %s, with the field', async (_, { startsIn = 0, channel = 'app', sku, named, code, field }) => {
    const goods = world.newKey()
    await world.stocked('other', 'W1', 5)
    const { code: campaign } = await running(goods, { startsAtMs: world.nowMs + startsIn * MINUTE })
    expect(await sell(named ?? campaign, sku ?? goods, { channel })).toMatchObject({ kind: 'refused', code, field })
  })

  it('is refused from the end on, by the clock alone', async () => {
    const { code } = await running('dc')
    world.clock.advance(60 * MINUTE - 1)
    await sold(code, 'dc')
    world.clock.advance(1)
    expect(await sell(code, 'dc')).toMatchObject({ code: 'CAMPAIGN_ENDED', field: 'campaign' })
  })
})

describe('what a direct sale gives back', () => {
  it.each([
    ['campaign', { granted: 10, kept: 8, spent: 2 }],
    ['pool', { granted: 8, kept: 6, spent: 2 }],
  ] as const)('goes to the %s, by its rule: what is released, some or all', async (returnsTo, after) => {
    const sku = `ra-${returnsTo}`
    const { campaigns, code } = await running(sku, { returnsTo })
    const hold = await sold(code, sku, { units: 4 })
    yes(await release(hold, [{ line: 1, units: 2 }]))
    expect(await campaigns.line(code)).toMatchObject(after)
    expect(await world.balance(sku)).toMatchObject({ held: 2, lockKept: after.kept, free: 18 - after.kept })
    yes(await release(hold))
    yes(await release(hold))
    expect(await campaigns.line(code)).toMatchObject({ granted: after.granted - (returnsTo === 'pool' ? 2 : 0), spent: 0 })
    expect(await world.differences()).toEqual([])
  })

  it('goes to the campaign when its hold expires, before whoever comes next has it', async () => {
    const { campaigns, code } = await running('rb', { onHand: 10 })
    await sold(code, 'rb', { units: 10, ttlMs: MINUTE })
    world.clock.advance(MINUTE)
    expect(await world.hold({ lines: [{ sku: 'rb', units: 1 }] })).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    await sold(code, 'rb', { units: 3 })
    expect(await campaigns.line(code)).toMatchObject({ kept: 7, spent: 3 })
    expect(await world.differences()).toEqual([])
  })

  it('goes to the pool once the campaign is over, and once only', async () => {
    const { campaigns, code } = await running('rc')
    const hold = await sold(code, 'rc', { units: 4, ttlMs: 120 * MINUTE })
    yes(await campaigns.end(code))
    expect(await world.balance('rc')).toMatchObject({ held: 4, lockKept: 0, free: 16 })
    yes(await release(hold))
    yes(await release(hold))
    expect(await world.balance('rc')).toMatchObject({ held: 0, lockKept: 0, free: 20 })
    expect(await world.differences()).toEqual([])
  })

  it('of a set of several goods comes back with the next look at campaigns, whichever of them somebody touched before', async () => {
    await world.stocked('rd1', 'W1', 4)
    await world.stocked('rd2', 'W1', 4)
    await world.recipe('Rrd', { rd1: 1, rd2: 1 })
    const campaigns = new Campaigns(world, 'app')
    const code = await campaigns.granted({ startsAtMs: world.nowMs, lines: [{ recipe: 'Rrd', units: 4 }] })
    const lines = [{ recipe: 'Rrd', sku: null, units: 3, location: null }]
    yes(await world.do(holdUnits, { lines, ttlMs: MINUTE, pool: null, reference: null, channel: 'app', campaign: code }))
    world.clock.advance(MINUTE)
    await world.hold({ lines: [{ sku: 'rd1', units: 9 }] })
    await tendCampaigns({ em: world.em, clock: world.clock, desk: world.desk, signal: new AbortController().signal })
    expect(await campaigns.line(code)).toMatchObject({ kept: 4, spent: 0 })
    expect(await world.differences()).toEqual([])
  })

  it('is taken again where the hold had expired and was paid: of the campaign while it runs', async () => {
    const { campaigns, code } = await running('re', { onHand: 10 })
    const hold = await sold(code, 're', { units: 4, ttlMs: MINUTE })
    world.clock.advance(2 * MINUTE)
    await sold(code, 're', { units: 1 })
    expect(await campaigns.line(code)).toMatchObject({ kept: 9, spent: 1 })
    expect(await world.do(commitHold, { holdId: hold })).toMatchObject({ kind: 'committedLate' })
    expect(await campaigns.line(code)).toMatchObject({ kept: 5, spent: 5 })
    expect(await world.balance('re')).toMatchObject({ held: 5, lockKept: 5, free: 0 })
    expect(await world.differences()).toEqual([])
  })

  it('a hold of a campaign may become smaller, not larger', async () => {
    const { campaigns, code } = await running('rf')
    const hold = await sold(code, 'rf', { units: 4 })
    const replace = (units: number) =>
      world.do(replaceHold, { holdId: hold, pool: null, lines: [{ sku: 'rf', recipe: null, units, location: null }] })
    expect(await replace(5)).toMatchObject({ code: 'CAMPAIGN_STATE', field: 'lines.0.units' })
    yes(await replace(1))
    expect(await campaigns.line(code)).toMatchObject({ kept: 9, spent: 1 })
    expect(await world.differences()).toEqual([])
  })
})

describe('the limit of one buyer', () => {
  const limited = { line: { units: 10, limitPerBuyer: 2 } }

  it('counts all holds of the buyer that stand: not what was released, nor what has expired', async () => {
    const [buyer, other] = [BUYER, OTHER]
    const { code } = await running('la', limited)
    expect(await sell(code, 'la')).toMatchObject({ code: 'INVALID', field: 'buyer' })
    expect(await sell(code, 'la', { buyer, units: 3 })).toMatchObject({ code: 'LIMIT_PER_BUYER', field: 'lines.0.units' })
    const first = await sold(code, 'la', { buyer })
    await sold(code, 'la', { buyer, ttlMs: MINUTE })
    expect(await sell(code, 'la', { buyer })).toMatchObject({ code: 'LIMIT_PER_BUYER' })
    await sold(code, 'la', { buyer: other, units: 2 })
    yes(await release(first))
    await sold(code, 'la', { buyer })
    expect(await sell(code, 'la', { buyer })).toMatchObject({ code: 'LIMIT_PER_BUYER' })
    world.clock.advance(MINUTE)
    await sold(code, 'la', { buyer })
    expect(await world.differences()).toEqual([])
  })

  it('holds when twenty ask at once for its last unit, at two gateways', async () => {
    const buyer = BUYER
    const { code } = await running('lb', limited)
    await sold(code, 'lb', { buyer })
    const other = await world.gateway()
    const asked = Array.from({ length: 20 }, (_, n) => sell(code, 'lb', { buyer, desk: n % 2 === 0 ? world.desk : other }))
    const answers = await Promise.all(asked)
    expect(answers.filter(({ kind }) => kind === 'held')).toHaveLength(1)
    expect(answers.filter((answer) => answer.kind === 'refused' && answer.code === 'LIMIT_PER_BUYER')).toHaveLength(19)
    expect(await world.differences()).toEqual([])
  })

  it('holds for what is sold from two pools at once, which share no balance', async () => {
    await world.pool('p2')
    await world.location('W2', { pool: 'p2' })
    const { code } = await running('ld', { onHand: 60, ...limited })
    await world.stocked('ld', 'W2', 60)
    const other = await world.gateway()
    for (let round = 10; round < 30; round += 1) {
      const buyer = String(round).repeat(32)
      const both = [sell(code, 'ld', { buyer, units: 2 }), sell(code, 'ld', { buyer, units: 2, pool: 'p2', desk: other })]
      const kinds = (await Promise.all(both)).map((answer) => (answer.kind === 'refused' ? answer.code : answer.kind))
      expect(kinds.toSorted()).toEqual(['LIMIT_PER_BUYER', 'held'])
    }
    expect(await world.differences()).toEqual([])
  })

  it('and the last units of a campaign that shows none elsewhere go once, to whoever asks first', async () => {
    const { campaigns, code } = await running('lc', { onHand: 3, line: { units: 3 } })
    const other = await world.gateway()
    const asked = Array.from({ length: 20 }, (_, n) => sell(code, 'lc', { desk: n % 2 === 0 ? world.desk : other }))
    expect((await Promise.all(asked)).filter(({ kind }) => kind === 'held')).toHaveLength(3)
    expect(await campaigns.line(code)).toEqual({ granted: 3, kept: 0, published: 0, spent: 3 })
    expect(await world.differences()).toEqual([])
  })
})
