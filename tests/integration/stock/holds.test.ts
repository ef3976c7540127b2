import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitHold } from '../../../src/stock/commands/commit-hold.ts'
import { extendHold } from '../../../src/stock/commands/extend-hold.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { replaceHold } from '../../../src/stock/commands/replace-hold.ts'
import { setSafetyStock } from '../../../src/stock/commands/set-safety-stock.ts'
import { adjustStock } from '../../../src/stock/facts/adjust-stock.ts'
import { holdArgs, wantedLines } from '../../support/stock-args.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.location('W2')
  await world.defaultLocation('central', 'W1')
})
afterAll(() => world.close())

async function lose(sku: string, units: number): Promise<void> {
  const args = { location: 'W1', sku, condition: 'sellable' as const, change: -units, reason: 'lost', happenedAtMs: null }
  await world.do(adjustStock, args)
}

describe('a hold', () => {
  it('takes all of its lines or none, and says what is missing', async () => {
    await world.stocked('all-1', 'W1', 5)
    await world.stocked('all-2', 'W1', 1)
    const answer = await world.hold({
      lines: [
        { sku: 'all-1', units: 2 },
        { sku: 'all-2', units: 2 },
      ],
    })
    expect(answer).toMatchObject({
      kind: 'refused',
      code: 'NOT_ENOUGH_STOCK',
      shortages: [{ sku: 'all-2', pool: 'central', location: null, wantedUnits: 2, availableUnits: 1 }],
    })
    expect(await world.balance('all-1')).toMatchObject({ held: 0, free: 5 })
  })

  it('counts the same SKU twice in one request together', async () => {
    await world.stocked('twice', 'W1', 5)
    const lines = [
      { sku: 'twice', units: 3 },
      { sku: 'twice', units: 3 },
    ]
    expect(await world.hold({ lines })).toMatchObject({ shortages: [{ wantedUnits: 6, availableUnits: 5 }] })
    await world.held({
      lines: [
        { sku: 'twice', units: 3 },
        { sku: 'twice', units: 2 },
      ],
    })
    expect(await world.balance('twice')).toMatchObject({ held: 5, free: 0 })
  })

  it('counts a component that two sets and a single line share together', async () => {
    await world.stocked('cup', 'W1', 7)
    await world.stocked('pot', 'W1', 7)
    await world.recipe('tea-for-two', { cup: 2, pot: 1 })
    await world.recipe('tea-for-four', { cup: 4, pot: 1 })
    const lines = [
      { recipe: 'tea-for-two', units: 1 },
      { recipe: 'tea-for-four', units: 1 },
    ]
    expect(await world.hold({ lines: [...lines, { sku: 'cup', units: 2 }] })).toMatchObject({
      code: 'NOT_ENOUGH_STOCK',
      shortages: [{ sku: 'cup', wantedUnits: 8, availableUnits: 7 }],
    })
    await world.held({ lines: [...lines, { sku: 'cup', units: 1 }] })
    expect(await world.balance('cup')).toMatchObject({ held: 7, free: 0 })
    expect(await world.balance('pot')).toMatchObject({ held: 2, free: 5 })
  })

  it('takes every component of a set or none', async () => {
    await world.stocked('lens', 'W1', 10)
    await world.sku('body')
    await world.recipe('camera', { lens: 1, body: 1 })
    expect(await world.hold({ lines: [{ recipe: 'camera', units: 1 }] })).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    expect(await world.balance('lens')).toMatchObject({ held: 0, free: 10 })
  })

  it('that names a location takes no more there than lies there and nobody else names', async () => {
    await world.stocked('pickup', 'W1', 3)
    await world.stocked('pickup', 'W2', 5)
    await world.held({ lines: [{ sku: 'pickup', units: 2, location: 'W1' }] })
    expect(await world.hold({ lines: [{ sku: 'pickup', units: 2, location: 'W1' }] })).toMatchObject({
      shortages: [{ location: 'W1', wantedUnits: 2, availableUnits: 1 }],
    })
    await world.held({ lines: [{ sku: 'pickup', units: 6 }] })
    expect(await world.hold({ lines: [{ sku: 'pickup', units: 1, location: 'W1' }] })).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    expect(await world.namedAt('W1', 'pickup')).toEqual({ named: 2, namedShort: 0 })
  })

  it('expires by the clock alone: its units and its place are there for the next buyer', async () => {
    await world.stocked('clock', 'W1', 1)
    await world.held({ lines: [{ sku: 'clock', units: 1, location: 'W1' }], ttlMs: MINUTE })
    world.clock.advance(MINUTE - 1)
    expect(await world.hold({ lines: [{ sku: 'clock', units: 1 }] })).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    world.clock.advance(1)
    expect(await world.balance('clock')).toMatchObject({ held: 0, free: 1 })
    await world.held({ lines: [{ sku: 'clock', units: 1, location: 'W1' }] })
    expect(await world.namedAt('W1', 'clock')).toEqual({ named: 1, namedShort: 0 })
  })

  it('takes a reference that another hold has only once', async () => {
    await world.stocked('ref', 'W1', 5)
    await world.held({ lines: [{ sku: 'ref', units: 1 }], reference: 'SO-1' })
    expect(await world.hold({ lines: [{ sku: 'ref', units: 1 }], reference: 'SO-1' })).toMatchObject({ code: 'REFERENCE_TAKEN' })
    expect(await world.balance('ref')).toMatchObject({ held: 1 })
  })

  it('asked for again with the same key gets the first answer, also "no"', async () => {
    await world.stocked('again', 'W1', 1)
    const lines = [{ sku: 'again', units: 1 }]
    const first = await world.hold({ lines }, { key: 'again-1' })
    expect(first.kind).toBe('held')
    expect(await world.hold({ lines }, { key: 'again-1' })).toEqual(first)
    const no = await world.hold({ lines }, { key: 'again-2' })
    await world.stocked('again', 'W1', 10)
    expect(await world.hold({ lines }, { key: 'again-2' })).toEqual(no)
    expect(await world.hold({ lines: [{ sku: 'again', units: 2 }] }, { key: 'again-1' })).toMatchObject({ code: 'KEY_REUSED' })
    const { pool, ...rest } = holdArgs({ lines })
    expect(await world.do(holdUnits, { ...rest, pool }, 'again-1')).toEqual(first)
    expect(await world.balance('again')).toMatchObject({ held: 1, free: 10 })
  })
})

