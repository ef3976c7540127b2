/** What a shop shows of a listing beside what it would be shown with; null where either says nothing. */
export interface ShownListing {
  readonly id: string
  readonly shownUnits: number | null
  readonly wouldPublishUnits: number | null
  /** What a unit costs, in fen. */
  readonly priceFen: number | null
}

export interface Divergence extends ShownListing {
  /** Units shown beyond that; below zero: shown too few. Null where nothing can be compared. */
  readonly units: number | null
  /** The same in money; null also where the price is not known. */
  readonly fen: number | null
}

/** Sums over a channel: what is shown too many may be oversold, what is shown too few is not sold. */
export interface DivergenceTotals {
  readonly listings: number
  readonly compared: number
  /** Listings that diverge and whose price is not known: their money is in no sum. */
  readonly withoutPrice: number
  readonly shownUnits: number
  readonly wouldPublishUnits: number
  readonly tooManyUnits: number
  readonly tooFewUnits: number
  readonly tooManyFen: number
  readonly tooFewFen: number
}

export function divergenceOf(listing: ShownListing): Divergence {
  const { shownUnits, wouldPublishUnits, priceFen } = listing
  const units = shownUnits === null || wouldPublishUnits === null ? null : shownUnits - wouldPublishUnits
  return { ...listing, units, fen: units === null || priceFen === null ? null : units * priceFen }
}

/** The most money first, whichever way; what has no price after it, by units; what cannot be compared last. */
export function compareDivergence(a: Divergence, b: Divergence): number {
  return (
    Math.abs(b.fen ?? 0) - Math.abs(a.fen ?? 0) ||
    Math.abs(b.units ?? 0) - Math.abs(a.units ?? 0) ||
    Number(b.units !== null) - Number(a.units !== null) ||
    Number(a.id) - Number(b.id)
  )
}

export function totalsOf(all: readonly Divergence[]): DivergenceTotals {
  const sum = (of: (one: Divergence) => number): number => all.reduce((total, one) => total + of(one), 0)
  return {
    listings: all.length,
    compared: sum(({ units }) => (units === null ? 0 : 1)),
    withoutPrice: sum(({ units, priceFen }) => ((units ?? 0) !== 0 && priceFen === null ? 1 : 0)),
    shownUnits: sum(({ shownUnits }) => shownUnits ?? 0),
    wouldPublishUnits: sum(({ wouldPublishUnits }) => wouldPublishUnits ?? 0),
    tooManyUnits: sum(({ units }) => Math.max(0, units ?? 0)),
    tooFewUnits: sum(({ units }) => Math.max(0, -(units ?? 0))),
    tooManyFen: sum(({ fen }) => Math.max(0, fen ?? 0)),
    tooFewFen: sum(({ fen }) => Math.max(0, -(fen ?? 0))),
  }
}
