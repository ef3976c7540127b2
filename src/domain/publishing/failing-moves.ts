import type { CommandKind, TryOutcome } from './command.ts'

/** A shop has not taken what a listing was to show, several times in a row. Instants of our clock. */
export interface FailingMoves {
  readonly tries: number
  readonly sinceMs: number
  /** No raise is begun before. */
  readonly againAtMs: number
  /** When somebody was told; null: nobody yet. */
  readonly toldAtMs: number | null
}

/** A fault that passes is tried again as soon as its outcome is settled. */
const AT_ONCE_TRIES = 4
const PAUSE_MS = 30_000
const PAUSE_MAX_MS = 600_000
const TELL_TRIES = 3
const TELL_MS = 600_000

/**
 * What one answer says of how a listing takes its changes. A lowering that the service refuses is common, and tried by what its
 * counter shows; the gateway refuses a shop, and no listing.
 */
export function failingAfter(
  failing: FailingMoves | null,
  { kind, outcome, nowMs }: { readonly kind: CommandKind; readonly outcome: TryOutcome; readonly nowMs: number },
): FailingMoves | null {
  if (outcome === 'acknowledged') return null
  if (kind === 'set_zero' || outcome === 'refused by gateway') return failing
  if (kind === 'lower' && outcome === 'refused by business') return failing
  const tries = (failing?.tries ?? 0) + 1
  const pauseMs = tries <= AT_ONCE_TRIES ? 0 : Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** Math.min(10, tries - AT_ONCE_TRIES - 1))
  return { tries, sinceMs: failing?.sinceMs ?? nowMs, againAtMs: nowMs + pauseMs, toldAtMs: failing?.toldAtMs ?? null }
}

/** It fails for longer, and more often, than a fault that passes, and nobody knows of it. */
export function isToBeTold({ tries, sinceMs, toldAtMs }: FailingMoves, nowMs: number): boolean {
  return toldAtMs === null && tries >= TELL_TRIES && nowMs - sinceMs >= TELL_MS
}
