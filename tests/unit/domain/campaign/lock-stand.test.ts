import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  charge,
  grantUnits,
  leftUnits,
  missingUnits,
  publish,
  refill,
  settle,
  spend,
  unspend,
  type LockStand,
} from '../../../../src/domain/campaign/lock-stand.ts'

const nothing: LockStand = { granted: 0, kept: 0, published: 0, elsewhere: 0, spent: 0, owed: 0, owedElsewhere: 0 }
const some = fc.integer({ min: 0, max: 12 })

type Step = (stand: LockStand) => LockStand
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(some, some).map(
    ([units, below]): Step =>
      (stand) =>
        spend(stand, units, below),
  ),
  fc.tuple(some, some, fc.boolean()).map(
    ([units, room, toCampaign]): Step =>
      (s) =>
        unspend(s, units, { room, toCampaign }),
  ),
  fc.tuple(some, some).map(
    ([room, below]): Step =>
      (stand) =>
        settle(stand, { room, below }),
  ),
  some.map(
    (free): Step =>
      (stand) =>
        refill(stand, free),
  ),
  some.map(
    (units): Step =>
      (stand) =>
        publish(stand, Math.min(units, stand.kept)),
  ),
  some.map(
    (units): Step =>
      (stand) =>
        charge(stand, units).stand,
  ),
  some.map(
    (units): Step =>
      (stand) =>
        grantUnits(stand, stand.granted + units),
  ),
)

function expectSound(stand: LockStand): void {
  expect(Object.entries(stand).filter(([, units]) => units < 0)).toEqual([])
  expect(missingUnits(stand)).toBeGreaterThanOrEqual(0)
  expect(leftUnits(stand)).toBeGreaterThanOrEqual(0)
}

describe('what a line of a campaign was promised', () => {
  it('is kept, published, spent or missing, whatever happens in whatever order', () => {
    expect.hasAssertions()
    fc.assert(
      fc.property(some, some, some, some, fc.array(steps, { maxLength: 30 }), (granted, kept, elsewhere, owes, all) => {
        const owedElsewhere = Math.min(owes, granted + kept + elsewhere)
        let stand: LockStand = { ...nothing, granted: granted + kept + elsewhere, kept, elsewhere, owedElsewhere }
        for (const step of all) {
          stand = step(stand)
          expectSound(stand)
        }
      }),
    )
  })

  it('I11: what it sold and has left for sale is all of it, as long as free units make up what is missing', () => {
    fc.assert(
      fc.property(some, fc.array(steps, { maxLength: 30 }), (granted, all) => {
        const stand = refill(
          all.reduce((now, step) => step(now), { ...nothing, granted, kept: granted }),
          1_000,
        )
        expect(missingUnits(stand)).toBe(0)
        expect(stand.spent + stand.kept + stand.published).toBe(stand.granted)
      }),
    )
  })

  it('is never spent beyond what was granted', () => {
    const stand = spend({ ...nothing, granted: 3, kept: 1, published: 2 }, 5, 0)
    expect(stand).toEqual({ ...nothing, granted: 3, spent: 3 })
  })
})

describe('an order', () => {
  it('takes published units first, and then gives up kept ones for what the own quota gave', () => {
    expect(spend({ ...nothing, granted: 10, kept: 6, published: 4 }, 5, 0)).toMatchObject({ published: 0, kept: 5, spent: 5 })
  })

  it('below zero waits: a cancellation may explain it', () => {
    const owing = spend({ ...nothing, granted: 10, kept: 10 }, 2, 2)
    expect(owing).toMatchObject({ kept: 10, owed: 2, spent: 0 })
    expect(settle(owing, { room: 0, below: 1 })).toMatchObject({ kept: 9, owed: 1, spent: 1 })
  })

  it('R6: below zero for good is charged to what is kept', () => {
    const owing = spend({ ...nothing, granted: 3, kept: 1, published: 1 }, 3, 2)
    expect(charge(owing, 2)).toEqual({ stand: { ...nothing, granted: 3, spent: 3 }, fromKept: 1 })
  })

  it('and its cancellation leave the line as it was, where the shop puts its units on sale again', () => {
    const before = { ...nothing, granted: 10, kept: 6, published: 4 }
    expect(unspend(spend(before, 3, 0), 3, { room: 3, toCampaign: true })).toEqual(before)
    expect(unspend(spend(before, 3, 0), 3, { room: 3, toCampaign: false })).toEqual({ ...before, granted: 7, published: 1 })
  })
})

describe('a smaller promise', () => {
  it('lets go of missing units first, then of kept ones, then of published ones, never of what was sold', () => {
    const stand = { ...nothing, granted: 10, kept: 3, published: 2, spent: 4 }
    expect(grantUnits(stand, 9)).toMatchObject({ granted: 9, kept: 3, published: 2 })
    expect(grantUnits(stand, 7)).toMatchObject({ granted: 7, kept: 1, published: 2 })
    expect(grantUnits(stand, 0)).toMatchObject({ granted: 4, kept: 0, published: 0, spent: 4 })
  })
})
