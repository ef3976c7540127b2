import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { Campaigns } from '../../support/campaigns.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let other: StockDesk
let campaigns: Campaigns
let sku: string
let recipe: string
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  other = await world.gateway()
  await world.location('W1')
  await OrderShop.open(world, 'shop')
  campaigns = new Campaigns(world, 'shop')
})
afterAll(() => world.close())
beforeEach(async () => {
  made += 1
  sku = `cup${made}`
  await world.stocked(sku, 'W1', 10)
  recipe = await world.recipe(`R${made}`, { [sku]: 1 })
})

describe('a plan', () => {
  it('claims nothing until it is granted, and then what it says', async () => {
    const code = await campaigns.planned({ lines: [{ recipe, units: 6 }] })
    expect(await world.balance(sku)).toMatchObject({ free: 10, lockKept: 0 })
    expect(await campaigns.grant(code)).toEqual({ kind: 'campaignGranted', code, lockedUnits: 6, missingUnits: 0 })
    expect(await world.balance(sku)).toMatchObject({ free: 4, lockKept: 6 })
    expect(await world.hold({ lines: [{ sku, units: 5 }] })).toMatchObject({ kind: 'refused', code: 'NOT_ENOUGH_STOCK' })
    expect(await campaigns.grant(code)).toMatchObject({ kind: 'refused', code: 'CAMPAIGN_STATE' })
  })

  it('that says what cannot be is refused with the field', async () => {
    const lines = [{ recipe, units: 6 }]
    const startsAtMs = world.nowMs + MINUTE
    const fields = [
      await campaigns.plan({ lines, startsAtMs, endsAtMs: startsAtMs }),
      await campaigns.plan({ lines, startsAtMs, enrolsAtMs: startsAtMs + 1 }),
      await campaigns.plan({ lines, startsAtMs, enrolsAtMs: startsAtMs - 9, grantsAtMs: startsAtMs - 8 }),
      await campaigns.plan({ lines: [{ recipe, units: 6, minimum: 7 }] }),
      await campaigns.plan({ lines: [{ recipe: 'none', units: 6 }] }),
      await campaigns.plan({ lines, channels: ['none'] }),
      await campaigns.plan({ lines: [{ channel: 'shop', listing: 'none', units: 6 }] }),
    ]
    expect(fields.map((answer) => (answer.kind === 'refused' ? `${answer.code} ${answer.field}` : answer.kind))).toEqual([
      'INVALID endsAt',
      'INVALID enrolsAt',
      'INVALID grantsAt',
      'INVALID lines.0.minimum',
      'UNKNOWN_RECIPE lines.0.recipe',
      'UNKNOWN_CHANNEL channels.0',
      'UNKNOWN_LISTING lines.0.listing',
    ])
  })

  it('is granted with all of its lines or with none, and says what is short and where it is', async () => {
    const more = `${sku}b`
    await world.stocked(more, 'W1', 3)
    const second = await world.recipe(`${recipe}b`, { [more]: 2 })
    await world.held({ lines: [{ sku: more, units: 1 }] })
    const code = await campaigns.planned({
      lines: [
        { recipe, units: 6 },
        { recipe: second, units: 2 },
      ],
    })
    expect(await campaigns.grant(code)).toMatchObject({
      code: 'NOT_ENOUGH_STOCK',
      shortages: [
        {
          sku: more,
          wantedUnits: 4,
          availableUnits: 2,
          elsewhere: { heldUnits: 1, quotaUnits: 0, lockedUnits: 0, safetyUnits: 0 },
        },
      ],
    })
    expect(await world.balance(sku)).toMatchObject({ free: 10, lockKept: 0 })
  })

  it('may take what there is and want the rest, which is made up before any raise', async () => {
    const code = await campaigns.planned({ onShortage: 'take_what_there_is', lines: [{ recipe, units: 12 }] })
    expect(await campaigns.grant(code)).toMatchObject({ lockedUnits: 10, missingUnits: 2 })
    expect(await campaigns.line(code)).toEqual({ granted: 12, kept: 10, published: 0, spent: 0 })
  })

  it('is spread over the pools of its channels, a set never being split', async () => {
    await world.pool(`east${made}`)
    await world.location(`E${made}`, { pool: `east${made}` })
    await world.stocked(sku, `E${made}`, 5)
    const shop = await OrderShop.open(world, `two${made}`)
    await shop.sellsFrom('central', `east${made}`)
    const both = new Campaigns(world, `two${made}`)
    await both.granted({ lines: [{ recipe, units: 13 }] })
    expect(await world.balance(sku)).toMatchObject({ lockKept: 10 })
    expect(await world.balance(sku, `east${made}`)).toMatchObject({ lockKept: 3, free: 2 })
  })
})

