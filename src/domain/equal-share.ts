/** How one listing competes with others for the free units of one SKU in one pool. */
export interface Claim {
  readonly poolId: string
  /** Units of the SKU in one set. */
  readonly units: number
  readonly freeUnits: number
  /** How many listings sell from these units, and which of them, counted from 1, this one is. */
  readonly sharers: number
  readonly place: number
}

/** Splits free units evenly: whole numbers that add up to all of them, the first listings getting one more. */
export function equalShare({ freeUnits, sharers, place }: Claim): number {
  const free = Math.max(0, freeUnits)
  return Math.floor(free / sharers) + (place <= free % sharers ? 1 : 0)
}

/** Sets a listing could be shown with: in each pool as many as its scarcest component allows, added up over its pools. */
export function sharedSets(claims: readonly Claim[]): number {
  const byPool = Map.groupBy(claims, ({ poolId }) => poolId)
  const setsOf = (inPool: readonly Claim[]): number =>
    Math.min(...inPool.map((claim) => Math.floor(equalShare(claim) / claim.units)))
  return [...byPool.values()].reduce((sum, inPool) => sum + setsOf(inPool), 0)
}
