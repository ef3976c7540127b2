import type { ListingFacts, ListingRef } from '../../src/channels/listing.ts'
import type { ProbeObservation, ProbePlan } from '../../src/channels/probe.ts'

type Reading = Extract<ProbeObservation, { saw: 'reading' }>

/**
 * Lowers by one unit twice with one key: the counter tells whether it moved by one or by two. Lowering can never oversell;
 * if somebody buys or cancels meanwhile, the numbers fit neither and nothing is concluded.
 */
export function repeatedKeyPlan(listing: ListingRef): ProbePlan {
  const lower = { do: 'lower', units: 1, keyName: 'same' } as const
  return {
    listing,
    fact: 'repeatedKey',
    needs: 'two units for sale',
    steps: [{ do: 'read' }, lower, { do: 'read' }, lower, { do: 'read' }],
    conclude(seen) {
      const [before, between, after] = readings(seen)
      if (!before || !between || !after || before.shownUnits - between.shownUnits !== 1) return null
      if (seen.some(({ saw }) => saw === 'order')) return null
      const second = seen.filter(({ saw }) => saw === 'acknowledged' || saw === 'refused').at(-1)
      const moved = between.shownUnits - after.shownUnits
      if (moved === 1 && second?.saw === 'acknowledged') return { repeatedKey: 'applied again' }
      if (moved !== 0) return null
      return { repeatedKey: second?.saw === 'refused' ? 'refused' : 'applied once' }
    },
  }
}

/** Lowers a counter that stands at zero by one: nothing can be sold by it, whatever happens. */
export function belowZeroPlan(listing: ListingRef): ProbePlan {
  return {
    listing,
    fact: 'belowZero',
    needs: 'nothing for sale',
    steps: [{ do: 'read' }, { do: 'lower', units: 1, keyName: 'below' }, { do: 'read' }],
    conclude(seen) {
      const [before, after] = readings(seen)
      if (!before || !after || before.shownUnits !== 0) return null
      if (seen.some(({ saw }) => saw === 'refused')) return after.shownUnits === 0 ? { belowZero: 'refused' } : null
      if (after.shownUnits === 0) return { belowZero: 'clamped' }
      return after.shownUnits === -1 ? { belowZero: 'goes below' } : null
    },
  }
}

/** Watches over an order and its cancellation, both by somebody else; nothing is written. */
export function overCancellation(listing: ListingRef, conclude: ProbePlan['conclude']): ProbePlan {
  return {
    listing,
    fact: 'cancelRestores',
    needs: 'nothing',
    steps: [
      { do: 'wait', for: 'an order of this listing' },
      { do: 'read' },
      { do: 'wait', for: 'its cancellation' },
      { do: 'read' },
    ],
    conclude,
  }
}

/** Whether the counter gets a cancelled unit back. */
export function cancelRestoresPlan(listing: ListingRef): ProbePlan {
  return overCancellation(listing, (seen) => {
    const units = seen.find((each) => each.saw === 'order')?.units
    const [ordered, cancelled] = readings(seen)
    if (units === undefined || !ordered || !cancelled) return null
    const back = cancelled.shownUnits - ordered.shownUnits
    if (back === units) return { cancelRestores: true }
    return back === 0 ? ({ cancelRestores: false } satisfies ListingFacts) : null
  })
}

function readings(seen: readonly ProbeObservation[]): Reading[] {
  return seen.filter((each) => each.saw === 'reading')
}
