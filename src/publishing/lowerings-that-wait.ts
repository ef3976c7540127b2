import { expectDemand, unitsFor } from '../domain/allocation/expected-demand.ts'
import type { RuledTaker } from '../domain/allocation/policy.ts'
import type { Planned, Shared } from './plan-wanted.ts'

/** Who surely sells for so long is helped at the next look at everything: each takes ten minutes, and begins anew then. */
const LASTING_SECONDS = 7_200
/** Before it could have sold for so long nobody knows how fast a listing sells. */
const KNOWN_SECONDS = 86_400

/**
 * Finds the listings that need not give up units at once: those to whom they go have enough until the next look at everything. Then all are
 * told together: shops take many lines in one call, and what is on its way from one to another sells in neither.
 */
export class LoweringsThatWait {
  readonly #waiting = new Set<string>()
  readonly #urgent = new Set<string>()

  readonly see = ({ pool, takers, wanted, isSpecial }: Shared): void => {
    const has = (taker: RuledTaker): number => Math.max(0, taker.quotaUnits)
    const lowered = takers.filter((taker) => (wanted.get(taker.listingId) ?? 0) < has(taker))
    if (lowered.length === 0) return
    const raised = takers.filter((taker) => (wanted.get(taker.listingId) ?? 0) > has(taker))
    const isOwed = pool.freeUnits < pool.rule.reserveUnits
    const canWait = !isSpecial && !isOwed && raised.length > 0 && this.#last(raised, { pool, takers })
    for (const { listingId } of lowered) (canWait ? this.#waiting : this.#urgent).add(listingId)
  }

  has({ listing, quota, wanted }: Planned): boolean {
    return wanted < quota && listing.cutTo === null && this.#waiting.has(listing.id) && !this.#urgent.has(listing.id)
  }

  #last(raised: readonly Shared['takers'][number][], { pool, takers }: Pick<Shared, 'pool' | 'takers'>): boolean {
    const expected = expectDemand(takers, pool.rule.confidence, pool.similarPerSecond)
    return raised.every((taker) => {
      const known = expected[takers.indexOf(taker)]
      if (!known || taker.soldSeconds < KNOWN_SECONDS || taker.boostTo !== null || taker.rule.sharePercent !== null) return false
      const enough = Math.max(known.unseenUnits + unitsFor(LASTING_SECONDS, taker, known), taker.rule.floorUnits, 1)
      return taker.quotaUnits >= enough
    })
  }
}
