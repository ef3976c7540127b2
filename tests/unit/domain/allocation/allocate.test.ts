import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from '../../../../src/domain/allocation/allocate.ts'
import type { QuotaStep } from '../../../../src/domain/allocation/derivation.ts'
import type { RuledPool, RuledTaker } from '../../../../src/domain/allocation/policy.ts'
import { shareByRules } from '../../../../src/domain/allocation/share-by-rules.ts'
import { anyTakers, channelRules, plainTakers, pool, pools, sum, taker } from './takers.ts'

const shares = (there: RuledPool, takers: readonly RuledTaker[]) =>
  new Map(shareByRules(there, takers).map((seat) => [seat.taker.listingId, seat.units]))
const has = (takers: readonly RuledTaker[]) => sum(takers.map(({ quotaUnits }) => Math.max(0, quotaUnits)))

describe('whatever the rules say', () => {
  it('shares no more than there is, gives nobody less than nothing, and never throws', () => {
    fc.assert(
      fc.property(pools, anyTakers, (there, takers) => {
        const all = Math.max(0, there.freeUnits + has(takers))
        const left = Math.floor((all * there.leftToOthersPercent) / 100)
        const [shared, wanted] = [[...shares(there, takers).values()], [...allocate(there, takers).values()]]
        const isWhole = [...shared, ...wanted].every((units) => Number.isInteger(units) && units >= 0)
        const holds =
          isWhole &&
          sum(shared) <= all - left - Math.min(there.rule.reserveUnits, all - left) &&
          // Who cannot be lowered keeps what it has, even where that is more than there is.
          sum(wanted) <= has(takers) + Math.max(0, there.freeUnits) &&
          (takers.some(({ mayLower, perSet }) => !mayLower || perSet > 1) || sum(wanted) <= all)
        expect(holds).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  }, 30_000)

  it('shares everything that anybody may have', () => {
    fc.assert(
      fc.property(pools, plainTakers, (there, takers) => {
        const open = takers.map((one) => ({ ...one, mayRaise: true, rule: { ...one.rule, capUnits: null, sharePercent: null } }))
        const plain = { ...there, leftToOthersPercent: 0, rule: { ...there.rule, reserveUnits: 0 } }
        expect(sum(shares(plain, open).values())).toBe(Math.max(0, there.freeUnits + has(takers)))
      }),
    )
  })

  it('does not depend on the order in which the listings are named, and comes to the same every time', () => {
    fc.assert(
      fc.property(pools, anyTakers, fc.infiniteStream(fc.nat()), (there, takers, keys) => {
        const key = new Map(takers.map(({ listingId }) => [listingId, keys.next().value ?? 0]))
        const mixed = takers.toSorted((a, b) => (key.get(a.listingId) ?? 0) - (key.get(b.listingId) ?? 0))
        const [one, other] = [allocate(there, takers), allocate(there, mixed)]
        for (const { listingId } of takers) expect(other.get(listingId)).toBe(one.get(listingId))
        expect([...allocate(there, takers)]).toEqual([...one])
      }),
    )
  })

  it('gives no plain listing less when there is more of the SKU', () => {
    fc.assert(
      fc.property(pools, plainTakers, fc.integer({ min: 1, max: 9 }), (there, takers, more) => {
        const [before, after] = [shares(there, takers), shares({ ...there, freeUnits: there.freeUnits + more }, takers)]
        for (const [listingId, units] of before) expect(after.get(listingId)).toBeGreaterThanOrEqual(units)
      }),
      { numRuns: 2_000 },
    )
  })

  it('gives a channel no less when its rank is raised', () => {
    fc.assert(
      fc.property(pools, plainTakers, fc.nat(), (there, takers, which) => {
        const raised = takers[which % takers.length]
        if (!raised || raised.rule.rank === 1) return
        const rule = { ...raised.rule, rank: raised.rule.rank - 1 }
        const others = takers.map((one) => (one === raised ? { ...one, rule } : one))
        const [before, after] = [shares(there, takers), shares(there, others)]
        expect(after.get(raised.listingId)).toBeGreaterThanOrEqual(before.get(raised.listingId) ?? 0)
      }),
      { numRuns: 2_000 },
    )
  })

  it('tells steps that lead to the number', () => {
    fc.assert(
      fc.property(pools, anyTakers, (there, takers) => {
        const steps = new Map<string, QuotaStep[]>(takers.map(({ listingId }) => [listingId, []]))
        const wanted = allocate(there, takers, (listingId, step) => void steps.get(listingId)?.push(step))
        for (const [listingId, told] of steps) {
          const own = told.filter(({ kind }) => kind !== 'reserve' && kind !== 'left to others')
          expect(sum(own.map(({ units }) => units))).toBe(wanted.get(listingId))
          expect(told.at(-1)?.toUnits ?? 0).toBe(wanted.get(listingId))
        }
      }),
    )
  })

  it('keeps what a rule gives each listing between its floor and its cap, where there is enough', () => {
    fc.assert(
      fc.property(fc.array(channelRules, { minLength: 1, maxLength: 5 }), (rules) => {
        const takers = rules.map((rule, n) => taker(`${n + 1}`, { rule }))
        const found = shares(pool(1_000), takers)
        for (const { listingId, rule } of takers) {
          expect(found.get(listingId)).toBeGreaterThanOrEqual(rule.floorUnits)
          expect(found.get(listingId)).toBeLessThanOrEqual(rule.capUnits ?? Infinity)
        }
      }),
    )
  })
})
