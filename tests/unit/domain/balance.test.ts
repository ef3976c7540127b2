import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionFailed } from '../../../src/domain/assert.ts'
import {
  accounts,
  assertSound,
  emptyBalance,
  freeUnits,
  post,
  shortfallUnits,
  type Balance,
} from '../../../src/domain/balance.ts'
import { toPoolId, toSkuId } from '../../../src/domain/ids.ts'
import { balances } from './balances.ts'

const postings = fc
  .tuple(fc.constantFrom(...accounts), fc.constantFrom(...accounts), fc.integer({ min: 1, max: 30 }))
  .filter(([from, to]) => from !== to)
  .map(([from, to, units]) => ({ from, to, units }))

/** Every unit in its place, with what was promised beyond them and what is outside counted against. */
function everything(balance: Balance): number {
  const { held, quota, lockKept, safetyKept, onHand, deficit, overcommit } = balance
  return freeUnits(balance) + held + quota + lockKept + safetyKept - onHand - deficit - overcommit
}

describe('a posting', () => {
  it('I1: moves units and neither makes nor loses any', () => {
    fc.assert(
      fc.property(balances, fc.array(postings, { maxLength: 20 }), (balance, all) => {
        expect(everything(all.reduce(post, balance))).toBe(0)
      }),
    )
  })

  it('changes exactly the two accounts it names, by its units', () => {
    fc.assert(
      fc.property(balances, postings, (balance, posting) => {
        const back = post(post(balance, posting), { ...posting, from: posting.to, to: posting.from })
        expect(back).toEqual(balance)
        const free = freeUnits(post(balance, posting)) - freeUnits(balance)
        expect(free).toBe(posting.to === 'free' ? posting.units : posting.from === 'free' ? -posting.units : 0)
      }),
    )
  })

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('of %s units is a bug of ours', (units) => {
    expect(() => post(emptyBalance(toPoolId('1'), toSkuId('1')), { from: 'outside', to: 'free', units })).toThrow(AssertionFailed)
  })
})

describe('a sound balance', () => {
  it('I2: has nothing free below zero, and nothing free beside a deficit', () => {
    const empty = emptyBalance(toPoolId('1'), toSkuId('1'))
    expect(() => assertSound({ ...empty, held: 1 })).toThrow(/I2/)
    expect(() => assertSound({ ...empty, onHand: 1, deficit: 1 })).toThrow(/I2/)
    expect(() => assertSound({ ...empty, held: 1, deficit: 1 })).not.toThrow()
  })

  it('keeps no more safety stock than is wanted', () => {
    const empty = emptyBalance(toPoolId('1'), toSkuId('1'))
    expect(() => assertSound({ ...empty, onHand: 2, safetyKept: 2, safetyWanted: 1 })).toThrow(AssertionFailed)
  })
})

describe('the shortfall', () => {
  it('is what real orders need and is not there, listings sold below zero included', () => {
    const balance = { ...emptyBalance(toPoolId('1'), toSkuId('1')), onHand: 3, held: 5, quota: 4, deficit: 6 }
    expect(shortfallUnits(balance, 0)).toBe(2)
    expect(shortfallUnits({ ...balance, held: 3 }, 0)).toBe(0)
    expect(shortfallUnits(balance, -1)).toBe(1)
  })
})