describe('two campaigns that grab the last units at once', () => {
  it('I11: one gets them, and the other is told why not', async () => {
    const codes = [
      await campaigns.planned({ lines: [{ recipe, units: 6 }] }),
      await campaigns.planned({ lines: [{ recipe, units: 6 }] }),
    ]
    const answers = await Promise.all(codes.map((code, n) => campaigns.grant(code, { desk: n === 0 ? world.desk : other })))
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['campaignGranted', 'refused'])
    expect(answers.find(({ kind }) => kind === 'refused')).toMatchObject({
      shortages: [{ sku, wantedUnits: 6, availableUnits: 4, elsewhere: { lockedUnits: 6 } }],
    })
    expect(await world.balance(sku)).toMatchObject({ free: 4, lockKept: 6 })
  })
})

describe('the end of a campaign', () => {
  it('frees what is kept by the clock, to the instant, though nobody books it', async () => {
    await campaigns.granted({ lines: [{ recipe, units: 6 }], startsAtMs: world.nowMs, endsAtMs: world.nowMs + 10 * MINUTE })
    world.clock.advance(10 * MINUTE - 1)
    expect(await world.balance(sku)).toMatchObject({ free: 4, lockKept: 6 })
    expect(await world.hold({ lines: [{ sku, units: 10 }] })).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    world.clock.advance(1)
    expect(await world.balance(sku)).toMatchObject({ free: 10, lockKept: 0 })
    expect(await world.hold({ lines: [{ sku, units: 10 }] })).toMatchObject({ kind: 'held' })
  })

  it('is booked exactly once, however many come by at once', async () => {
    await campaigns.granted({ lines: [{ recipe, units: 10 }], startsAtMs: world.nowMs, endsAtMs: world.nowMs + MINUTE })
    world.clock.advance(MINUTE)
    const holds = Array.from({ length: 20 }, (_, n) =>
      world.hold({ lines: [{ sku, units: 1 }] }, { desk: n % 2 === 0 ? world.desk : other }),
    )
    expect((await Promise.all(holds)).filter(({ kind }) => kind === 'held')).toHaveLength(10)
    expect(await world.balance(sku)).toMatchObject({ held: 10, free: 0, lockKept: 0 })
  })

  it('once booked stays booked, though the clock goes back and forth', async () => {
    const code = await campaigns.granted({
      lines: [{ recipe, units: 6 }],
      startsAtMs: world.nowMs,
      endsAtMs: world.nowMs + MINUTE,
    })
    world.clock.advance(MINUTE)
    await world.held({ lines: [{ sku, units: 1 }] })
    world.clock.advance(-MINUTE / 2)
    expect(await campaigns.change(code, { endsAtMs: world.nowMs + 5 * MINUTE })).toMatchObject({ code: 'CAMPAIGN_ENDED' })
    expect(await world.balance(sku)).toMatchObject({ held: 1, free: 9, lockKept: 0 })
    world.clock.advance(MINUTE)
    expect(await world.balance(sku)).toMatchObject({ held: 1, free: 9, lockKept: 0 })
  })

  it('and its extension at the same time come to one of both', async () => {
    const code = await campaigns.granted({
      lines: [{ recipe, units: 6 }],
      startsAtMs: world.nowMs,
      endsAtMs: world.nowMs + MINUTE,
    })
    const [ended, extended] = await Promise.all([
      campaigns.end(code, other),
      campaigns.change(code, { endsAtMs: world.nowMs + 60 * MINUTE }),
    ])
    expect(ended).toMatchObject({ kind: 'campaignEnded', returnedUnits: 6 })
    expect(extended.kind === 'campaignChanged' || (extended.kind === 'refused' && extended.code === 'CAMPAIGN_ENDED')).toBe(true)
    expect(await world.balance(sku)).toMatchObject({ free: 10, lockKept: 0 })
    expect(await campaigns.end(code)).toMatchObject({ code: 'CAMPAIGN_ENDED' })
  })

  it('can be put off while it runs', async () => {
    const code = await campaigns.granted({
      lines: [{ recipe, units: 6 }],
      startsAtMs: world.nowMs,
      endsAtMs: world.nowMs + MINUTE,
    })
    yes(await campaigns.change(code, { endsAtMs: world.nowMs + 60 * MINUTE }))
    world.clock.advance(59 * MINUTE)
    expect(await world.balance(sku)).toMatchObject({ free: 4, lockKept: 6 })
    world.clock.advance(MINUTE)
    expect(await world.balance(sku)).toMatchObject({ free: 10, lockKept: 0 })
  })
})

