import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertSound, freeUnits, post, type Account, type Posting } from '../../../src/domain/balance.ts'
import { giveBack, takeByCommand, takeByFact } from '../../../src/domain/flows.ts'
import { balances } from './balances.ts'

const units = fc.integer({ min: 1, max: 60 })

function sum(postings: readonly Posting[]): number {
  return postings.reduce((total, posting) => total + posting.units, 0)
}

function unitsFrom(postings: readonly Posting[], account: Account): number {
  return sum(postings.filter(({ from }) => from === account))
}

function unitsTo(postings: readonly Posting[], account: Account): number {
  return sum(postings.filter(({ to }) => to === account))
}

describe('what a command takes', () => {
  it('I2: is free, or it takes nothing; the deficit never rises', () => {
    fc.assert(
      fc.property(balances, units, (balance, wanted) => {
        const postings = takeByCommand(balance, wanted, 'held')
        const taken = [{ from: 'free', to: 'held', units: wanted }]
        expect(postings).toEqual(freeUnits(balance) < wanted ? 'short' : taken)
      }),
    )
  })
})

describe('what a fact takes', () => {
  it('comes whole: from free, then from safety kept, then as deficit, and leaves a sound balance', () => {
    fc.assert(
      fc.property(balances, units, fc.constantFrom<Account>('held', 'outside'), (balance, taken, to) => {
        const postings = takeByFact(balance, taken, to)
        expect(sum(postings)).toBe(taken)
        const fromFree = unitsFrom(postings, 'free')
        const fromSafety = unitsFrom(postings, 'safety')
        expect(fromFree).toBe(Math.min(taken, freeUnits(balance)))
        expect(fromSafety).toBe(Math.min(taken - fromFree, balance.safetyKept))
        expect(unitsFrom(postings, 'deficit')).toBe(taken - fromFree - fromSafety)
        expect(() => assertSound(postings.reduce(post, balance))).not.toThrow()
      }),
    )
  })
})

describe('what comes back', () => {
  it('pays deficit, then overcommit, then safety stock still wanted; the rest is free', () => {
    fc.assert(
      fc.property(balances, units, (balance, back) => {
        const postings = giveBack(balance, back, 'outside')
        const wanted = balance.safetyWanted - balance.safetyKept
        expect(sum(postings)).toBe(back)
        expect(unitsTo(postings, 'deficit')).toBe(Math.min(back, balance.deficit))
        expect(unitsTo(postings, 'overcommit')).toBe(Math.min(back - unitsTo(postings, 'deficit'), balance.overcommit))
        const rest = back - unitsTo(postings, 'deficit') - unitsTo(postings, 'overcommit')
        expect(unitsTo(postings, 'safety')).toBe(Math.min(rest, wanted))
        expect(unitsTo(postings, 'free')).toBe(rest - unitsTo(postings, 'safety'))
        expect(() => assertSound(postings.reduce(post, balance))).not.toThrow()
      }),
    )
  })
})