describe('a commit', () => {
  it('in time keeps the units for good', async () => {
    await world.stocked('paid', 'W1', 1)
    const holdId = await world.held({ lines: [{ sku: 'paid', units: 1 }], ttlMs: MINUTE })
    expect(await world.do(commitHold, { holdId })).toEqual({ kind: 'committed', holdId })
    world.clock.advance(2 * MINUTE)
    expect(await world.balance('paid')).toMatchObject({ held: 1, free: 0 })
    expect(await world.do(commitHold, { holdId })).toEqual({ kind: 'committed', holdId })
  })

  it('after expiry takes the units again while they are there', async () => {
    await world.stocked('late', 'W1', 2)
    const holdId = await world.held({ lines: [{ sku: 'late', units: 2, location: 'W1' }], ttlMs: MINUTE })
    world.clock.advance(MINUTE)
    expect(await world.do(commitHold, { holdId })).toEqual({ kind: 'committedLate', holdId })
    expect(await world.balance('late')).toMatchObject({ held: 2, free: 0 })
    expect(await world.namedAt('W1', 'late')).toEqual({ named: 2, namedShort: 0 })
  })

  it('after expiry, with the units sold, is gone: never silently', async () => {
    await world.stocked('gone', 'W1', 2)
    const holdId = await world.held({ lines: [{ sku: 'gone', units: 2 }], ttlMs: MINUTE })
    world.clock.advance(MINUTE)
    await world.held({ lines: [{ sku: 'gone', units: 1 }] })
    expect(await world.do(commitHold, { holdId })).toMatchObject({
      kind: 'gone',
      because: 'expired',
      shortages: [{ sku: 'gone', wantedUnits: 2, availableUnits: 1 }],
    })
    expect(await world.alarms(`hold:${holdId}`)).toEqual(['paid_hold_lost'])
    expect(await world.balance('gone')).toMatchObject({ held: 1, free: 1 })
  })

  it('of a released hold is gone, with an alarm', async () => {
    await world.stocked('back', 'W1', 2)
    const holdId = await world.held({ lines: [{ sku: 'back', units: 2 }] })
    await world.do(releaseHold, { holdId, lines: null })
    expect(await world.do(commitHold, { holdId })).toMatchObject({ kind: 'gone', because: 'released' })
    expect(await world.alarms(`hold:${holdId}`)).toEqual(['paid_hold_lost'])
  })
})

