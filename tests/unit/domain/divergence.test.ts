import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareDivergence, divergenceOf, totalsOf, type ShownListing } from '../../../src/domain/divergence.ts'

const number = fc.option(fc.nat({ max: 5_000 }))
const listings: fc.Arbitrary<readonly ShownListing[]> = fc
  .array(fc.record({ shownUnits: number, wouldPublishUnits: number, priceFen: number }), { maxLength: 30 })
  .map((all) => all.map((one, n) => ({ ...one, id: String(n + 1) })))

it('what is too many less what is too few is what is shown less what would be, in units and in money', () => {
  fc.assert(
    fc.property(listings, (all) => {
      const known = all.filter(({ shownUnits, wouldPublishUnits }) => shownUnits !== null && wouldPublishUnits !== null)
      const totals = totalsOf(known.map(divergenceOf))
      expect(totals.tooManyUnits - totals.tooFewUnits).toBe(totals.shownUnits - totals.wouldPublishUnits)
      const money = known.reduce(
        (sum, one) => sum + (one.priceFen ?? 0) * ((one.shownUnits ?? 0) - (one.wouldPublishUnits ?? 0)),
        0,
      )
      expect(totals.tooManyFen - totals.tooFewFen).toBe(money)
      expect(totals.compared).toBe(known.length)
    }),
  )
})

it('the worst come first, and two listings never share a place', () => {
  fc.assert(
    fc.property(listings, (all) => {
      const sorted = all.map(divergenceOf).toSorted(compareDivergence)
      for (const [n, one] of sorted.entries()) {
        const next = sorted[n + 1]
        if (!next) continue
        expect(compareDivergence(one, next)).toBeLessThan(0)
        expect(Math.abs(one.fen ?? 0)).toBeGreaterThanOrEqual(Math.abs(next.fen ?? 0))
      }
    }),
  )
})
