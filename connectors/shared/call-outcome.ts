import { ChannelError, type ChannelFault } from '../../src/channels/errors.ts'
import type { Platform } from '../../src/channels/platform.ts'

/** What one platform call came to, before anybody decided what it means for a read or a write. */
export type CallOutcome =
  | { readonly kind: 'answered'; readonly data: unknown }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal
      /** The answering server's clock, by its HTTP header. */
      readonly date?: Date | null
    }
  | { readonly kind: 'not sent' | 'no answer' | 'unreadable'; readonly message: string }

/** The platform's error answer, mapped once. `by: gateway` means refused before the service: a write did nothing. */
export interface Refusal {
  readonly by: 'gateway' | 'service' | 'unclear'
  readonly fault: ChannelFault
  readonly code: string
  /** Redacted already. */
  readonly message: string
  readonly retryAfterMs: number | null
}

const LONG_MS = 60_000

/** What a read does with an outcome that is not an answer. */
export function toReadError(platform: Platform, what: string, outcome: Exclude<CallOutcome, { kind: 'answered' }>): ChannelError {
  if (outcome.kind === 'refused') {
    const { fault, code, message, retryAfterMs } = outcome.refusal
    return new ChannelError(platform, fault, `${what}: ${message} (${code})`, {
      code,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    })
  }
  const fault = outcome.kind === 'unreadable' ? 'malformed' : 'unavailable'
  // Whoever has been told to stop does not wait to ask again.
  const options = outcome === notBegun ? { retryAfterMs: LONG_MS } : {}
  return new ChannelError(platform, fault, `${what}: ${outcome.message}`, options)
}

export type FailedWrite =
  | {
      readonly kind: 'refused by gateway'
      readonly fault: ChannelFault
      readonly code: string | null
      readonly message: string
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'refused by service'; readonly refusal: Refusal }
  | { readonly kind: 'unknown'; readonly code: string | null; readonly message: string }

/** What a write does with an outcome that is not an answer: only the gateway's refusal is certain, all else may have been applied. */
export function toFailedWrite(outcome: Exclude<CallOutcome, { kind: 'answered' }>): FailedWrite {
  if (outcome.kind === 'not sent') {
    return { kind: 'refused by gateway', fault: 'unavailable', code: null, message: outcome.message, retryAfterMs: null }
  }
  if (outcome.kind !== 'refused') return { kind: 'unknown', code: null, message: outcome.message }
  const { by, fault, code, message, retryAfterMs } = outcome.refusal
  if (by === 'gateway') return { kind: 'refused by gateway', fault, code, message, retryAfterMs }
  if (by === 'service') return { kind: 'refused by service', refusal: outcome.refusal }
  return { kind: 'unknown', code, message }
}

/** A call that is not begun any more. */
export const notBegun = { kind: 'not sent', message: 'stopped before it was sent' } as const satisfies CallOutcome

/** The caller aborted while a write waited for its turn: certain that nothing was applied. */
export const notSent = {
  kind: 'refused by gateway',
  fault: 'unavailable',
  code: null,
  message: notBegun.message,
  retryAfterMs: null,
} as const satisfies FailedWrite
