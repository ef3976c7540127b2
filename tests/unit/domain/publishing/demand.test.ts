import { describe, expect, it } from 'vitest'
import { demandAfter, expectedPerSecond, lumpOf, usualPerSecond } from '../../../../src/domain/publishing/demand.ts'

const nothing = { soldUnits: 0, soldSquares: 0, soldSeconds: 0, perSecond: 0 }
const single = { usual: 0.001, lump: 1 }

describe('demand', () => {
  it('fades while a listing could have sold, and stays while it could not', () => {
    const before = demandAfter(null, { sold: 12, orders: 12, throughMs: 0, couldSell: true })
    const later = 3_600_000
    expect(demandAfter(before, { sold: 0, orders: 0, throughMs: later, couldSell: true }).perSecond).toBeLessThan(
      before.perSecond / 10,
    )
    expect(demandAfter(before, { sold: 0, orders: 0, throughMs: later, couldSell: false })).toMatchObject({
      units: 12,
      seconds: 0,
    })
  })

  it('counts only the time in which a listing could sell, up to when its orders are known', () => {
    const begun = demandAfter(null, { sold: 0, orders: 0, throughMs: 0, couldSell: true })
    const sold = demandAfter(begun, { sold: 6, orders: 6, throughMs: 600_000, couldSell: true })
    const empty = demandAfter(sold, { sold: 0, orders: 0, throughMs: 7_200_000, couldSell: false })
    expect(empty.units / empty.seconds).toBeCloseTo(0.01, 3)
    const earlier = demandAfter(empty, { sold: 0, orders: 0, throughMs: 0, couldSell: true })
    expect(earlier).toMatchObject({ seconds: empty.seconds, atMs: 7_200_000 })
  })

  it('takes one buyer of many units for no demand of so many', () => {
    const calm = demandAfter(
      { units: 30, squares: 30, seconds: 200_000, perSecond: 0, atMs: 0 },
      { sold: 400, orders: 1, throughMs: 60_000, couldSell: true },
    )
    expect(calm.units).toBeLessThan(75)
    const busy = { units: 90_000, squares: 90_000, seconds: 200_000, perSecond: 0.4, atMs: 0 }
    expect(demandAfter(busy, { sold: 60, orders: 1, throughMs: 60_000, couldSell: true }).units).toBeGreaterThan(90_030)
  })

  it('takes a listing that has sold nothing yet for a usual one, and believes it more the longer it sells nothing', () => {
    const usual = usualPerSecond([{ ...nothing, soldUnits: 40, soldSeconds: 10_000 }, nothing])
    expect(expectedPerSecond(nothing, { usual, lump: 1 })).toBeCloseTo(usual, 10)
    expect(expectedPerSecond({ ...nothing, soldSeconds: 10_000 }, { usual, lump: 1 })).toBeLessThan(usual / 5)
  })

  it('sees a burst at once, and takes no two orders for one', () => {
    const long = { soldUnits: 30, soldSquares: 30, soldSeconds: 200_000 }
    const calm = expectedPerSecond({ ...long, perSecond: 2 / 1_200 }, single)
    expect(calm).toBeLessThan(0.0002)
    expect(expectedPerSecond({ ...long, perSecond: 40 / 1_200 }, single)).toBeGreaterThan(0.015)
  })

  it('reckons with how much is taken at once: orders of a few units are what chance is reckoned with anyway', () => {
    const after = (orders: number) => demandAfter(null, { sold: 18, orders, throughMs: 0, couldSell: true })
    expect([18, 6, 1].map((orders) => after(orders).squares)).toEqual([18, 54, 324])
    const lump = (orders: number) => lumpOf([{ ...nothing, soldUnits: 18, soldSquares: after(orders).squares }])
    expect([lump(18), lump(6)]).toEqual([1, 1])
    expect(lump(1)).toBeGreaterThan(5)
  })

  it('takes an order of a pallet for no rush, and several of them for one', () => {
    const pallets = (orders: number) => ({ soldUnits: orders * 96, soldSquares: orders * 96 * 96, soldSeconds: 200_000 })
    const expected = (orders: number) => {
      const sold = { ...pallets(orders), perSecond: (orders * 96) / 1_200 }
      return expectedPerSecond(sold, { usual: 0.001, lump: lumpOf([sold]) })
    }
    expect(expected(1)).toBeLessThan(96 / 100_000)
    expect(expected(9)).toBeGreaterThan(0.2)
  })
})
