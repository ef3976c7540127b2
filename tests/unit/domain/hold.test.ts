import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasExpired, outstandingUnits, withLines, type Hold, type HoldLine } from '../../../src/domain/hold.ts'
import { parseHoldId, toPoolId, toSkuId, type HoldId } from '../../../src/domain/ids.ts'

const NOW = 1_000

const lines: fc.Arbitrary<HoldLine> = fc
  .record({ units: fc.integer({ min: 1, max: 9 }), released: fc.nat({ max: 9 }), shipped: fc.nat({ max: 12 }) })
  .filter(({ units, released }) => released <= units)
  .map((figures) => ({
    line: 1,
    poolId: toPoolId('1'),
    skuId: toSkuId('1'),
    locationId: null,
    recipeVersionId: null,
    sets: null,
    ...figures,
  }))

function holdOf(state: Hold['state'], expiresAtMs: number | null = state === 'held' ? NOW : null): Hold {
  const times = { expiresAtMs, createdAtMs: 0, committedAtMs: null, closedAtMs: null }
  return { id: someId(), state, reference: null, channelId: null, actor: 'test', lines: [], ...times }
}

function someId(): HoldId {
  const id = parseHoldId('0190d6a0-0000-7000-8000-000000000000')
  if (id === undefined) throw new Error('not an id')
  return id
}

describe('a line of a hold', () => {
  it('claims what was neither shipped nor released, and never less than nothing', () => {
    fc.assert(
      fc.property(lines, (line) => {
        expect(outstandingUnits(line)).toBe(Math.max(0, line.units - line.released - line.shipped))
      }),
    )
  })
})

describe('a hold', () => {
  it('closes as soon as no line claims anything: shipped if any of it was shipped, else released', () => {
    fc.assert(
      fc.property(fc.constantFrom('held', 'committed'), fc.array(lines, { minLength: 1, maxLength: 4 }), (state, all) => {
        const hold = withLines(holdOf(state), all, NOW)
        const open = all.some((line) => outstandingUnits(line) > 0)
        const closedAs = all.some(({ shipped }) => shipped > 0) ? 'shipped' : 'released'
        expect(hold).toMatchObject({ state: open ? state : closedAs, closedAtMs: open ? null : NOW })
        expect(hold.expiresAtMs !== null).toBe(hold.state === 'held')
      }),
    )
  })

  it('expires at its instant, and only while it is held', () => {
    expect(hasExpired(holdOf('held'), NOW - 1)).toBe(false)
    expect(hasExpired(holdOf('held'), NOW)).toBe(true)
    for (const state of ['committed', 'shipped', 'released'] as const) expect(hasExpired(holdOf(state), NOW + 1)).toBe(false)
  })
})

describe('the id of a hold', () => {
  it('is read in any case, and nothing else is one', () => {
    expect(parseHoldId('0190D6A0-0000-7000-8000-00000000000A')).toBe('0190d6a0-0000-7000-8000-00000000000a')
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseHoldId(text)).toBeUndefined()
      }),
    )
  })
})