describe('a live hold', () => {
  it('is extended from now on, never shortened, and not once it has expired', async () => {
    await world.stocked('longer', 'W1', 1)
    const holdId = await world.held({ lines: [{ sku: 'longer', units: 1 }], ttlMs: 10 * MINUTE })
    const until = world.nowMs + 10 * MINUTE
    expect(await world.do(extendHold, { holdId, ttlMs: MINUTE })).toMatchObject({ expiresAtMs: until })
    world.clock.advance(9 * MINUTE)
    expect(await world.do(extendHold, { holdId, ttlMs: 5 * MINUTE })).toMatchObject({ expiresAtMs: until + 4 * MINUTE })
    world.clock.advance(4 * MINUTE)
    expect(await world.balance('longer')).toMatchObject({ held: 1 })
    world.clock.advance(MINUTE)
    expect(await world.do(extendHold, { holdId, ttlMs: MINUTE })).toMatchObject({ code: 'HOLD_EXPIRED' })
    expect(await world.balance('longer')).toMatchObject({ held: 0, free: 1 })
  })

  it('is released in parts, and a second time without effect', async () => {
    await world.stocked('parts', 'W1', 5)
    const holdId = await world.held({
      lines: [
        { sku: 'parts', units: 3, location: 'W1' },
        { sku: 'parts', units: 2 },
      ],
    })
    expect(await world.do(releaseHold, { holdId, lines: [{ line: 1, units: 2 }] })).toMatchObject({ units: 2 })
    expect(await world.balance('parts')).toMatchObject({ held: 3, free: 2 })
    expect(await world.namedAt('W1', 'parts')).toMatchObject({ named: 1 })
    expect(await world.do(releaseHold, { holdId, lines: [{ line: 1, units: 2 }] })).toMatchObject({ code: 'EXCEEDS_OUTSTANDING' })
    expect(await world.do(releaseHold, { holdId, lines: null })).toMatchObject({ units: 3 })
    expect(await world.do(releaseHold, { holdId, lines: null })).toMatchObject({ kind: 'released', units: 0 })
    expect(await world.balance('parts')).toMatchObject({ held: 0, free: 5 })
    expect(await world.holdState(holdId)).toBe('released')
  })

  it('gives back whole sets', async () => {
    await world.stocked('bolt', 'W1', 12)
    await world.stocked('nut', 'W1', 12)
    await world.recipe('fixing', { bolt: 2, nut: 4 })
    const holdId = await world.held({ lines: [{ recipe: 'fixing', units: 3 }] })
    await world.do(releaseHold, { holdId, lines: [{ line: 1, units: 2 }] })
    expect(await world.balance('bolt')).toMatchObject({ held: 2 })
    expect(await world.balance('nut')).toMatchObject({ held: 4 })
  })

  it('that has expired gives nothing back twice when it is released', async () => {
    await world.stocked('once', 'W1', 2)
    const holdId = await world.held({ lines: [{ sku: 'once', units: 2, location: 'W1' }], ttlMs: MINUTE })
    world.clock.advance(MINUTE)
    expect(await world.do(releaseHold, { holdId, lines: null })).toMatchObject({ kind: 'released', units: 0 })
    expect(await world.balance('once')).toMatchObject({ held: 0, free: 2 })
    expect(await world.namedAt('W1', 'once')).toEqual({ named: 0, namedShort: 0 })
  })
})

