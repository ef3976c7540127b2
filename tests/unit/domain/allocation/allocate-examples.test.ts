import { describe, expect, it } from 'vitest'
import { allocate } from '../../../../src/domain/allocation/allocate.ts'
import type { RuledPool, RuledTaker } from '../../../../src/domain/allocation/policy.ts'
import { deviationsFor } from '../../../../src/domain/allocation/expected-demand.ts'
import { pool, sum, taker } from './takers.ts'

const wanted = (there: RuledPool, takers: readonly RuledTaker[]) => Object.fromEntries(allocate(there, takers))
/** So many units an hour, over the last day. */
const sells = (perHour: number) => ({ soldUnits: perHour * 24, soldSeconds: 86_400 })

describe('by demand, where no rule says anything', () => {
  it('begins with equal shares', () => {
    expect(wanted(pool(9), [taker('1'), taker('2'), taker('3')])).toEqual({ 1: 3, 2: 3, 3: 3 })
  })

  it('leaves a listing alone that is off its share by no more than chance', () => {
    expect(wanted(pool(1), [taker('1', { quotaUnits: 6 }), taker('2', { quotaUnits: 5 })])).toEqual({ 1: 6, 2: 5 })
  })

  it('brings a listing that lasts for a day up only once twice as much is due to it, unless its share is stated', () => {
    const lasting = (freeUnits: number, rule = {}) =>
      wanted(pool(freeUnits), [taker('1', { quotaUnits: 100, ...sells(1), rule }), taker('2', { quotaUnits: 100, ...sells(1) })])
    expect(lasting(150)).toEqual({ 1: 100, 2: 100 })
    expect(lasting(300)).toEqual({ 1: 250, 2: 250 })
    expect(lasting(150, { sharePercent: 50 })).toMatchObject({ 1: 175 })
  })

  it('does not carry goods after each order where orders are large', () => {
    const orders = (units: number, each: number) => ({ soldUnits: units, soldSquares: units * each, soldSeconds: 259_200 })
    const found = (each: number) =>
      wanted(pool(0), [
        taker('1', { quotaUnits: 30, ...orders(400, each) }),
        taker('2', { quotaUnits: 60, ...orders(300, each) }),
      ])
    expect(found(1)).not.toEqual({ 1: 30, 2: 60 })
    expect(found(48)).toEqual({ 1: 30, 2: 60 })
  })

  it('leaves nothing unsold that somebody could sell', () => {
    expect(wanted(pool(8), [taker('1', { quotaUnits: 6 }), taker('2', { quotaUnits: 6 })])).toEqual({ 1: 10, 2: 10 })
  })

  it('keeps nothing free while somebody has nothing to sell', () => {
    const found = wanted(pool(1), [taker('1', { quotaUnits: 9, ...sells(9) }), taker('2', sells(0))])
    expect(sum(Object.values(found))).toBe(10)
  })

  it('puts the last unit where it sells best, not where it lies', () => {
    expect(wanted(pool(0), [taker('1', sells(30)), taker('2', { quotaUnits: 1, ...sells(1) })])).toEqual({ 1: 1, 2: 0 })
  })

  it('takes from who has more than its share for who runs short, when nothing is free', () => {
    const found = wanted(pool(0), [taker('1', { quotaUnits: 1, ...sells(60) }), taker('2', { quotaUnits: 19, ...sells(0.1) })])
    expect(found['1']).toBeGreaterThan(15)
    expect(sum(Object.values(found))).toBe(20)
  })

  it('leaves with a listing what it has sold meanwhile unseen', () => {
    const late = taker('1', { quotaUnits: 10, ...sells(36), blindSeconds: 800 })
    const soon = taker('2', { quotaUnits: 10, ...sells(36), blindSeconds: 0 })
    const found = wanted(pool(0), [late, soon])
    expect(found['1']).toBeGreaterThan(found['2'] ?? 0)
  })

  it('raises nobody who may not be raised, and lowers nobody who may not be lowered', () => {
    expect(wanted(pool(10), [taker('1', { mayRaise: false }), taker('2')])).toEqual({ 1: 0, 2: 10 })
    const stuck = taker('1', { quotaUnits: 10, mayLower: false })
    expect(wanted(pool(0), [stuck, taker('2', { perSecond: 1 })])).toMatchObject({ 1: 10 })
  })

  it('gives sets whole, and what is no whole set to single listings', () => {
    expect(wanted(pool(8), [taker('1', { perSet: 3 }), taker('2')])).toEqual({ 1: 3, 2: 5 })
  })

  it('takes back what is promised beyond the goods, and raises nobody meanwhile', () => {
    const found = wanted(pool(-4), [taker('1', { quotaUnits: 9 }), taker('2', { quotaUnits: 3 })])
    expect(sum(Object.values(found))).toBeLessThanOrEqual(8)
    expect(found['2']).toBe(3)
  })

  it('leaves a share to others', () => expect(wanted(pool(10, {}, 40), [taker('1'), taker('2')])).toEqual({ 1: 3, 2: 3 }))
})

