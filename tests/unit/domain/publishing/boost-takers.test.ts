import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boostTakers, type BoostedTaker } from '../../../../src/domain/publishing/boost-takers.ts'
import { allocate } from '../../../../src/domain/allocation/allocate.ts'
import { EVERYBODY_ALIKE } from '../../../../src/domain/allocation/rule.ts'
import { runsOf } from '../../../support/property-runs.ts'

const taker = fc.record({
  perSet: fc.integer({ min: 1, max: 3 }),
  sets: fc.nat(20),
  soldUnits: fc.constantFrom(0, 3, 40),
  soldSquares: fc.constantFrom(0, 3, 400),
  soldSeconds: fc.constantFrom(0, 600, 86_400),
  perSecond: fc.constantFrom(0, 0.01, 0.2),
  blindSeconds: fc.constantFrom(10, 300),
  mayRaise: fc.boolean(),
  mayLower: fc.boolean(),
  boostTo: fc.option(fc.nat(40), { nil: null }),
})
const pool = fc.record({ freeUnits: fc.nat(40), leftToOthersPercent: fc.constantFrom(0, 0, 20) })

it('a boost asks for no more than is there, takes nothing from who was boosted too, and gives what it can', () => {
  fc.assert(
    fc.property(pool, fc.array(taker, { minLength: 1, maxLength: 6 }), (there, rows) => {
      const takers: readonly BoostedTaker[] = rows.map(({ sets, ...row }, n) => ({
        ...row,
        listingId: String(n),
        quotaUnits: sets * row.perSet,
      }))
      const before = allocate(
        { ...there, rule: EVERYBODY_ALIKE },
        takers.map((one) => ({ ...one, channelId: one.listingId, rule: EVERYBODY_ALIKE })),
      )
      const after = boostTakers(before, there, takers)
      const sum = (wanted: ReadonlyMap<string, number>) => [...wanted.values()].reduce((a, b) => a + b, 0)
      const all = there.freeUnits + takers.reduce((units, { quotaUnits }) => units + quotaUnits, 0)
      expect(sum(after)).toBeLessThanOrEqual(Math.max(all, sum(before)))
      const change = ({ listingId }: BoostedTaker) => (after.get(listingId) ?? 0) - (before.get(listingId) ?? 0)
      const givers = takers.filter(({ boostTo, mayLower }) => boostTo === null && mayLower)
      const others = takers.filter((one) => !givers.includes(one))
      expect(Math.min(0, ...after.values())).toBe(0)
      expect(Math.max(0, ...givers.map(change))).toBe(0)
      expect(Math.min(0, ...others.map(change))).toBe(0)
    }),
    runsOf(500),
  )
})
