import { boostParts, type BoostPool, type BoostRoom } from '../domain/publishing/boost-parts.ts'
import type { PlanFacts, PlanListing } from './read-plan.ts'

/** How many sets each boosted listing should have at least in each of its pools, by `listing/pool`. */
export function boostsByPool(facts: PlanFacts, nowMs: number): ReadonlyMap<string, number> {
  return new Map(
    facts.listings.flatMap((listing) => {
      if (listing.boostTo === null) return []
      const pools = boostPools(facts, listing, nowMs)
      const has = pools.reduce((sum, { sets }) => sum + sets, 0)
      const parts = boostParts(pools, listing.boostTo - has)
      return pools.map(({ poolId, sets }, n): [string, number] => [`${listing.id}/${poolId}`, sets + (parts[n]?.sets ?? 0)])
    }),
  )
}

/** The pools of a listing, with what is free there of each component and what the other listings could give of it. */
export function boostPools(facts: PlanFacts, listing: PlanListing, nowMs: number): readonly BoostPool[] {
  const parts = facts.parts.get(listing.id) ?? []
  return (facts.quotas.get(listing.id) ?? []).map(({ poolId, units }) => ({
    poolId,
    sets: Math.max(0, units),
    rooms: parts.map(({ skuId, units: perSet }) => roomFor(facts, { listing, poolId, skuId, perSet, nowMs })),
  }))
}

interface Part {
  readonly listing: PlanListing
  readonly poolId: string
  readonly skuId: string
  readonly perSet: number
  readonly nowMs: number
}

function roomFor(facts: PlanFacts, { listing, poolId, skuId, perSet, nowMs }: Part): BoostRoom {
  const balance = facts.balances.find((one) => one.poolId === poolId && one.skuId === skuId)
  const others = facts.listings.filter(({ id, frozenUntilMs, boostTo, state }) => {
    const isFrozen = frozenUntilMs !== null && frozenUntilMs > nowMs
    return id !== listing.id && !isFrozen && boostTo === null && (state === 'live' || state === 'joining')
  })
  const recallable = others.reduce((sum, { id }) => {
    const part = (facts.parts.get(id) ?? []).find((one) => one.skuId === skuId)
    const quota = (facts.quotas.get(id) ?? []).find((one) => one.poolId === poolId)
    return sum + Math.max(0, quota?.units ?? 0) * (part?.units ?? 0)
  }, 0)
  const free = balance?.freeUnits ?? 0
  const aside = Math.floor(((free + recallable) * (balance?.leftToOthersPercent ?? 0)) / 100)
  return { skuId, perSet, free: Math.max(0, free - aside), recallable }
}
