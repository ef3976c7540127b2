import fc from 'fast-check'
import { expect, it } from 'vitest'
import { equalShare, sharedSets } from '../../../src/domain/equal-share.ts'

it('the shares of free units add up to all of them, and differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 10_000 }), fc.integer({ min: 1, max: 300 }), (freeUnits, sharers) => {
      const shares = Array.from({ length: sharers }, (_, n) =>
        equalShare({ poolId: '1', units: 1, freeUnits, sharers, place: n + 1 }),
      )
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.max(0, freeUnits))
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
    }),
  )
})

it('a set is limited by its scarcest part in each pool, and its pools add up', () => {
  const alone = { sharers: 1, place: 1 }
  const claims = [
    { poolId: '1', units: 2, freeUnits: 9, ...alone },
    { poolId: '1', units: 1, freeUnits: 3, ...alone },
    { poolId: '2', units: 2, freeUnits: 5, ...alone },
    { poolId: '2', units: 1, freeUnits: 0, ...alone },
  ]
  expect(sharedSets(claims)).toBe(3)
  expect(sharedSets([])).toBe(0)
})
