import type { ChannelFault } from './errors.ts'
import type { ListingRef } from './listing.ts'

/** `stop` is SET 0, the only absolute number this product ever writes (R4). */
export type StockMove =
  | { readonly kind: 'raise'; readonly units: number }
  | { readonly kind: 'lower'; readonly units: number }
  | { readonly kind: 'stop' }

/**
 * One line of a try. `call` is what the listing's semantics were when the command was written, so that every try uses the
 * same platform call. `key` is random lower-case hex made before the first try; calls without keys leave it out.
 */
export interface StockChange {
  readonly listing: ListingRef
  readonly call: 'keyed delta' | 'delta'
  readonly move: StockMove
  readonly key: string
}

/**
 * One try of one or more changes, in one or more platform calls. `signedAt` is an instant on the platform's clock
 * (`platformTime`), stored in the try's row before the call: a request never outlives `signedAt + requestLifetimeMs`.
 */
export interface StockTry {
  readonly signedAt: Date
  readonly changes: readonly StockChange[]
}

/**
 * What one try says of one line. Nothing here is about earlier tries: after an unknown try, an error of a later one
 * says nothing of the first (R5).
 */
export type StockAnswer =
  | {
      readonly kind: 'acknowledged'
      readonly listing: ListingRef
      /** The number after the change, where the platform gives it. */
      readonly resultingUnits: number | null
      /** The platform had applied this key before and did nothing now. */
      readonly repeated: boolean
    }
  /** Refused before the service saw it, or never sent: nothing was applied by this try. */
  | {
      readonly kind: 'refused by gateway'
      readonly listing: ListingRef
      readonly fault: ChannelFault
      readonly code: string | null
      readonly message: string
      readonly retryAfterMs: number | null
    }
  | {
      readonly kind: 'refused by business'
      readonly listing: ListingRef
      readonly reason: BusinessReason
      readonly code: string | null
      readonly message: string
    }
  | { readonly kind: 'unknown'; readonly listing: ListingRef; readonly code: string | null; readonly message: string }

/** Why the platform's service said no, as far as it decides what comes next. */
export type BusinessReason =
  | 'below zero'
  | 'lowering blocked'
  | 'locked by the platform'
  | 'listing gone'
  | 'wrong kind of listing'
  | 'key used before'
  | 'other'

/** A counter at some instant between `sentAt` and `answeredAt`, both on the platform's clock, the doubt added outwards. */
export interface StockReading {
  readonly listing: ListingRef
  readonly sentAt: Date
  readonly answeredAt: Date
  readonly shownUnits: number
  readonly reservedUnits: number | null
  /** The most that can be for sale, given what is known of the number shown: doubt goes towards more. */
  readonly sellableAtMost: number
}

/** A listing that can no longer be read: its counter is settled as gone. */
export interface MissingReading {
  readonly listing: ListingRef
  readonly sentAt: Date
  readonly answeredAt: Date
  readonly missing: true
}
