import { expectLevel, type Expected, type Level, type LevelChange, type Span } from './level-changes.ts'

/** All that is known of what touched a listing's number, once every order up to the reading's answer is booked. */
export interface Judging {
  readonly reading: Level
  /** The reading judged before it; null at the first one. */
  readonly before: Level | null
  readonly changes: readonly LevelChange[]
  readonly stops: readonly Span[]
  /** What the listing may still sell by our books, and what is in them although the shop may not have taken it yet. */
  readonly quota: number
  readonly untakenUnits: number
  /** Orders may change the number that no list shows: then only the quota says what is too much. */
  readonly hidden: boolean
  /** Every cancellation up to the reading's answer is booked: else a rise may be one of them. */
  readonly backBooked: boolean
}

/** What a reading shows that neither orders nor commands explain, with the numbers that prove it. */
export type Verdict =
  | { readonly kind: 'explained' }
  /** `aboveQuota`: so many units are surely for sale that the listing has no quota for. */
  | { readonly kind: 'raised'; readonly units: number; readonly aboveQuota: number; readonly expected: Expected | null }
  | { readonly kind: 'lowered'; readonly units: number; readonly expected: Expected }

const explained: Verdict = { kind: 'explained' }

/**
 * Proves a change by another hand: a number that lies outside of all that our commands and the orders allow, or one that
 * the listing's quota does not cover. What cannot be proved is not said: a doubt of any event widens what is allowed.
 */
export function judgeReading(judging: Judging): Verdict {
  const { reading, before, hidden, backBooked } = judging
  const aboveQuota = Math.max(0, unitsAboveQuota(judging))
  const expected = before && !hidden ? expectLevel({ before, at: reading }, judging) : null
  const rise = expected ? Math.max(0, reading.leastUnits - expected.mostUnits) : 0
  if (backBooked && (rise > 0 || aboveQuota > 0))
    return { kind: 'raised', units: Math.max(rise, aboveQuota), aboveQuota, expected }
  const fall = expected ? expected.leastUnits - Math.max(0, reading.mostUnits) : 0
  return expected && fall > 0 ? { kind: 'lowered', units: fall, expected } : explained
}

/**
 * By how much the number surely exceeds the quota now: what was shown, less all that may have come off it since, plus what
 * surely came on.
 */
function unitsAboveQuota({ reading, changes, stops, quota, untakenUnits }: Judging): number {
  if (stops.some(({ toMs }) => toMs >= reading.fromMs)) return 0
  const now = changes.reduce((units, change) => {
    if (change.units < 0) return change.toMs >= reading.fromMs ? units + change.units : units
    return change.certain && change.fromMs > reading.toMs ? units + change.units : units
  }, reading.leastUnits)
  return now - quota - untakenUnits
}

/** What is done about units that were put on sale by hand. */
export type HandEditPolicy = 'adopt' | 'cut back' | 'alarm'

export interface Remedy {
  /** Units the listing gets quota for: it may sell them already. */
  readonly adopt: number
  /** Units that are taken off sale again, by a lowering. */
  readonly cutBack: number
}

/**
 * Units above the quota can be sold at any moment, so they are counted at once, by free and else by deficit, whatever the
 * policy; it decides what stays on sale. `adopt` keeps what is free. `alarm` writes nothing to the shop for it.
 */
export function remedyFor(
  policy: HandEditPolicy,
  { aboveQuota, free }: { readonly aboveQuota: number; readonly free: number },
): Remedy {
  if (policy === 'alarm') return { adopt: aboveQuota, cutBack: 0 }
  const kept = policy === 'adopt' ? Math.min(aboveQuota, Math.max(0, free)) : 0
  return { adopt: kept, cutBack: aboveQuota - kept }
}
