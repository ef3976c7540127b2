import type { PresaleClaim } from '../../domain/presale.ts'
import type { OrderOf, WantedClaims } from '../sql/presale-claims.ts'

/** What a batch may change of what is sold ahead, as seen before the locks: it only says what to lock. */
export interface PresaleFound {
  readonly pairs: readonly WantedClaims[]
  /** Orders of this batch. */
  readonly orders: readonly OrderOf[]
  /** Claims that may gain or lose units. */
  readonly next: readonly PresaleClaim[]
}

export const nothingAhead: PresaleFound = { pairs: [], orders: [], next: [] }
