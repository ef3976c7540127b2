import { demandAfter, type Demand } from '../domain/publishing/demand.ts'
import { boostTakers } from '../domain/publishing/boost-takers.ts'
import type { QuotaStep } from '../domain/allocation/derivation.ts'
import { rulesAt } from '../domain/allocation/effective-rule.ts'
import type { RuledPolicy, RuledTaker } from '../domain/allocation/policy.ts'
import type { ChannelRule } from '../domain/allocation/rule.ts'
import { boostsByPool } from './boost-pools.ts'
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

export interface StepAt extends QuotaStep {
  readonly listingId: string
  readonly poolId: string
  readonly skuId: string
}

export interface Planning {
  readonly policy: RuledPolicy
  readonly nowMs: number
  /** Told each step of the reckoning, where somebody wants to know. */
  readonly onStep?: (step: StepAt) => void
}

/** Reckons every listing that is written to, pool by pool and SKU by SKU: a set gets what its scarcest component allows. */
export function planWanted(facts: PlanFacts, { policy, nowMs, onStep }: Planning): readonly Planned[] {
  const written = facts.listings.filter(({ state }) => state === 'live' || state === 'joining')
  const demands = new Map(written.map((listing) => [listing.id, demandOf(facts, listing, nowMs)]))
  const sellers = Map.groupBy(
    written.flatMap((listing) => (facts.parts.get(listing.id) ?? []).map(({ skuId, units }) => ({ listing, skuId, units }))),
    ({ skuId }) => skuId,
  )
  const rules = rulesAt(facts.book.rules, nowMs)
  const boosts = boostsByPool(facts, nowMs)
  /** Sets by listing and pool. */
  const sets = new Map<string, number>()
  for (const { poolId, skuId, ...pool } of facts.balances) {
    const ruled = rules.for({ id: skuId, tags: facts.tags.get(skuId) ?? [] })
    const takers = (sellers.get(skuId) ?? []).flatMap(({ listing, units }) => {
      const quota = facts.quotas.get(listing.id)?.find((one) => one.poolId === poolId)
      if (!quota) return []
      const boostTo = boosts.get(`${listing.id}/${poolId}`) ?? null
      const selling = { listing, perSet: units, quota: quota.units, demand: demands.get(listing.id) }
      return [{ ...toTaker({ ...selling, rule: ruled.of(listing.channelId) }, nowMs), boostTo }]
    })
    if (takers.length === 0) continue
    const trace = onStep && ((listingId: string, step: QuotaStep) => onStep({ ...step, listingId, poolId, skuId }))
    const wanted = boostTakers(policy({ ...pool, rule: ruled.sku }, takers, trace), pool, takers)
    for (const { listingId, perSet } of takers) {
      const key = `${listingId}/${poolId}`
      const mine = Math.floor((wanted.get(listingId) ?? 0) / perSet)
      sets.set(key, Math.min(sets.get(key) ?? Infinity, mine))
    }
  }
  return written.flatMap((listing) => {
    const demand = demands.get(listing.id)
    const quotas = facts.quotas.get(listing.id) ?? []
    if (!demand || quotas.length === 0) return []
    const shared = quotas.reduce((sum, { poolId }) => sum + (sets.get(`${listing.id}/${poolId}`) ?? 0), 0)
    const room = roomForPending(facts, listing.id)
    const wanted = Math.min(shared, room, listing.cutTo ?? Infinity)
    return [{ listing, quota: totalOf(facts, listing), wanted, demand }]
  })
}

function totalOf({ quotas }: PlanFacts, { id }: PlanListing): number {
  return (quotas.get(id) ?? []).reduce((sum, { units }) => sum + units, 0)
}

function demandOf(facts: PlanFacts, listing: PlanListing, nowMs: number): Demand {
  const { demand, demandAtMs, sold, soldSeen } = listing
  const before = demandAtMs === null ? null : { perSecond: demand, atMs: demandAtMs }
  return demandAfter(before, { sold: sold - soldSeen, nowMs, couldSell: totalOf(facts, listing) > 0 })
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
  const lagSeconds = takenThroughMs === null ? 0 : Math.max(0, nowMs - takenThroughMs) / 1_000
  return {
    listingId: listing.id,
    channelId: listing.channelId,
    rule,
    perSet,
    quotaUnits: quota * perSet,
    perSecond: (demand?.perSecond ?? 0) * perSet,
    blindSeconds: Math.min(BLIND_SECONDS_MAX, lagSeconds + WAY_SECONDS),
    // A channel that joins is raised once it is live, which may be any moment.
    mayRaise: (state === 'live' || state === 'joining') && !isBlocked,
    mayLower: frozenUntilMs === null || frozenUntilMs <= nowMs,
  }
}
