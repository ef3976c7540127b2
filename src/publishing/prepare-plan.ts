import { demandAfter, type Demand } from '../domain/publishing/demand.ts'
import type { RuledTaker } from '../domain/allocation/policy.ts'
import { boostsByPool } from './boost-pools.ts'
import type { PlanFacts, PlanListing } from './read-plan.ts'

/** Beside what its orders lag behind, a raise takes so long to be decided, sent and shown. */
const WAY_SECONDS = 10
const BLIND_SECONDS_MAX = 900
/** What is frozen no longer than that is planned with. */
const SOON_MS = 30_000

/** A listing as it is reckoned in one pool for one SKU, but for what the rules say. */
export interface PreparedTaker {
  /** Where its number of sets in this pool stands, whichever of its SKUs is reckoned. */
  readonly slot: number
  readonly isSet: boolean
  /** Sets that campaigns show at the listing, and are to show there. */
  readonly promisedSets: number
  /** What it has is left to it up to there, in units: its platform wants to see so much. */
  readonly leastUnits: number
  readonly taker: Omit<RuledTaker, 'rule'> & { readonly boostTo: number | null }
}

export interface PreparedPool {
  readonly balance: PlanFacts['balances'][number]
  readonly takers: readonly PreparedTaker[]
}

export interface PreparedListing {
  readonly listing: PlanListing
  readonly demand: Demand
  /** All it may still sell. */
  readonly quota: number
  /** Its pools have these slots, one after the other. */
  readonly firstSlot: number
  readonly pools: number
}

/** What no rule changes: it is found out once, however many rules are reckoned with. */
export interface PreparedPlan {
  readonly facts: PlanFacts
  readonly nowMs: number
  readonly listings: readonly PreparedListing[]
  readonly pools: readonly PreparedPool[]
  readonly slots: number
  /** No listing sells more than one SKU. */
  readonly isAlone: boolean
}

export function preparePlan(facts: PlanFacts, nowMs: number): PreparedPlan {
  const listings: PreparedListing[] = []
  const boosts = boostsByPool(facts, nowMs)
  const sellers = new Map<string, PreparedTaker[]>()
  let slots = 0
  let isAlone = true
  for (const listing of facts.listings) {
    if (listing.state !== 'live' && listing.state !== 'joining') continue
    const parts = facts.parts.get(listing.id) ?? []
    const quotas = facts.quotas.get(listing.id) ?? []
    const quota = quotas.reduce((sum, { units }) => sum + units, 0)
    const prepared = { listing, demand: demandOf(listing, quota, nowMs), quota, firstSlot: slots, pools: quotas.length }
    if (parts.length > 1) isAlone = false
    for (const [n, { poolId, units }] of quotas.entries()) {
      const key = `${listing.id}/${poolId}`
      const lock = facts.locks.get(key) ?? { published: 0, kept: 0 }
      // What campaigns have of its quota is not shared with anybody.
      const own = units - lock.published
      const promisedSets = lock.published + lock.kept
      const least = Math.max(0, Math.min(own, (facts.least?.get(listing.id) ?? 0) - promisedSets))
      const boostTo = boosts.get(key) ?? null
      for (const { skuId, units: perSet } of parts) {
        const taker = toTaker(prepared, { perSet, quota: own, boostTo }, nowMs)
        const one = { slot: slots + n, isSet: parts.length > 1, promisedSets, leastUnits: least * perSet, taker }
        const place = `${poolId}/${skuId}`
        const known = sellers.get(place)
        if (known) known.push(one)
        else sellers.set(place, [one])
      }
    }
    slots += quotas.length
    listings.push(prepared)
  }
  const pools = facts.balances.flatMap((balance) => {
    const takers = sellers.get(`${balance.poolId}/${balance.skuId}`)
    return takers ? [{ balance, takers }] : []
  })
  return { facts, nowMs, listings, pools, slots, isAlone }
}

function demandOf(
  { demand, takenThroughMs, sold, soldSeen, soldOrders, soldOrdersSeen }: PlanListing,
  quota: number,
  nowMs: number,
): Demand {
  // What was sold since then is in no list yet.
  const throughMs = Math.min(takenThroughMs ?? nowMs, nowMs)
  return demandAfter(demand, { sold: sold - soldSeen, orders: soldOrders - soldOrdersSeen, throughMs, couldSell: quota > 0 })
}

interface Selling {
  readonly perSet: number
  /** In this pool, less what campaigns have of it. */
  readonly quota: number
  readonly boostTo: number | null
}

function toTaker(
  { listing, demand }: PreparedListing,
  { perSet, quota, boostTo }: Selling,
  nowMs: number,
): PreparedTaker['taker'] {
  const { state, isBlocked, frozenUntilMs, takenThroughMs } = listing
  const lagSeconds = takenThroughMs === null ? 0 : Math.max(0, nowMs - takenThroughMs) / 1_000
  return {
    listingId: listing.id,
    channelId: listing.channelId,
    perSet,
    quotaUnits: quota * perSet,
    soldUnits: demand.units * perSet,
    soldSquares: demand.squares * perSet * perSet,
    soldSeconds: demand.seconds,
    perSecond: demand.perSecond * perSet,
    blindSeconds: Math.min(BLIND_SECONDS_MAX, lagSeconds + WAY_SECONDS),
    // A channel that joins is raised once it is live, which may be any moment.
    mayRaise: (state === 'live' || state === 'joining') && !isBlocked,
    mayLower: frozenUntilMs === null || frozenUntilMs <= nowMs + SOON_MS,
    boostTo,
  }
}
