import { demandAfter, NO_DEMAND, type Demand } from '../domain/publishing/demand.ts'
import { boostTakers } from '../domain/publishing/boost-takers.ts'
import type { QuotaStep, TraceSteps } from '../domain/allocation/derivation.ts'
import { rulesAt, type SkuRules } from '../domain/allocation/effective-rule.ts'
import type { RuledPolicy, RuledTaker } from '../domain/allocation/policy.ts'
import type { ChannelRule } from '../domain/allocation/rule.ts'
import { boostsByPool } from './boost-pools.ts'
import { showingOf, shownBeyond } from './plan-overcommit.ts'
import type { PlanBalance } from './read-free.ts'
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
  /** Told each step of the reckoning, where somebody wants to know. */
  readonly onStep?: (step: StepAt) => void
}

/**
 * Reckons every listing that is written to, pool by pool and SKU by SKU. A set gets what its scarcest component allows; what it
 * cannot use of the others is shared once more.
 */
export function planWanted(facts: PlanFacts, planning: Planning): readonly Planned[] {
  const written = writtenOf(facts)
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

/** Who competes for a SKU in a pool: what it is decided by how far that may be shown beyond the goods. */
export function takersOf(facts: PlanFacts, nowMs: number): (balance: PlanBalance, ruled: SkuRules) => readonly RuledTaker[] {
  const written = writtenOf(facts)
  const demands = new Map(written.map((listing) => [listing.id, demandOf(facts, listing, nowMs)]))
  const sellers = sellersOf(facts, written)
  const competing = { facts, nowMs, demands, boosts: boostsByPool(facts, nowMs), most: null }
  return ({ poolId, skuId }, ruled) => takersAt(competing, { poolId, sellers: sellers.get(skuId) ?? [], ruled })
}

function writtenOf({ listings }: PlanFacts): readonly PlanListing[] {
  return listings.filter(({ state }) => state === 'live' || state === 'joining')
}

function sellersOf({ parts }: PlanFacts, written: readonly PlanListing[]): ReadonlyMap<string, readonly Seller[]> {
  const all = written.flatMap((listing) => (parts.get(listing.id) ?? []).map(({ skuId, units }) => ({ listing, skuId, units })))
  return Map.groupBy(all, ({ skuId }) => skuId)
}

function silent({ policy, nowMs, rulesAtMs = nowMs }: Planning): Planning {
  return { policy, nowMs, rulesAtMs }
}

interface Sharing {
  readonly facts: PlanFacts
  readonly planning: Planning
  readonly written: readonly PlanListing[]
  readonly demands: ReadonlyMap<string, Demand>
}

/** Sets by listing and pool. `most`: what sets can use, where that was found out before. */
function shareAll(
  { facts, planning: { policy, nowMs, rulesAtMs = nowMs, onStep }, written, demands }: Sharing,
  most: ReadonlyMap<string, number> | null,
): ReadonlyMap<string, number> {
  const sellers = sellersOf(facts, written)
  const rules = rulesAt(facts.book.rules, rulesAtMs)
  const boosts = boostsByPool(facts, nowMs)
  const sets = new Map<string, number>()
  for (const balance of facts.balances) {
    const { poolId, skuId, lockedUnits = 0, ...pool } = balance
    const ruled = rules.for({ id: skuId, tags: facts.tags.get(skuId) ?? [] })
    const takers = takersAt({ facts, nowMs, demands, boosts, most }, { poolId, sellers: sellers.get(skuId) ?? [], ruled })
    if (takers.length === 0) continue
    const trace = onStep && ((listingId: string, step: QuotaStep) => onStep({ ...step, listingId, poolId, skuId }))
    if (trace && lockedUnits > 0) {
      for (const { listingId } of takers) trace(listingId, { kind: 'campaign lock', units: -lockedUnits, toUnits: 0 })
    }
    const byRules = boostTakers(policy({ ...pool, rule: ruled.sku }, takers, trace), pool, takers)
    const shown = shownBeyond(showingOf(facts, { balance, ruled, takers }), balance)
    const wanted = shown ? oneEach(takers, { shown, byRules, trace }) : byRules
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

interface Seller {
  readonly listing: PlanListing
  readonly units: number
}

interface Competing {
  readonly facts: PlanFacts
  readonly nowMs: number
  readonly demands: ReadonlyMap<string, Demand>
  readonly boosts: ReadonlyMap<string, number>
  readonly most: ReadonlyMap<string, number> | null
}

function takersAt(
  { facts, nowMs, demands, boosts, most }: Competing,
  { poolId, sellers, ruled }: { readonly poolId: string; readonly sellers: readonly Seller[]; readonly ruled: SkuRules },
) {
  return sellers.flatMap(({ listing, units }) => {
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
}

/** Shown beyond the goods: a unit each, whatever the rules would have given. */
function oneEach(
  takers: readonly RuledTaker[],
  {
    shown,
    byRules,
    trace,
  }: {
    readonly shown: ReadonlySet<string>
    readonly byRules: ReadonlyMap<string, number>
    readonly trace: TraceSteps | undefined
  },
): ReadonlyMap<string, number> {
  return new Map(
    takers.map(({ listingId }) => {
      const toUnits = shown.has(listingId) ? 1 : 0
      const units = toUnits - (byRules.get(listingId) ?? 0)
      if (units !== 0) trace?.(listingId, { kind: 'overcommit', units, toUnits })
      return [listingId, toUnits]
    }),
  )
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
