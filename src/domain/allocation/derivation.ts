/**
 * What a step towards a wanted quota did. In the order of the reckoning: what is set aside before anybody is served, then the
 * floor, the turn of the rank, the share of what is left, and what keeps the listing from that number for now.
 */
export const stepKinds = [
  /** Left to shops that are not published yet, and to the system before us. */
  'left to others',
  'reserve',
  /** Sales that nobody has seen yet: these units are gone, and stay with their listing. */
  'sold unseen',
  'floor',
  /** What its rank is expected to sell until units can reach it again. */
  'expected demand',
  'share of the rest',
  'cap',
  /** Shown beyond what is there. */
  'overcommit',
  /** The number would change by too little to be worth a call. */
  'minimum move',
  /** It lasts until its next chance, or nobody needs what it has beyond its share: it keeps what it has. */
  'left alone',
  'may not be raised',
  'may not be lowered',
  /** Units are where they cannot be taken from in time. */
  'out of reach',
  'campaign lock',
  'boost',
] as const
export type StepKind = (typeof stepKinds)[number]

export interface QuotaStep {
  readonly kind: StepKind
  /** Units of the SKU that the step gave; below zero: took. What is left to others and the reserve are taken from the pool as a whole. */
  readonly units: number
  /** What the listing is to have after it, in units of the SKU. */
  readonly toUnits: number
}

/** Told each step of the reckoning, by listing; in the order in which they were made. Costs nothing where nobody asks. */
export type TraceSteps = (listingId: string, step: QuotaStep) => void
