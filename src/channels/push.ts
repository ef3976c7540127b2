import type { ListingRef } from './listing.ts'

/** A push is only a hint: it says where to look, never what is true. */
export type PushHint =
  | { readonly kind: 'order'; readonly shopId: string | null; readonly orderId: string; readonly topic: string }
  | {
      readonly kind: 'refund'
      readonly shopId: string | null
      readonly orderId: string
      readonly refundId: string | null
      readonly topic: string
    }
  | { readonly kind: 'listing'; readonly shopId: string | null; readonly listing: ListingRef; readonly topic: string }
  | { readonly kind: 'other'; readonly shopId: string | null; readonly topic: string }

export interface ReceivedPush {
  /** The same event may come again, with this or another id. */
  readonly id: string
  readonly hint: PushHint
}

/** Takes pushes in, all of them or none. */
export type TakePushes = (pushes: readonly ReceivedPush[]) => Promise<void>

/**
 * A connection that the platform sends hints over, one per application for all its shops. It reconnects for ever, with
 * growing, capped pauses. Hints that arrive while others are
 * taken in are gathered, and taken in together. They are confirmed to the platform only after `onPushes` has resolved.
 */
export interface PushSource {
  listen(onPushes: TakePushes, signal: AbortSignal): Promise<void>
}

/** A push that came by HTTP, exactly as received: the signature covers the raw bytes. */
export interface PushDelivery {
  readonly headers: Readonly<Record<string, string>>
  readonly query: string
  readonly rawBody: Uint8Array
}

/** Checks the signature, then reads the hints. Throws a `ChannelError` with the fault `wrong signature`. */
export type VerifyPush = (delivery: PushDelivery) => readonly ReceivedPush[]
