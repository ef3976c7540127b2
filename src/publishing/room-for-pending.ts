import type { PlanFacts } from './read-plan.ts'

/**
 * N25: what a listing may be able to sell at most while a version waits to be granted: so much that its quota can claim the
 * larger of both versions out of what is there. The listings of a recipe give way alike.
 */
export function roomForPending(facts: PlanFacts, listingId: string): number {
  const next = facts.pending.get(listingId)
  if (!next) return Infinity
  const rivals = facts.listings.filter(({ id }) => facts.pending.has(id))
  const shares = next.flatMap(({ skuId, units }) =>
    facts.balances
      .filter((balance) => balance.skuId === skuId)
      .map(({ poolId, freeUnits }) => {
        const claims = rivals.map(({ id }) => {
          const quota = Math.max(0, facts.quotas.get(id)?.find((one) => one.poolId === poolId)?.units ?? 0)
          const before = facts.parts.get(id)?.find((part) => part.skuId === skuId)?.units ?? 0
          const after = facts.pending.get(id)?.find((part) => part.skuId === skuId)?.units ?? 0
          return { before: quota * before, after: quota * Math.max(before, after) }
        })
        const after = claims.reduce((sum, claim) => sum + claim.after, 0)
        const there = freeUnits + claims.reduce((sum, claim) => sum + claim.before, 0)
        return after === 0 || units === 0 ? 1 : Math.min(1, there / after)
      }),
  )
  const quota = (facts.quotas.get(listingId) ?? []).reduce((sum, { units }) => sum + units, 0)
  return Math.max(0, Math.floor(quota * Math.min(1, ...shares)))
}
