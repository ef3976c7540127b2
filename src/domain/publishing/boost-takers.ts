import type { PoolUnits, Taker } from './wanted-quotas.ts'

export interface BoostedTaker extends Taker {
  /** Sets it should have at least; null: nobody asked. */
  readonly boostTo: number | null
}

/**
 * Brings listings up to what an operator asked for: out of what nobody should have, then out of the others, those first that
 * have most. The sum never grows beyond what is there, and a boosted listing gives nothing to another.
 */
export function boostTakers(
  wanted: ReadonlyMap<string, number>,
  { freeUnits, leftToOthersPercent }: PoolUnits,
  takers: readonly BoostedTaker[],
): ReadonlyMap<string, number> {
  const boosted = takers.filter(({ boostTo }) => boostTo !== null)
  if (boosted.length === 0) return wanted
  const result = new Map(wanted)
  const there = freeUnits + takers.reduce((sum, { quotaUnits }) => sum + Math.max(0, quotaUnits), 0)
  const aside = Math.floor((there * leftToOthersPercent) / 100)
  let left = Math.max(0, there - aside - [...result.values()].reduce((sum, units) => sum + units, 0))
  for (const { listingId, perSet, boostTo } of boosted) {
    const missing = Math.max(0, (boostTo ?? 0) * perSet - (result.get(listingId) ?? 0))
    const fromNobody = Math.min(left, missing)
    left -= fromNobody
    const recalled = recall(result, takers, missing - fromNobody)
    result.set(listingId, (result.get(listingId) ?? 0) + fromNobody + recalled)
  }
  return result
}

/** Whole sets of the others, from those that have most. Returns the units taken; some may be left over. */
function recall(wanted: Map<string, number>, takers: readonly BoostedTaker[], units: number): number {
  const donors = takers
    .filter(({ boostTo, mayLower }) => boostTo === null && mayLower)
    .toSorted((a, b) => (wanted.get(b.listingId) ?? 0) - (wanted.get(a.listingId) ?? 0))
  let taken = 0
  for (const { listingId, perSet } of donors) {
    if (taken >= units) break
    const has = wanted.get(listingId) ?? 0
    const some = Math.min(Math.floor(has / perSet), Math.ceil((units - taken) / perSet)) * perSet
    wanted.set(listingId, has - some)
    taken += some
  }
  return Math.min(taken, units)
}
