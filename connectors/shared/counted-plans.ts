import type { ListingRef } from '../../src/channels/listing.ts'
import type { ProbeObservation, ProbePlan } from '../../src/channels/probe.ts'
import { overCancellation } from './probe-plans.ts'

type Counters = { readonly shown: number; readonly reserved: number }

/** Watches both counters over an order by somebody else: the shown number stays (gross) or falls with it (net). */
export function numberShownPlan(listing: ListingRef): ProbePlan {
  return {
    listing,
    fact: 'numberShown',
    needs: 'nothing',
    steps: [{ do: 'read' }, { do: 'wait', for: 'an order of this listing' }, { do: 'read' }],
    conclude(seen) {
      const moved = movedBetween(seen)
      if (!moved || moved.units === 0 || moved.reserved !== moved.units) return null
      if (moved.shown === 0) return { numberShown: 'gross' }
      return moved.shown === -moved.units ? { numberShown: 'net' } : null
    },
  }
}

/**
 * Watches both counters over an order and its cancellation, where the reserved counter counts every order that is not shipped. Of a gross number the booking that ends tells more than the
 * number itself, which stays when the unit is for sale again.
 */
export function countedCancelRestoresPlan(listing: ListingRef, numberShown: 'gross' | 'net'): ProbePlan {
  return overCancellation(listing, (seen) => {
    const moved = movedBetween(seen)
    if (!moved || moved.units === 0 || moved.reserved !== -moved.units) return null
    const back = numberShown === 'gross' ? moved.shown - moved.reserved : moved.shown
    if (back === moved.units) return { cancelRestores: true }
    return back === 0 ? { cancelRestores: false } : null
  })
}

function movedBetween(seen: readonly ProbeObservation[]): (Counters & { readonly units: number }) | null {
  const units = seen.find((each) => each.saw === 'order')?.units
  const [before, after] = seen.flatMap((each) =>
    each.saw === 'reading' && each.reservedUnits !== null ? [{ shown: each.shownUnits, reserved: each.reservedUnits }] : [],
  )
  if (units === undefined || !before || !after) return null
  return { units, shown: after.shown - before.shown, reserved: after.reserved - before.reserved }
}
