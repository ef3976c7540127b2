import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shareByDemand, type Taker } from '../../../../src/domain/publishing/wanted-quotas.ts'

const taker = (n: number, quotaUnits: number): Taker => ({
  listingId: String(n),
  perSet: 1,
  quotaUnits,
  soldUnits: 0,
  soldSeconds: 0,
  perSecond: 0,
  blindSeconds: 60,
  mayRaise: true,
  mayLower: true,
})

it('takes back what is promised beyond the goods, and raises nobody meanwhile', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 5 }), fc.nat({ max: 100 }), (quotas, deficit) => {
      const there = quotas.reduce((sum, units) => sum + units, 0)
      const takers = quotas.map((units, n) => taker(n, units))
      const wanted = shareByDemand({ freeUnits: -deficit, leftToOthersPercent: 0 }, takers)
      const total = [...wanted.values()].reduce((sum, units) => sum + units, 0)
      expect(total).toBeLessThanOrEqual(Math.max(0, there - deficit))
    }),
  )
})
