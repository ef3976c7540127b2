import { describe, expect, it } from 'vitest'
import { demandAfter, expectedPerSecond, usualPerSecond } from '../../../../src/domain/publishing/demand.ts'

const nothing = { soldUnits: 0, soldSeconds: 0, perSecond: 0 }

describe('demand', () => {
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
    const earlier = demandAfter(empty, { sold: 0, throughMs: 0, couldSell: true })
    expect(earlier).toMatchObject({ seconds: empty.seconds, atMs: 7_200_000 })
  })

  it('takes one buyer of many units for no demand of so many', () => {
    const calm = demandAfter(
      { units: 30, seconds: 200_000, perSecond: 0, atMs: 0 },
      { sold: 400, throughMs: 60_000, couldSell: true },
    )
    expect(calm.units).toBeLessThan(75)
    const busy = { units: 90_000, seconds: 200_000, perSecond: 0.4, atMs: 0 }
    expect(demandAfter(busy, { sold: 60, throughMs: 60_000, couldSell: true }).units).toBeGreaterThan(90_030)
  })

  it('takes a listing that has sold nothing yet for a usual one, and believes it more the longer it sells nothing', () => {
    const usual = usualPerSecond([{ ...nothing, soldUnits: 40, soldSeconds: 10_000 }, nothing])
    expect(expectedPerSecond(nothing, usual)).toBeCloseTo(usual, 10)
    expect(expectedPerSecond({ ...nothing, soldSeconds: 10_000 }, usual)).toBeLessThan(usual / 5)
  })

  it('sees a burst at once, and takes no two orders for one', () => {
    const long = { soldUnits: 30, soldSeconds: 200_000 }
    const calm = expectedPerSecond({ ...long, perSecond: 2 / 1_200 }, 0.001)
    expect(calm).toBeLessThan(0.0002)
    expect(expectedPerSecond({ ...long, perSecond: 40 / 1_200 }, 0.001)).toBeGreaterThan(0.015)
  })
})