describe('replacing a hold', () => {
  it('changes its lines at once, and keeps the old ones where the new ones do not fit', async () => {
    await world.stocked('old', 'W1', 3)
    await world.stocked('new', 'W1', 1)
    const holdId = await world.held({ lines: [{ sku: 'old', units: 3 }] })
    const replace = (lines: Parameters<typeof wantedLines>[0]) =>
      world.do(replaceHold, { holdId, pool: null, lines: wantedLines(lines) })
    expect(
      await replace([
        { sku: 'old', units: 1 },
        { sku: 'new', units: 2 },
      ]),
    ).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    expect(await world.balance('old')).toMatchObject({ held: 3, free: 0 })
    expect(
      await replace([
        { sku: 'old', units: 2 },
        { sku: 'new', units: 1 },
      ]),
    ).toMatchObject({ kind: 'replaced' })
    expect(await world.balance('old')).toMatchObject({ held: 2, free: 1 })
    expect(await world.balance('new')).toMatchObject({ held: 1, free: 0 })
  })

  it('with fewer units works also while the pool is in deficit: only the rest goes back', async () => {
    await world.stocked('fewer', 'W1', 5)
    const holdId = await world.held({ lines: [{ sku: 'fewer', units: 5 }] })
    await lose('fewer', 3)
    expect(await world.balance('fewer')).toMatchObject({ deficit: 3 })
    const lines = wantedLines([{ sku: 'fewer', units: 4 }])
    expect(await world.do(replaceHold, { holdId, pool: null, lines })).toMatchObject({ kind: 'replaced' })
    expect(await world.balance('fewer')).toMatchObject({ held: 4, deficit: 2, free: 0 })
  })

  it('does not lose its units to safety stock that is still wanted', async () => {
    await world.stocked('safe', 'W1', 5)
    const holdId = await world.held({ lines: [{ sku: 'safe', units: 5 }] })
    await world.do(setSafetyStock, { pool: null, sku: 'safe', wanted: 5 })
    const lines = wantedLines([
      { sku: 'safe', units: 2 },
      { sku: 'safe', units: 2 },
    ])
    expect(await world.do(replaceHold, { holdId, pool: null, lines })).toMatchObject({ kind: 'replaced' })
    expect(await world.balance('safe')).toMatchObject({ held: 4, safetyKept: 1, free: 0 })
  })

  it('moves a named line to another location, and not to one without units', async () => {
    await world.stocked('move', 'W1', 1)
    await world.stocked('move', 'W2', 1)
    await world.held({ lines: [{ sku: 'move', units: 1, location: 'W2' }] })
    const holdId = await world.held({ lines: [{ sku: 'move', units: 1, location: 'W1' }] })
    const at = (location: string) => ({ holdId, pool: null, lines: wantedLines([{ sku: 'move', units: 1, location }]) })
    expect(await world.do(replaceHold, at('W2'))).toMatchObject({ code: 'NOT_ENOUGH_STOCK', shortages: [{ location: 'W2' }] })
    expect(await world.do(replaceHold, at('W1'))).toMatchObject({ kind: 'replaced' })
    expect(await world.namedAt('W1', 'move')).toEqual({ named: 1, namedShort: 0 })
  })

  it('is refused once the hold has expired or is closed', async () => {
    await world.stocked('closed', 'W1', 2)
    const lines = wantedLines([{ sku: 'closed', units: 1 }])
    const expired = await world.held({ lines: [{ sku: 'closed', units: 1 }], ttlMs: MINUTE })
    const released = await world.held({ lines: [{ sku: 'closed', units: 1 }] })
    await world.do(releaseHold, { holdId: released, lines: null })
    world.clock.advance(MINUTE)
    expect(await world.do(replaceHold, { holdId: expired, pool: null, lines })).toMatchObject({ code: 'HOLD_EXPIRED' })
    expect(await world.do(replaceHold, { holdId: released, pool: null, lines })).toMatchObject({ code: 'HOLD_CLOSED' })
  })
})
