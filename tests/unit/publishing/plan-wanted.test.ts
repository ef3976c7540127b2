import { expect, it } from 'vitest'
import { allocate } from '../../../src/domain/allocation/allocate.ts'
import { planWanted } from '../../../src/publishing/plan-wanted.ts'
import type { PlanFacts, PlanListing } from '../../../src/publishing/read-plan.ts'

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

it('does not depend on the order of the SKUs', () => {
  const all = facts({ A: 37, B: 6 })
  expect(wantedOf({ ...all, balances: all.balances.toReversed() })).toEqual(wantedOf(all))
})

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