describe('by rules', () => {
  const busy = { ...sells(40), blindSeconds: 900 }

  it('serves the first rank first when goods run low, and all by demand when they do not', () => {
    const [first, second] = [taker('1', { ...busy, rule: { rank: 1 } }), taker('2', { ...busy, rule: { rank: 2 } })]
    expect(wanted(pool(8), [first, second])).toEqual({ 1: 8, 2: 0 })
    const plenty = wanted(pool(400), [first, second])
    expect(plenty).toEqual({ 1: 200, 2: 200 })
  })

  it('keeps no unit for a first rank that hardly ever sells', () => {
    const first = taker('1', { ...sells(0.1), blindSeconds: 900, rule: { rank: 1 } })
    const second = taker('2', { ...busy, rule: { rank: 2 } })
    expect(wanted(pool(3), [first, second])).toEqual({ 1: 0, 2: 3 })
    expect(wanted(pool(3, { confidence: 0.999 }), [first, second])).toEqual({ 1: 1, 2: 2 })
  })

  it('takes from the last rank for the first', () => {
    const [first, second] = [
      taker('1', { ...busy, rule: { rank: 1 } }),
      taker('2', { ...busy, blindSeconds: 30, quotaUnits: 12, rule: { rank: 2 } }),
    ]
    const found = wanted(pool(0), [first, second])
    expect(found['1']).toBeGreaterThanOrEqual(11)
  })

  it('gives the first rank more, the surer it should be', () => {
    const takers = [taker('1', { ...busy, rule: { rank: 1 } }), taker('2', { ...busy, rule: { rank: 2 } })]
    const found = (confidence: number) => wanted(pool(15, { confidence }), takers)['1'] ?? 0
    expect(found(0.99)).toBeGreaterThan(found(0.5))
  })

  it('serves floors before ranks, and keeps to caps', () => {
    const first = taker('1', { ...busy, rule: { rank: 1, capUnits: 3 } })
    const last = taker('2', { ...sells(0), rule: { rank: 2, floorUnits: 4 } })
    expect(wanted(pool(6), [first, last])).toEqual({ 1: 2, 2: 4 })
    expect(wanted(pool(20), [first, last])).toEqual({ 1: 3, 2: 17 })
  })

  it('gives named shares of what is left, the others what they leave over', () => {
    const takers = [
      taker('1', { blindSeconds: 0, rule: { sharePercent: 60 } }),
      taker('2', { blindSeconds: 0, rule: { sharePercent: 20 } }),
      taker('3', { blindSeconds: 0 }),
    ]
    expect(wanted(pool(100), takers)).toEqual({ 1: 60, 2: 20, 3: 20 })
  })

  it('keeps the reserve free, and takes it back from who has it', () => {
    expect(wanted(pool(10, { reserveUnits: 4 }), [taker('1'), taker('2')])).toEqual({ 1: 3, 2: 3 })
    const found = wanted(pool(0, { reserveUnits: 4 }), [taker('1', { quotaUnits: 5 }), taker('2', { quotaUnits: 5 })])
    expect(sum(Object.values(found))).toBeLessThanOrEqual(6)
  })

  it('waits with less than the minimum move, unless a listing would run out', () => {
    const calm = [taker('1', { quotaUnits: 8, ...sells(1) }), taker('2', { quotaUnits: 12, ...sells(1) })]
    expect(wanted(pool(4, { minimumMoveUnits: 5 }), calm)).toEqual({ 1: 8, 2: 12 })
    const dry = [taker('1', { ...sells(1) }), taker('2', { quotaUnits: 4, ...sells(1) })]
    expect(wanted(pool(2, { minimumMoveUnits: 5 }), dry)).toMatchObject({ 1: 2 })
  })
})

it('knows how many deviations a confidence asks for', () => {
  expect([0.5, 0.8413, 0.975, 0.999].map((one) => deviationsFor(one).toFixed(2))).toEqual(['0.00', '1.00', '1.96', '3.09'])
})
