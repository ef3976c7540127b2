import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allocate } from '../../../src/domain/allocation/allocate.ts'
import { planWanted } from '../../../src/publishing/plan-wanted.ts'
import type { PlanFacts, PlanListing } from '../../../src/publishing/read-plan.ts'
import { instants, ruleSets } from '../domain/allocation/rules.ts'

const NOW_MS = 1_800_000_000_000

const listing = (id: string): PlanListing => ({
  id,
  recipeId: null,
  channelId: id,
  state: 'live',
  wanted: null,
  isDue: false,
  isBlocked: false,
  frozenUntilMs: null,
  cutTo: null,
  boostTo: null,
  sold: 0,
  soldSeen: 0,
  soldOrders: 0,
  soldOrdersSeen: 0,
  demand: null,
  unseenMs: 0,
  hidesOrders: false,
  takesAt: 'order' as const,
  takenThroughMs: NOW_MS,
})

/** A set of A and B, and a listing of each alone. */
function facts(free: Readonly<Record<'A' | 'B', number>>): PlanFacts {
  const parts = new Map([
    ['1', [part('A'), part('B')]],
    ['2', [part('A')]],
    ['3', [part('B')]],
  ])
  return {
    listings: ['1', '2', '3'].map(listing),
    parts,
    pending: new Map(),
    quotas: new Map(['1', '2', '3'].map((id) => [id, [{ poolId: 'P', units: 0 }]])),
    balances: [balance('A', free.A), balance('B', free.B)],
    book: { version: 0, rules: [] },
    locks: new Map(),
    tags: new Map(),
  }
}

const part = (skuId: string) => ({ skuId, units: 1 })
const balance = (skuId: string, freeUnits: number) => ({ poolId: 'P', skuId, freeUnits, leftToOthersPercent: 0 })
const wantedOf = (all: PlanFacts) =>
  Object.fromEntries(planWanted(all, { policy: allocate, nowMs: NOW_MS }).map((one) => [one.listing.id, one.wanted]))

it('shares once more what a set cannot use, since another part of it is scarce', () => {
  expect(wantedOf(facts({ A: 100, B: 4 }))).toEqual({ 1: 2, 2: 98, 3: 2 })
})

it('shares alike between a set and the single listings of its parts', () => {
  expect(wantedOf(facts({ A: 10, B: 10 }))).toEqual({ 1: 5, 2: 5, 3: 5 })
})

it('whatever 10,000 sets of rules say, it does not throw, promises no more than there is, and does not depend on any order', () => {
  const units = fc.integer({ min: 0, max: 40 })
  const goods = fc.record({ free: fc.tuple(units, units), quotas: fc.tuple(units, units, units) })
  fc.assert(
    fc.property(ruleSets, instants, goods, fc.nat({ max: 2 }), (rules, rulesAtMs, { free, quotas }, turn) => {
      const plain = facts({ A: 0, B: 0 })
      const all: PlanFacts = {
        ...plain,
        parts: new Map([
          ['1', [part('1'), part('2')]],
          ['2', [part('1')]],
          ['3', [part('2')]],
        ]),
        quotas: new Map(quotas.map((quota, n) => [String(n + 1), [{ poolId: 'P', units: quota }]])),
        balances: [balance('1', free[0]), balance('2', free[1])],
        book: { version: 1, rules },
      }
      const plan = (some: PlanFacts) =>
        new Map(
          planWanted(some, { policy: allocate, nowMs: NOW_MS, rulesAtMs }).map(({ listing: { id }, wanted }) => [id, wanted]),
        )
      const wanted = plan(all)
      const [set = NaN, one = NaN, two = NaN] = ['1', '2', '3'].map((id) => wanted.get(id))
      const isWhole = [set, one, two].every((n) => Number.isInteger(n) && n >= 0)
      const claims = [free[0] + quotas[0] + quotas[1] - set - one, free[1] + quotas[0] + quotas[2] - set - two]
      const turned = [...all.listings.slice(turn), ...all.listings.slice(0, turn)]
      const other = plan({
        ...all,
        listings: turned,
        balances: all.balances.toReversed(),
        book: { version: 1, rules: rules.toReversed() },
      })
      const isSame = [...wanted].every(([id, own]) => other.get(id) === own)
      expect([isWhole, claims.every((left) => left >= 0), isSame]).toEqual([true, true, true])
    }),
    { numRuns: 10_000 },
  )
}, 30_000)

it('tells each step once, with the SKU and pool it was made in', () => {
  const told: string[] = []
  planWanted(facts({ A: 100, B: 4 }), {
    policy: allocate,
    nowMs: NOW_MS,
    onStep: ({ listingId, poolId, skuId, kind, units }) => void told.push(`${listingId} ${poolId} ${skuId} ${kind} ${units}`),
  })
  expect(new Set(told).size).toBe(told.length)
  expect(told.filter((step) => step.startsWith('2 P A'))).toEqual(['2 P A share of the rest 98'])
})
