import type { ListingFacts, ListingRef } from './listing.ts'

/** What reads alone could settle, each with the answers that proved it (no secret, no buyer). */
export interface ListingProbe {
  readonly facts: ListingFacts
  readonly evidence: readonly ProbeEvidence[]
  /** How the facts still open can be settled; only the caller writes, through its own command rows. */
  readonly plans: readonly ProbePlan[]
}

export interface ProbeEvidence {
  readonly fact: keyof ListingFacts | 'futureEnd'
  readonly concluded: string
  readonly observed: readonly string[]
}

/** Steps that cannot oversell: they read, lower, or wait for an order somebody places. Key names stand for random keys. */
export type ProbeStep =
  | { readonly do: 'read' }
  | { readonly do: 'lower'; readonly units: number; readonly keyName: string }
  /** Asks for the facts anew, by reading, until the connector can tell this one. */
  | { readonly do: 'look'; readonly for: string }
  | { readonly do: 'wait'; readonly for: 'an order of this listing' | 'its cancellation' }

export type ProbeObservation =
  | { readonly saw: 'reading'; readonly shownUnits: number; readonly reservedUnits: number | null }
  | { readonly saw: 'acknowledged'; readonly resultingUnits: number | null; readonly repeated: boolean }
  | { readonly saw: 'refused'; readonly reason: string }
  | { readonly saw: 'order'; readonly units: number }

export interface ProbePlan {
  readonly listing: ListingRef
  readonly fact: keyof ListingFacts
  /** What has to hold before the first step, so that nothing can be sold that is not there. */
  readonly needs: 'nothing' | 'nothing for sale' | 'two units for sale'
  readonly steps: readonly ProbeStep[]
  /** Null when what was seen settles nothing, such as when somebody bought in between. */
  conclude(seen: readonly ProbeObservation[]): ListingFacts | null
}
