import type { SoldOf } from './demand.ts'

/** One listing that sells from a pool, by the SKU that is reckoned. Units are those of the SKU. */
export interface Taker extends SoldOf {
  readonly listingId: string
  /** Units of the SKU in one set of the listing. */
  readonly perSet: number
  /** What its quota claims of the pool now; below zero counts as nothing. */
  readonly quotaUnits: number
  /** How long sales of it stay unseen, and a raise needs. */
  readonly blindSeconds: number
  readonly mayRaise: boolean
  readonly mayLower: boolean
}

/** One SKU in one pool. */
export interface PoolUnits {
  /** Below zero: so many are promised beyond what is there. */
  readonly freeUnits: number
  /** The share left to shops that are not published yet, and to the system before us. */
  readonly leftToOthersPercent: number
  /** How fast goods like it sell in a listing; left out: as any goods are thought to. */
  readonly similarPerSecond?: number
}

/** What each listing should be able to sell out of one pool, in units of one SKU. The sum never exceeds what is there. */
export type QuotaPolicy = (pool: PoolUnits, takers: readonly Taker[]) => ReadonlyMap<string, number>
