import type { Planned } from './plan-wanted.ts'
import type { PlanFacts } from './read-plan.ts'

/** A raise of which no more than this is free waits for the lowerings that the rest of it comes from: it would be sent twice. */
const WORTH_SHARE = 0.5

/**
 * The listings whose raise waits: nothing is free that others are not raised by first, or little while other listings give up the rest, this one
 * has something to sell, and no operator asked for more at once. Whatever frees units writes a line of the ledger, and they are planned anew.
 */
export function raisesOutOfReach(planned: readonly Planned[], facts: PlanFacts, nowMs: number): ReadonlySet<string> {
  const free = new Free(facts)
  const given = new Set(planned.filter((one) => givesUp(one, nowMs)).flatMap((one) => skusOf(facts, one)))
  const waiting = new Set<string>()
  // Who has least to sell comes first, as at the publisher.
  for (const one of planned.filter(({ wanted, quota }) => wanted > quota && quota >= 0).toSorted((a, b) => a.quota - b.quota)) {
    const raise = one.wanted - one.quota
    const taken = free.take(one.listing.id, raise)
    const isLittle = taken < raise && taken <= raise * WORTH_SHARE
    const canWait = one.quota > 0 && one.listing.boostTo === null && skusOf(facts, one).some((skuId) => given.has(skuId))
    if (taken === 0 || (isLittle && canWait)) waiting.add(one.listing.id)
  }
  return waiting
}

function givesUp({ listing, quota, wanted }: Planned, nowMs: number): boolean {
  return quota > wanted && (listing.frozenUntilMs ?? nowMs) <= nowMs
}

function skusOf({ parts }: PlanFacts, { listing }: Planned): readonly string[] {
  return (parts.get(listing.id) ?? []).map(({ skuId }) => skuId)
}

/** What is free, less what was taken of it; without bound where campaigns, or units beyond the goods, have a say. */
class Free {
  readonly #facts: PlanFacts
  readonly #units: Map<string, number>

  constructor(facts: PlanFacts) {
    this.#facts = facts
    this.#units = new Map(
      facts.balances.map(({ poolId, skuId, freeUnits, lockedUnits = 0, overcommit }) => [
        `${poolId}/${skuId}`,
        lockedUnits > 0 || (overcommit?.units ?? 0) > 0 ? Infinity : freeUnits,
      ]),
    )
  }

  /** How many sets there are for a listing, at most so many. */
  take(listingId: string, atMost: number): number {
    const parts = this.#facts.parts.get(listingId) ?? []
    let taken = 0
    for (const { poolId } of this.#facts.quotas.get(listingId) ?? []) {
      if (this.#facts.locks.has(`${listingId}/${poolId}`)) return atMost
      const places = parts.map(({ skuId, units }) => ({ place: `${poolId}/${skuId}`, units }))
      const there = places.map(({ place, units }) => Math.floor((this.#units.get(place) ?? 0) / units))
      const sets = Math.max(0, Math.min(atMost - taken, ...there))
      for (const { place, units } of places) this.#units.set(place, (this.#units.get(place) ?? 0) - sets * units)
      taken += sets
    }
    return taken
  }
}
