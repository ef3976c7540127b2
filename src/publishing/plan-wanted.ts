import { demandAfter, NO_DEMAND, type Demand } from '../domain/publishing/demand.ts'
import { boostTakers } from '../domain/publishing/boost-takers.ts'
import type { QuotaStep } from '../domain/allocation/derivation.ts'
import { rulesAt } from '../domain/allocation/effective-rule.ts'
import { NO_OVERCOMMIT } from '../domain/allocation/overcommit.ts'
import type { RuledPolicy, RuledTaker } from '../domain/allocation/policy.ts'
import type { ChannelRule } from '../domain/allocation/rule.ts'
import { boostsByPool } from './boost-pools.ts'
import { mayOvercommit, overcommitOf, withOvercommit, type Sold } from './plan-overcommit.ts'
import type { PlanFacts, PlanListing } from './read-plan.ts'
import { roomForPending } from './room-for-pending.ts'

/** What a listing should be able to sell, and what is known of its demand. */
export interface Planned {
  readonly listing: PlanListing
  readonly quota: number
  readonly wanted: number
  readonly demand: Demand
}

/** Beside what its orders lag behind, a raise takes so long to be decided, sent and shown. */
const WAY_SECONDS = 10
const BLIND_SECONDS_MAX = 900
/** What is frozen no longer than that is planned with. */
const SOON_MS = 30_000

export interface StepAt extends QuotaStep {
  readonly listingId: string
  readonly poolId: string
  readonly skuId: string
}

export interface Planning {
  readonly policy: RuledPolicy
  readonly nowMs: number
  /** When the rules are to count; left out: now. */
  readonly rulesAtMs?: number
  /** Units beyond the goods: as they were granted, or as the rules ask for, for who only tries these. Left out: as granted. */
  readonly overcommit?: 'granted' | 'asked'
  /** Told of each SKU in each pool of which units are, or might be, shown beyond the goods. */
  readonly onShown?: (at: { readonly poolId: string; readonly skuId: string }, sold: Sold) => void
  /** Told each step of the reckoning, where somebody wants to know. */
  readonly onStep?: (step: StepAt) => void
}

/**
 * Reckons every listing that is written to, pool by pool and SKU by SKU. A set gets what its scarcest component allows; what it
 * cannot use of the others is shared once more.
 */
export function planWanted(facts: PlanFacts, planning: Planning): readonly Planned[] {
  const written = facts.listings.filter(({ state }) => state === 'live' || state === 'joining')
  const demands = new Map(written.map((listing) => [listing.id, demandOf(facts, listing, planning.nowMs)]))
  const sharing = { facts, planning, written, demands }
  const isAlone = written.every(({ id }) => (facts.parts.get(id)?.length ?? 0) < 2)
  const sets = shareAll(sharing, isAlone ? null : shareAll({ ...sharing, planning: silent(planning) }, null))
  return written.flatMap((listing) => {
    const demand = demands.get(listing.id)
    const quotas = facts.quotas.get(listing.id) ?? []
    if (!demand || quotas.length === 0) return []
    const shared = quotas.reduce((sum, { poolId }) => sum + (sets.get(`${listing.id}/${poolId}`) ?? 0), 0)
    const room = roomForPending(facts, listing.id)
    const quota = totalOf(facts, listing)
    const least = Math.min(quota, facts.least?.get(listing.id) ?? 0)
    const wanted = Math.max(least, Math.min(shared, room, listing.cutTo ?? Infinity))
    return [{ listing, quota, wanted, demand }]
  })
}

function silent({ onStep: _nobody, onShown: _either, ...planning }: Planning): Planning {
  return planning
}

interface Sharing {
  readonly facts: PlanFacts
  readonly planning: Planning
  readonly written: readonly PlanListing[]
  readonly demands: ReadonlyMap<string, Demand>
}

