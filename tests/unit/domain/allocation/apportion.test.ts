import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportion, type Sharer } from '../../../../src/domain/allocation/apportion.ts'
import { sum } from './takers.ts'

const sharers = fc.array(
  fc
    .record({
      weight: fc.oneof(fc.nat({ max: 50 }), fc.double({ min: 1e-6, max: 1, noNaN: true })),
      has: fc.nat({ max: 9 }),
      more: fc.nat({ max: 60 }),
    })
    .map(({ weight, has, more }) => ({ weight, units: has, most: has + more })),
  { minLength: 1, maxLength: 8 },
)

function given(units: number, all: readonly Sharer[]) {
  const own = all.map((one) => ({ ...one }))
  const left = apportion(units, own)
  return { left, units: own.map((one) => one.units) }
}

/** The method as it is told: one unit after the other. */
function oneByOne(units: number, all: readonly Sharer[]): readonly number[] {
  const own = all.map((one) => ({ ...one }))
  for (let n = 0; n < units; n += 1) {
    const claims = own.map((one) => (one.units < one.most ? one.weight / (2 * one.units + 1) : 0))
    const best = Math.max(...claims)
    const next = own[claims.indexOf(best)]
    if (best > 0 && next) next.units += 1
  }
  return own.map((one) => one.units)
}

describe('sharing whole units by weight', () => {
  it('gives all of them away, exactly, as far as anybody may have them', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), sharers, (units, all) => {
        const { left, units: after } = given(units, all)
        expect(sum(after) + left).toBe(sum(all.map((one) => one.units)) + units)
        expect(after.every((own, n) => own >= (all[n]?.units ?? 0) && own <= (all[n]?.most ?? 0))).toBe(true)
        const isFull = after.every((own, n) => own === all[n]?.most || all[n]?.weight === 0)
        expect(left === 0 || isFull).toBe(true)
      }),
    )
  })

  it('comes to what giving one unit after the other comes to', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), sharers, (units, all) => {
        expect(given(units, all).units).toEqual(oneByOne(units, all))
      }),
    )
  })

  it('gives nobody less when there is one more to share', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), sharers, (units, all) => {
        const [before, after] = [given(units, all), given(units + 1, all)]
        expect(after.units.every((own, n) => own >= (before.units[n] ?? 0))).toBe(true)
      }),
    )
  })

  it('shares a billion as readily as ten', () => {
    const equal = { weight: 1, most: Infinity, units: 0 }
    expect(given(1_000_000_001, [equal, equal, equal]).units).toEqual([333_333_334, 333_333_334, 333_333_333])
  })
})
