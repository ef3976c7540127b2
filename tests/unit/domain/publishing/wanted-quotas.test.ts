import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demandAfter, expectedPerSecond, usualPerSecond } from '../../../../src/domain/publishing/demand.ts'
import { shareUnits } from '../../../../src/domain/publishing/share-units.ts'
import { shareByDemand, type Taker } from '../../../../src/domain/publishing/wanted-quotas.ts'

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)

describe('sharing whole units', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 })
  const sharers = (all: readonly number[]) => all.map((weight, id) => ({ id, weight }))

  it('gives all of them away, exactly', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), weights, (units, all) => {
        expect(sum(shareUnits(units, sharers(all)).values())).toBe(units)
      }),
    )
  })

  it('gives nobody less when there is one more to share', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), weights, (units, all) => {
        const [before, after] = [shareUnits(units, sharers(all)), shareUnits(units + 1, sharers(all))]
        for (const [id, some] of before) expect(after.get(id)).toBeGreaterThanOrEqual(some)
      }),
    )
  })

  it('shares alike where nobody weighs anything', () => {
    expect([...shareUnits(7, sharers([0, 0, 0])).values()]).toEqual([3, 2, 2])
  })
})

describe('demand', () => {
  const nothing = { units: 0, seconds: 0, perSecond: 0 }

  it('fades while a listing could have sold, and stays while it could not', () => {
    const before = demandAfter(null, { sold: 12, throughMs: 0, couldSell: true })
    const later = 3_600_000
    expect(demandAfter(before, { sold: 0, throughMs: later, couldSell: true }).perSecond).toBeLessThan(before.perSecond / 10)
    expect(demandAfter(before, { sold: 0, throughMs: later, couldSell: false })).toMatchObject({ units: 12, seconds: 0 })
  })

  it('counts only the time in which a listing could sell, up to when its orders are known', () => {
    const begun = demandAfter(null, { sold: 0, throughMs: 0, couldSell: true })
    const sold = demandAfter(begun, { sold: 6, throughMs: 600_000, couldSell: true })
    const empty = demandAfter(sold, { sold: 0, throughMs: 7_200_000, couldSell: false })
    expect(empty.units / empty.seconds).toBeCloseTo(0.01, 3)
    expect(demandAfter(empty, { sold: 0, throughMs: 0, couldSell: true })).toMatchObject({
      seconds: empty.seconds,
      atMs: 7_200_000,
    })
  })

  it('takes a listing that has sold nothing yet for a usual one, and believes it more the longer it sells nothing', () => {
    const others = [{ units: 40, seconds: 10_000 }]
    const usual = usualPerSecond([...others, nothing])
    expect(expectedPerSecond(nothing, usual)).toBeCloseTo(usual, 10)
    expect(expectedPerSecond({ ...nothing, seconds: 10_000 }, usual)).toBeLessThan(usual / 5)
  })

  it('sees a burst at once, and takes no two orders for one', () => {
    const long = { units: 30, seconds: 200_000 }
    const calm = expectedPerSecond({ ...long, perSecond: 2 / 1_200 }, 0.001)
    expect(calm).toBeLessThan(0.0002)
    expect(expectedPerSecond({ ...long, perSecond: 40 / 1_200 }, 0.001)).toBeGreaterThan(0.02)
  })
})

const taker = (listingId: string, more: Partial<Taker> = {}): Taker => ({
  listingId,
  perSet: 1,
  quotaUnits: 0,
  soldUnits: 0,
  soldSeconds: 0,
  perSecond: 0,
  blindSeconds: 60,
  mayRaise: true,
  mayLower: true,
  ...more,
})
const wanted = (freeUnits: number, takers: readonly Taker[], leftToOthersPercent = 0) =>
  Object.fromEntries(shareByDemand({ freeUnits, leftToOthersPercent }, takers))

describe('shares by demand', () => {
  it('begins with equal shares', () => expect(wanted(9, [taker('a'), taker('b'), taker('c')])).toEqual({ a: 3, b: 3, c: 3 }))

  it('leaves a listing alone that is off its share by no more than chance', () => {
    expect(wanted(1, [taker('a', { quotaUnits: 6 }), taker('b', { quotaUnits: 5 })])).toEqual({ a: 6, b: 5 })
  })

  it('leaves nothing unsold that somebody could sell', () => {
    expect(wanted(8, [taker('a', { quotaUnits: 6 }), taker('b', { quotaUnits: 6 })])).toEqual({ a: 10, b: 10 })
  })

  it('puts the last unit where it sells best, not where it lies', () => {
    const [busy, calm] = [
      taker('a', { soldUnits: 30, soldSeconds: 3_600 }),
      taker('b', { quotaUnits: 1, soldUnits: 1, soldSeconds: 3_600 }),
    ]
    expect(wanted(0, [busy, calm])).toEqual({ a: 1, b: 0 })
  })

  it('leaves with a listing what it has sold meanwhile unseen', () => {
    const [late, soon] = [
      taker('a', { quotaUnits: 10, soldUnits: 36, soldSeconds: 3_600, blindSeconds: 600 }),
      taker('b', { quotaUnits: 10, soldUnits: 36, soldSeconds: 3_600, blindSeconds: 0 }),
    ]
    const found = wanted(0, [late, soon])
    expect(found['a']).toBeGreaterThan(found['b'] ?? 0)
  })

  it('takes from who has more than its share for who runs short, when nothing is free', () => {
    const busy = taker('a', { quotaUnits: 1, soldUnits: 60, soldSeconds: 1_200 })
    const calm = taker('b', { quotaUnits: 19, soldSeconds: 1_200 })
    const found = wanted(0, [busy, calm])
    expect(found['a']).toBeGreaterThan(15)
    expect(sum(Object.values(found))).toBe(20)
  })

  it('leaves a share to others', () => expect(wanted(10, [taker('a'), taker('b')], 40)).toEqual({ a: 3, b: 3 }))

  it('raises nobody who may not be raised, and lowers nobody who may not be lowered', () => {
    expect(wanted(10, [taker('a', { mayRaise: false }), taker('b')])).toEqual({ a: 0, b: 10 })
    expect(wanted(0, [taker('a', { quotaUnits: 10, mayLower: false }), taker('b', { perSecond: 1 })])).toMatchObject({ a: 10 })
  })

  it('never wants more than there is', () => {
    const any = fc.record({
      quotaUnits: fc.integer({ min: -3, max: 20 }),
      soldUnits: fc.double({ min: 0, max: 99, noNaN: true }),
      soldSeconds: fc.double({ min: 0, max: 9_999, noNaN: true }),
      perSecond: fc.double({ min: 0, max: 1, noNaN: true }),
      blindSeconds: fc.integer({ min: 1, max: 900 }),
      mayRaise: fc.boolean(),
      mayLower: fc.boolean(),
      perSet: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(
        fc.nat({ max: 60 }),
        fc.array(any, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 100 }),
        (free, all, percent) => {
          const takers = all.map((one, n) => taker(String(n), one))
          const there = free + sum(takers.map(({ quotaUnits }) => Math.max(0, quotaUnits)))
          const found = Object.values(wanted(free, takers, percent))
          expect(sum(found)).toBeLessThanOrEqual(there)
          expect(found.filter((units) => units < 0)).toEqual([])
        },
      ),
    )
  })
})
