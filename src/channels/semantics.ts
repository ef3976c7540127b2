import type { TakesAt } from './listing.ts'

/**
 * What the platform's stock call means for one listing, after its documents and probes.
 * `keyed delta`: the same key again changes nothing, for `keyMemoryMs`. `delta`: every call counts. `none`: never written.
 */
export interface StockSemantics {
  readonly call: 'keyed delta' | 'delta' | 'none'
  /** `unproven` is treated as `clamped`: an acknowledged lowering frees only what the resulting number proves. */
  readonly belowZero: 'refused' | 'clamped' | 'unproven'
  /** How long a key is known to be remembered; null where nothing is known, and then a repeat is forbidden. */
  readonly keyMemoryMs: number | null
  readonly answersWithNumber: boolean
  readonly canStop: boolean
  readonly takesAt: TakesAt
  readonly cancelRestores: boolean | 'unknown'
  readonly numberShown: 'net' | 'gross' | 'unknown'
  readonly hidden: HiddenOrders
}

/** Orders whose units the platform has taken although no list shows them yet, and the counter that does. */
export interface HiddenOrders {
  readonly orders: 'none' | 'unpaid' | 'ungrouped'
  readonly counter: 'reserved' | 'none'
  /** Only when a probe showed it may a reading settle anything (correctness rule R3). */
  readonly counterCountsAll: boolean
}
