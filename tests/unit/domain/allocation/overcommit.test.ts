import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decideOvercommit,
  isFast,
  NO_OVERCOMMIT,
  overcommitCurve,
  type Shower,
  type Showing,
} from '../../../../src/domain/allocation/overcommit.ts'
import { Random } from '../../../../sandbox/shared/random.ts'
import { runsOf } from '../../../support/property-runs.ts'

const DAY = 86_400

const showers = fc
  .array(
    fc.record({
      rank: fc.integer({ min: 1, max: 3 }),
      perSecond: fc.double({ min: 0, max: 2 / DAY, noNaN: true }),
      blindSeconds: fc.integer({ min: 1, max: 900 }),
    }),
    { maxLength: 12 },
  )
  .map((rows) => rows.map((row, n): Shower => ({ ...row, listingId: `${n + 1}` })))
const showing: fc.Arbitrary<Showing> = fc.record({ thereUnits: fc.integer({ min: -2, max: 14 }), showers })
const limits = fc.record({ capUnits: fc.nat({ max: 12 }), oversellPerDay: fc.double({ min: 0, max: 1, noNaN: true }) })

const shops = (count: number, perDay: number, blindSeconds = 200): readonly Shower[] =>
  Array.from({ length: count }, (_, n) => ({ listingId: `${n + 1}`, rank: 1, perSecond: perDay / count / DAY, blindSeconds }))

describe('what is shown beyond what is there', () => {
  it('keeps to the cap of the SKU and to the budget, and never shows more than one more unit in each shop', () => {
    fc.assert(
      fc.property(showing, limits, (there, most) => {
        const { units, oversoldPerDay, shown } = decideOvercommit(there, most)
        const isWithin = units <= most.capUnits && oversoldPerDay <= most.oversellPerDay
        const isOneEach = units === 0 ? shown.size === 0 : shown.size === there.thereUnits + units
        expect(isWithin && isOneEach && shown.size <= there.showers.length).toBe(true)
      }),
      runsOf(2_000),
    )
  })

  it('is nothing unless both limits are given, where nothing is there, or where there is enough for everybody', () => {
    fc.assert(
      fc.property(showing, limits, (there, most) => {
        const off = [
          decideOvercommit(there, { ...most, capUnits: 0 }),
          decideOvercommit(there, { ...most, oversellPerDay: 0 }),
          decideOvercommit({ ...there, thereUnits: Math.min(0, there.thereUnits) }, most),
          decideOvercommit({ ...there, thereUnits: there.showers.length }, most),
        ]
        expect(off.every((one) => one === NO_OVERCOMMIT)).toBe(true)
      }),
    )
  })

  it('is nothing for a fast mover, whatever is allowed', () => {
    const fast = shops(8, 100)
    expect(isFast(fast)).toBe(true)
    expect(decideOvercommit({ thereUnits: 1, showers: fast }, { capUnits: 99, oversellPerDay: 1e9 })).toBe(NO_OVERCOMMIT)
    expect(decideOvercommit({ thereUnits: 1, showers: shops(8, 1) }, { capUnits: 99, oversellPerDay: 1e9 }).units).toBe(7)
  })

  it('grows with what is allowed, and is the same in whatever order the shops are named', () => {
    fc.assert(
      fc.property(showing, limits, limits, (there, one, more) => {
        const larger = { capUnits: one.capUnits + more.capUnits, oversellPerDay: one.oversellPerDay + more.oversellPerDay }
        const decided = decideOvercommit(there, one)
        const turned = decideOvercommit({ ...there, showers: there.showers.toReversed() }, one)
        expect(turned.shown).toEqual(decided.shown)
        expect(turned.units).toBe(decided.units)
        expect(decideOvercommit(there, larger).units).toBeGreaterThanOrEqual(decided.units)
      }),
    )
  })

  it('shows the better rank first, then whoever sells most', () => {
    const rows = [
      { listingId: '0', rank: 2, perDay: 0.1 },
      { listingId: '1', rank: 2, perDay: 0.9 },
      { listingId: '2', rank: 1, perDay: 0.05 },
    ].map(({ perDay, ...one }): Shower => ({ ...one, perSecond: perDay / DAY, blindSeconds: 200 }))
    const { shown } = decideOvercommit({ thereUnits: 1, showers: rows }, { capUnits: 1, oversellPerDay: 1 })
    expect(shown).toEqual(new Set(['1', '2']))
  })
})

describe('the curve', () => {
  it('goes from strict to a unit in every shop: fewer sales are lost, more may be oversold', () => {
    fc.assert(
      fc.property(showing, (there) => {
        const curve = overcommitCurve(there)
        if (curve.length === 0) return
        const falls = curve.every(({ lostPerDay }, n) => n === 0 || lostPerDay <= (curve[n - 1]?.lostPerDay ?? 0) + 1e-9)
        const grows = curve.every(({ oversoldPerDay }, n) => n === 0 || oversoldPerDay >= (curve[n - 1]?.oversoldPerDay ?? 0))
        expect(falls && grows).toBe(true)
        expect(curve[0]).toMatchObject({ overcommitUnits: 0, shops: there.thereUnits, oversoldPerDay: 0 })
        expect(curve.at(-1)).toMatchObject({ shops: there.showers.length })
        expect(curve.at(-1)?.lostPerDay).toBeCloseTo(0, 6)
      }),
    )
  })

  it('expects no less to be oversold than really is, in shops that learn of each other late', () => {
    for (const [units, count, perDay, blindSeconds] of [
      [1, 8, 5, 300],
      [1, 6, 20, 200],
      [2, 8, 30, 250],
    ] as const) {
      const row = shops(count, perDay, blindSeconds)
      const expected = overcommitCurve({ thereUnits: units, showers: row }).at(-1)?.oversoldPerDay ?? 0
      expect(reallyOversold(row, { units, days: 40_000 }), `${units} units in ${count} shops`).toBeLessThanOrEqual(
        expected * 1.05,
      )
    }
  })
})

/** Oversold units a day while always so many units are there again as soon as it is known that some were sold. */
function reallyOversold(row: readonly Shower[], { units, days }: { readonly units: number; readonly days: number }): number {
  const random = new Random(7)
  const perSecond = row.reduce((sum, one) => sum + one.perSecond, 0)
  let [at, oversold] = [0, 0]
  let unseen: { readonly shop: number; readonly seenAt: number }[] = []
  while ((at -= Math.log(1 - random.next()) / perSecond) < 0 || at < days * DAY) {
    const shop = random.below(row.length)
    unseen = unseen.filter(({ seenAt }) => seenAt > at)
    // A shop shows one unit until its sale is seen.
    if (unseen.some((one) => one.shop === shop)) continue
    if (unseen.length >= units) oversold += 1
    unseen.push({ shop, seenAt: at + (row[shop]?.blindSeconds ?? 0) })
  }
  return oversold / days
}
