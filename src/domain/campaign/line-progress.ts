/** How a line of a campaign goes, in sets. */
export interface LineProgress {
  /** What it was promised. */
  readonly lockedUnits: number
  /** Kept by us: in no shop's number. */
  readonly keptUnits: number
  /** In its shops' numbers, as far as we have asked for it. */
  readonly publishedUnits: number
  /** Of that, what the shops have confirmed. */
  readonly confirmedUnits: number
  readonly soldUnits: number
  /** What it may still sell. */
  readonly leftUnits: number
  /** Promised, and not there: eaten by other orders or missing from the beginning. It is made up before anybody is raised. */
  readonly missingUnits: number
  /** Since its start; null: it has not begun. */
  readonly soldPerHour: number | null
  /** When what is left is sold at that rate; null: not before its end, or nothing is known. */
  readonly lastsUntilMs: number | null
  /** When it had sold all it was promised; null: it has something left. */
  readonly soldOutAtMs: number | null
  /** What it would have sold since then at the rate it had, as an estimate; it ends with the campaign. */
  readonly lostUnits: number
}

export interface LineFigures {
  readonly granted: number
  readonly kept: number
  readonly published: number
  readonly spent: number
  /** Sets of raises at its listings of which the answer is not known. */
  readonly unconfirmed: number
  /** What its orders and direct sales have, those included that nobody has answered for yet. */
  readonly sold: number
  readonly soldOutAtMs: number | null
}

interface Times {
  readonly startsAtMs: number
  readonly endsAtMs: number
  readonly nowMs: number
}

const HOUR_MS = 3_600_000

export function lineProgress(
  { granted, kept, published, spent, unconfirmed, sold, soldOutAtMs }: LineFigures,
  { startsAtMs, endsAtMs, nowMs }: Times,
): LineProgress {
  const soldUnits = Math.max(spent, sold)
  const leftUnits = Math.max(0, granted - soldUnits)
  const untilMs = Math.min(nowMs, endsAtMs)
  // What cannot be bought is not asked for: the rate is that of the time it had something to sell.
  const runMs = Math.min(untilMs, soldOutAtMs ?? Infinity) - startsAtMs
  const perMs = runMs > 0 ? soldUnits / runMs : null
  const lastsUntilMs =
    perMs !== null && perMs > 0 && leftUnits > 0 && nowMs < endsAtMs ? Math.round(nowMs + leftUnits / perMs) : null
  return {
    lockedUnits: granted,
    keptUnits: kept,
    publishedUnits: published,
    confirmedUnits: published - Math.min(published, unconfirmed),
    soldUnits,
    leftUnits,
    missingUnits: Math.max(0, granted - kept - published - spent),
    soldPerHour: runMs > 0 ? (soldUnits * HOUR_MS) / runMs : null,
    lastsUntilMs: lastsUntilMs !== null && lastsUntilMs < endsAtMs ? lastsUntilMs : null,
    soldOutAtMs,
    lostUnits: soldOutAtMs === null || perMs === null ? 0 : Math.round(perMs * Math.max(0, untilMs - soldOutAtMs)),
  }
}