describe('a plan that changes once it is granted', () => {
  it('locks the difference, or stays as it was and says what is short', async () => {
    const code = await campaigns.granted({ lines: [{ recipe, units: 6 }] })
    expect(await campaigns.change(code, { lines: [{ line: 1, units: 9 }] })).toMatchObject({ lockedUnits: 3 })
    expect(await campaigns.change(code, { lines: [{ line: 1, units: 11 }] })).toMatchObject({
      code: 'NOT_ENOUGH_STOCK',
      shortages: [{ wantedUnits: 2, availableUnits: 1 }],
    })
    expect(await campaigns.change(code, { lines: [{ line: 1, units: 2 }] })).toMatchObject({ lockedUnits: -7 })
    expect(await world.balance(sku)).toMatchObject({ free: 8, lockKept: 2 })
  })

  it('takes lines in and out; what one lets go of another may have', async () => {
    const pair = await world.recipe(`pair${made}`, { [sku]: 2 })
    const code = await campaigns.granted({ lines: [{ recipe, units: 9 }] })
    const newLines = [{ ...lineOf(pair), units: 5 }]
    expect(await campaigns.change(code, { lines: [{ line: 1, units: 0 }], newLines })).toMatchObject({ kind: 'campaignChanged' })
    expect(await campaigns.line(code)).toMatchObject({ granted: 0, kept: 0 })
    expect(await campaigns.line(code, 2)).toMatchObject({ granted: 10, kept: 10 })
  })

  it('is not taken below what its platform asks for without the answer to what that costs', async () => {
    const soon = { startsAtMs: world.nowMs, endsAtMs: world.nowMs + MINUTE }
    const code = await campaigns.granted({ lines: [{ recipe, units: 6, minimum: 5 }], ...soon })
    const no = await campaigns.end(code)
    expect(no).toMatchObject({ code: 'BELOW_MINIMUM', field: 'confirm' })
    const fingerprint = no.kind === 'refused' ? (/Confirm it with (\w+)/.exec(no.message)?.[1] ?? '') : ''
    expect(await campaigns.end(code, world.desk, 'another')).toMatchObject({ code: 'BELOW_MINIMUM' })
    expect(await campaigns.end(code, world.desk, fingerprint)).toMatchObject({ kind: 'campaignEnded', returnedUnits: 6 })
  })
})

function lineOf(code: string) {
  const none = { channel: null, listing: null, minimum: 0, limitPerBuyer: null, threshold: null }
  return { recipe: code, ...none, onThreshold: 'warn' as const, isGift: false }
}
