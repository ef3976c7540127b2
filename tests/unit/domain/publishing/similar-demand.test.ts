import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectDemand } from '../../../../src/domain/allocation/expected-demand.ts'
import { usualPerSecond, USUAL_PER_SECOND } from '../../../../src/domain/publishing/demand.ts'
import { similarPerSecond, type TagDemand } from '../../../../src/domain/publishing/similar-demand.ts'
import { runsOf } from '../../../support/property-runs.ts'

const DAY = 86_400
const tags = fc.uniqueArray(
  fc.record({
    tag: fc.string({ minLength: 1, maxLength: 6 }),
    perSecond: fc.double({ min: 1e-9, max: 1, noNaN: true }),
    skus: fc.integer({ min: 1, max: 100_000 }),
  }),
  { selector: ({ tag }) => tag, maxLength: 6 },
)
const runs = runsOf(500)
const new5 = Array.from({ length: 5 }, (_, n) => ({
  listingId: `${n}`,
  perSet: 1,
  quotaUnits: 0,
  soldUnits: 0,
  soldSquares: 0,
  soldSeconds: 0,
  perSecond: 0,
  blindSeconds: 60,
  mayRaise: true,
  mayLower: true,
}))

describe('what new goods are expected to sell', () => {
  it('lies between what any goods are thought to sell and what those with their tags do', () => {
    fc.assert(
      fc.property(tags, (known) => {
        const rates = [USUAL_PER_SECOND, ...known.map(({ perSecond }) => perSecond)]
        const similar = similarPerSecond(known)
        expect(similar).toBeGreaterThanOrEqual(Math.min(...rates) * (1 - 1e-9))
        expect(similar).toBeLessThanOrEqual(Math.max(...rates) * (1 + 1e-9))
      }),
      runs,
    )
  })

  it('is the same in whatever order the tags are named, and what any goods are thought to sell without any', () => {
    expect(similarPerSecond([])).toBe(USUAL_PER_SECOND)
    fc.assert(
      fc.property(tags, (known) => {
        expect(similarPerSecond(known.toReversed())).toBe(similarPerSecond(known))
      }),
      runs,
    )
  })

  it('rises with what similar goods sell, and comes closer to it the more of them are known', () => {
    fc.assert(
      fc.property(tags, fc.double({ min: 1, max: 10, noNaN: true }), (known, times) => {
        const faster = known.map((one) => ({ ...one, perSecond: one.perSecond * times }))
        expect(similarPerSecond(faster)).toBeGreaterThanOrEqual(similarPerSecond(known))
      }),
      runs,
    )
    const slow = (skus: number): TagDemand[] => [{ tag: 'slow', perSecond: 0.5 / DAY, skus }]
    const perDay = [1, 3, 10, 20].map((skus) => similarPerSecond(slow(skus)) * DAY)
    expect(perDay.toSorted((a, b) => b - a)).toEqual(perDay)
    expect(perDay.at(-1)).toBeLessThan(2)
  })

  it('is what every listing of it is expected to sell, until its own sales say otherwise', () => {
    const similar = 0.5 / DAY
    for (const { perSecond } of expectDemand(new5, 0.6, similar)) expect(perSecond).toBeCloseTo(similar, 12)
    const week = [{ soldUnits: 70, soldSquares: 70, soldSeconds: 7 * DAY, perSecond: 0 }]
    expect(usualPerSecond(week, similar) * DAY).toBeGreaterThan(7.5)
    expect(usualPerSecond(week)).toBe(usualPerSecond(week, USUAL_PER_SECOND))
  })
})