/** Sets by listing and pool. `most`: what sets can use, where that was found out before. */
function shareAll(
  { facts, planning, written, demands }: Sharing,
  most: ReadonlyMap<string, number> | null,
): ReadonlyMap<string, number> {
  const sellers = Map.groupBy(
    written.flatMap((listing) => (facts.parts.get(listing.id) ?? []).map(({ skuId, units }) => ({ listing, skuId, units }))),
    ({ skuId }) => skuId,
  )
  const { policy, nowMs, rulesAtMs = nowMs, onStep } = planning
  const rules = rulesAt(facts.book.rules, rulesAtMs)
  const boosts = boostsByPool(facts, nowMs)
  const sets = new Map<string, number>()
  for (const { poolId, skuId, lockedUnits = 0, overcommit = NO_OVERCOMMIT, ...pool } of facts.balances) {
    const ruled = rules.for({ id: skuId, tags: facts.tags.get(skuId) ?? [] })
    const takers = (sellers.get(skuId) ?? []).flatMap(({ listing, units }) => {
      const quota = facts.quotas.get(listing.id)?.find((one) => one.poolId === poolId)
      if (!quota) return []
      const key = `${listing.id}/${poolId}`
      const usable = (facts.parts.get(listing.id)?.length ?? 0) > 1 ? (most?.get(key) ?? Infinity) * units : Infinity
      // What campaigns have of its quota is not shared with anybody.
      const own = quota.units - (facts.locks.get(key)?.published ?? 0)
      const least = Math.min(own, (facts.least?.get(listing.id) ?? 0) - promisedSets(facts, key))
      const rule = atLeast(limited(ruled.of(listing.channelId), usable), Math.max(0, least) * units)
      const selling = { listing, perSet: units, quota: own, demand: demands.get(listing.id), rule }
      return [{ ...toTaker(selling, nowMs), boostTo: boosts.get(key) ?? null }]
    })
    if (takers.length === 0) continue
    const trace = onStep && ((listingId: string, step: QuotaStep) => onStep({ ...step, listingId, poolId, skuId }))
    if (trace && lockedUnits > 0) {
      for (const { listingId } of takers) trace(listingId, { kind: 'campaign lock', units: -lockedUnits, toUnits: 0 })
    }
    const sold = { pool: { ...pool, rule: ruled.sku }, takers, lockedUnits, nowMs }
    if (overcommit.units > 0 || mayOvercommit(ruled.sku)) planning.onShown?.({ poolId, skuId }, sold)
    const beyond = overcommitOf(facts, sold, planning.overcommit === 'asked' ? 'asked' : overcommit)
    if (trace) for (const id of beyond.shown) trace(id, { kind: 'overcommit', units: beyond.units, toUnits: 0 })
    const shown = withOvercommit(sold, beyond)
    const wanted = boostTakers(policy(shown.pool, shown.takers, trace), shown.pool, takers)
    for (const { listingId, perSet } of takers) {
      const key = `${listingId}/${poolId}`
      const promised = promisedSets(facts, key)
      const units = (wanted.get(listingId) ?? 0) + promised * perSet
      if (promised > 0) trace?.(listingId, { kind: 'campaign lock', units: promised * perSet, toUnits: units })
      const mine = Math.floor(units / perSet)
      sets.set(key, Math.min(sets.get(key) ?? Infinity, mine))
    }
  }
  return sets
}

/** Sets that campaigns show at a listing, and are to show there. */
function promisedSets({ locks }: PlanFacts, key: string): number {
  const lock = locks.get(key)
  return lock ? lock.published + lock.kept : 0
}

function limited(rule: ChannelRule, units: number): ChannelRule {
  if (units === Infinity) return rule
  return { ...rule, floorUnits: Math.min(rule.floorUnits, units), capUnits: Math.min(rule.capUnits ?? units, units) }
}

/** What it has is left to it up to there: its platform wants to see so much. */
function atLeast(rule: ChannelRule, units: number): ChannelRule {
  if (units === 0) return rule
  const floorUnits = Math.max(rule.floorUnits, units)
  return { ...rule, floorUnits, capUnits: rule.capUnits === null ? null : Math.max(rule.capUnits, floorUnits) }
}

function totalOf({ quotas }: PlanFacts, { id }: PlanListing): number {
  return (quotas.get(id) ?? []).reduce((sum, { units }) => sum + units, 0)
}

function demandOf(facts: PlanFacts, listing: PlanListing, nowMs: number): Demand {
  const { demand, takenThroughMs, sold, soldSeen } = listing
  // What was sold since then is in no list yet.
  const throughMs = Math.min(takenThroughMs ?? nowMs, nowMs)
  return demandAfter(demand, { sold: sold - soldSeen, throughMs, couldSell: totalOf(facts, listing) > 0 })
}

interface Selling {
  readonly listing: PlanListing
  readonly perSet: number
  readonly quota: number
  readonly demand: Demand | undefined
  readonly rule: ChannelRule
}

function toTaker({ listing, perSet, quota, demand, rule }: Selling, nowMs: number): RuledTaker {
  const { state, isBlocked, frozenUntilMs, takenThroughMs } = listing
  const { units, seconds, perSecond } = demand ?? NO_DEMAND
  const lagSeconds = takenThroughMs === null ? 0 : Math.max(0, nowMs - takenThroughMs) / 1_000
  return {
    listingId: listing.id,
    channelId: listing.channelId,
    rule,
    perSet,
    quotaUnits: quota * perSet,
    soldUnits: units * perSet,
    soldSeconds: seconds,
    perSecond: perSecond * perSet,
    blindSeconds: Math.min(BLIND_SECONDS_MAX, lagSeconds + WAY_SECONDS),
    // A channel that joins is raised once it is live, which may be any moment.
    mayRaise: (state === 'live' || state === 'joining') && !isBlocked,
    mayLower: frozenUntilMs === null || frozenUntilMs <= nowMs + SOON_MS,
  }
}
