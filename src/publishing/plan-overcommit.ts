import { expectDemand } from '../domain/allocation/expected-demand.ts'
import {
  allowedOvercommits,
  decideOvercommit,
  NO_OVERCOMMIT,
  type Overcommit,
  type OvercommitLimits,
  type Shower,
  type Showing,
} from '../domain/allocation/overcommit.ts'
import type { SkuRule } from '../domain/allocation/rule.ts'
import type { RuledPool, RuledTaker } from '../domain/allocation/policy.ts'
import type { OvercommitStep } from './grant-overcommits.ts'
import type { PlanFacts, PlanListing } from './read-plan.ts'

/** Beside what its sales stay unseen, the other shops take so long to be lowered. */
const LOWERED_SECONDS = 30

/** Where no list shows an order before it is paid, or its group is full, that is thought to take so long. */
const HIDDEN_MS = 1_800_000

/** A SKU in a pool as it is reckoned, with who sells it. */
export interface Sold {
  readonly pool: RuledPool
  readonly takers: readonly RuledTaker[]
  /** Kept for campaigns, or missed by them. */
  readonly lockedUnits: number
  readonly nowMs: number
}

/**
 * What is there of a SKU for the shops that could show it. Who cannot be raised and lowered at will, takes units when they are paid, or
 * sells sets, has what it has. Null: units are kept for others, and those have to be really there.
 */
export function showingOf(facts: PlanFacts, { pool, takers, lockedUnits, nowMs }: Sold): Showing | null {
  if (lockedUnits > 0 || pool.leftToOthersPercent > 0 || pool.rule.reserveUnits > 0 || takers.some(({ perSet }) => perSet > 1))
    return null
  const listings = listingsById(facts.listings)
  const expected = expectDemand(takers, pool.rule.confidence, pool.similarPerSecond)
  let thereUnits = pool.freeUnits
  const showers = takers.flatMap((taker, n): readonly Shower[] => {
    const listing = listings.get(taker.listingId)
    const blindSeconds = listing ? blindSecondsOf(listing, nowMs) : null
    const has = Math.max(0, taker.quotaUnits)
    thereUnits += has
    if (listing && blindSeconds !== null && mayShow(facts, listing, taker)) {
      const perSecond = expected[n]?.perSecond ?? 0
      return [{ listingId: taker.listingId, rank: taker.rule.rank, perSecond, blindSeconds }]
    }
    thereUnits -= has
    return []
  })
  return { thereUnits, showers }
}

const byId = new WeakMap<readonly PlanListing[], ReadonlyMap<string, PlanListing>>()

/** Made once for all goods that are planned together. */
function listingsById(listings: readonly PlanListing[]): ReadonlyMap<string, PlanListing> {
  const known = byId.get(listings) ?? new Map(listings.map((listing) => [listing.id, listing]))
  byId.set(listings, known)
  return known
}

function mayShow(facts: PlanFacts, listing: PlanListing, { mayRaise, mayLower, rule }: RuledTaker): boolean {
  const isSingle = facts.parts.get(listing.id)?.length === 1
  return isSingle && mayRaise && mayLower && listing.takesAt === 'order' && listing.state === 'live' && rule.capUnits !== 0
}

/**
 * How long its sales stay unseen at most: as they did of late, or longer while nobody can see them, or while their buyers have not
 * paid or found a group.
 */
function blindSecondsOf({ takenThroughMs, unseenMs, hidesOrders }: PlanListing, nowMs: number): number | null {
  if (takenThroughMs === null) return null
  const hiddenMs = hidesOrders ? HIDDEN_MS : 0
  return (Math.max(0, unseenMs, nowMs - takenThroughMs) + hiddenMs) / 1_000 + LOWERED_SECONDS
}

export function mayOvercommit({ overcommitUnits, oversellUnitsPerDay }: SkuRule): boolean {
  return overcommitUnits > 0 && oversellUnitsPerDay > 0
}

/** How far the rules would have a SKU shown beyond the goods, fewest units first: what is asked for. Empty where it should not be. */
export function askedOvercommits(facts: PlanFacts, sold: Sold): readonly OvercommitStep[] {
  const { rule } = sold.pool
  const showing = mayOvercommit(rule) ? showingOf(facts, sold) : null
  if (!showing) return []
  return allowedOvercommits(showing, limitsOf(rule)).map(({ overcommitUnits: units, oversoldPerDay: perDay }) => ({
    units,
    perDay,
  }))
}

/** Who shows a unit of what may be shown beyond the goods, out of what was granted, or of what the rules ask for. */
export function overcommitOf(facts: PlanFacts, sold: Sold, granted: { readonly units: number } | 'asked'): Overcommit {
  const { rule } = sold.pool
  if (!mayOvercommit(rule) || (granted !== 'asked' && granted.units === 0)) return NO_OVERCOMMIT
  const showing = showingOf(facts, sold)
  if (!showing) return NO_OVERCOMMIT
  const limits = limitsOf(rule)
  // What it may cost was reckoned when it was granted.
  const within = granted === 'asked' ? limits : { capUnits: Math.min(limits.capUnits, granted.units), oversellPerDay: Infinity }
  return decideOvercommit(showing, within)
}

function limitsOf({ overcommitUnits, oversellUnitsPerDay }: SkuRule): OvercommitLimits {
  return { capUnits: overcommitUnits, oversellPerDay: oversellUnitsPerDay }
}

/** The pool and the shops with what may be shown beyond the goods: a unit in each that shows one. */
export function withOvercommit(
  { pool, takers }: Pick<Sold, 'pool' | 'takers'>,
  { units, shown }: Overcommit,
): Pick<Sold, 'pool' | 'takers'> {
  if (units === 0) return { pool, takers }
  return {
    pool: { ...pool, freeUnits: pool.freeUnits + units },
    takers: takers.map((taker) => {
      const { rule, listingId } = taker
      if (!shown.has(listingId)) return taker
      return { ...taker, rule: { ...rule, floorUnits: Math.max(1, rule.floorUnits) } }
    }),
  }
}
