import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Planned } from '../../../src/publishing/plan-wanted.ts'
import { raisesOutOfReach } from '../../../src/publishing/raises-out-of-reach.ts'
import type { PlanFacts, PlanListing } from '../../../src/publishing/read-plan.ts'
import { runsOf } from '../../support/property-runs.ts'

const NOW_MS = 1_800_000_000_000

interface Wish {
  readonly quota: number
  readonly wanted: number
  readonly frozen?: boolean
}

function listing(id: string, isFrozen: boolean): PlanListing {
  return {
    id,
    recipeId: null,
    channelId: id,
    state: 'live',
    wanted: null,
    isDue: false,
    isBlocked: false,
    frozenUntilMs: isFrozen ? NOW_MS + 60_000 : null,
    cutTo: null,
    boostTo: null,
    sold: 0,
    soldSeen: 0,
    soldOrders: 0,
    soldOrdersSeen: 0,
    demand: null,
    unseenMs: 0,
    hidesOrders: false,
    takesAt: 'order',
    takenThroughMs: NOW_MS,
  }
}

/** One SKU in one pool; each listing sells one unit of it. */
function waitingOf(
  wishes: readonly Wish[],
  { free, locked = 0, beyond = 0 }: { readonly free: number; readonly locked?: number; readonly beyond?: number },
): readonly string[] {
  const planned = wishes.map(({ quota, wanted, frozen = false }, n): Planned => ({
    listing: listing(String(n), frozen),
    quota,
    wanted,
    demand: { units: 0, squares: 0, seconds: 0, perSecond: 0, atMs: NOW_MS },
  }))
  const overcommit = { units: beyond, perDay: beyond }
  const balance = { poolId: 'P', skuId: 'A', freeUnits: free, leftToOthersPercent: 0, lockedUnits: locked, overcommit }
  const facts: PlanFacts = {
    listings: planned.map((one) => one.listing),
    parts: new Map(planned.map((one) => [one.listing.id, [{ skuId: 'A', units: 1 }]])),
    pending: new Map(),
    quotas: new Map(planned.map((one) => [one.listing.id, [{ poolId: 'P', units: one.quota }]])),
    balances: [balance],
    locks: new Map(),
    book: { version: 0, rules: [] },
    tags: new Map(),
  }
  return [...raisesOutOfReach(planned, facts, NOW_MS)]
}

it('lets a raise wait of which nothing is free', () => {
  expect(
    waitingOf(
      [
        { quota: 5, wanted: 9 },
        { quota: 9, wanted: 5 },
      ],
      { free: 0 },
    ),
  ).toEqual(['0'])
  expect(waitingOf([{ quota: 5, wanted: 9 }], { free: -3 })).toEqual(['0'])
})

it('sends a raise that is free as a whole, and one that nobody gives up the rest for', () => {
  expect(
    waitingOf(
      [
        { quota: 5, wanted: 9 },
        { quota: 9, wanted: 5 },
      ],
      { free: 4 },
    ),
  ).toEqual([])
  expect(waitingOf([{ quota: 5, wanted: 9 }], { free: 1 })).toEqual([])
  expect(
    waitingOf(
      [
        { quota: 5, wanted: 9 },
        { quota: 9, wanted: 5, frozen: true },
      ],
      { free: 1 },
    ),
  ).toEqual([])
})

it('lets a raise wait for lowerings that bring most of it, unless it has nothing to sell', () => {
  expect(
    waitingOf(
      [
        { quota: 5, wanted: 9 },
        { quota: 9, wanted: 5 },
      ],
      { free: 1 },
    ),
  ).toEqual(['0'])
  expect(
    waitingOf(
      [
        { quota: 5, wanted: 9 },
        { quota: 9, wanted: 5 },
      ],
      { free: 3 },
    ),
  ).toEqual([])
  expect(
    waitingOf(
      [
        { quota: 0, wanted: 9 },
        { quota: 9, wanted: 5 },
      ],
      { free: 1 },
    ),
  ).toEqual([])
})

it('sends who has least to sell first, and lets wait who finds nothing left', () => {
  expect(
    waitingOf(
      [
        { quota: 5, wanted: 9 },
        { quota: 2, wanted: 6 },
      ],
      { free: 4 },
    ),
  ).toEqual(['0'])
})

it('lets nothing wait that campaigns, or units beyond the goods, have a say in', () => {
  expect(waitingOf([{ quota: 5, wanted: 9 }], { free: 0, locked: 2 })).toEqual([])
  expect(waitingOf([{ quota: 5, wanted: 9 }], { free: 0, beyond: 2 })).toEqual([])
})

it('never leaves a unit free while all who want one wait, unless a lowering is still to come', () => {
  const wish = fc.record({ quota: fc.nat(20), wanted: fc.nat(20) })
  fc.assert(
    fc.property(fc.array(wish, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 30 }), (wishes, free) => {
      const waiting = new Set(waitingOf(wishes, { free }))
      const raised = wishes.filter(({ quota, wanted }) => wanted > quota)
      const lowered = wishes.some(({ quota, wanted }) => wanted < quota)
      const sent = wishes.filter(({ quota, wanted }, n) => wanted > quota && !waiting.has(String(n)))
      expect(raised.length === 0 || lowered || sent.length > 0).toBe(true)
      // What is not sold anywhere is shown at once where nothing else is.
      const empty = raised.filter(({ quota }) => quota === 0)
      expect(empty.length === 0 || sent.some(({ quota }) => quota === 0)).toBe(true)
    }),
    runsOf(2_000),
  )
})
