/** A stamp of the platform's is a whole second: what it stamps happened less than this later. */
export const STAMP_MS = 1_000

/** A counter at some instant between `sentAtMs` and `answeredAtMs` of the platform's clock, the doubt added outwards. */
export interface Reading {
  readonly sentAtMs: number
  readonly answeredAtMs: number
  /** The most that was for sale; null: the listing is gone. */
  readonly sellableUnits: number | null
  readonly reservedUnits: number | null
}

/** One line of an order of the listing, by the stamps of the platform. */
export interface SettlingLine {
  readonly units: number
  /** Units the counter has given for it and has not got back. */
  readonly charged: number
  /** When the counter gave them; null: not yet, or nobody knows. */
  readonly takenAtMs: number | null
  /** The latest stamp at which it may have got units back; null where it got none. */
  readonly putBackAtMs: number | null
  /** Units of it that had surely not left at an instant. */
  unshippedAt(ms: number): number
}

/** How the listing's number hides orders that no list shows yet. */
export interface Hiding {
  readonly orders: 'none' | 'unpaid' | 'ungrouped'
  readonly counter: 'reserved' | 'none'
  readonly counterCountsAll: boolean
}

export interface Settling {
  readonly reading: Reading
  readonly quota: number
  /** Units of every raise of which a try was sent at or after the reading was, whatever its outcome. */
  readonly raisedSince: number
  readonly hiding: Hiding
  readonly lines: readonly SettlingLine[]
}

/**
 * R3: what the listing may still sell at most, by a reading whose orders are all booked. Lowerings since are not subtracted,
 * and every doubt goes towards more. `null`: such a reading settles nothing.
 */
export function settleReading(settling: Settling): number | null {
  const most = mostLeft(settling)
  // I7: a settlement never raises a quota.
  return most === null ? null : Math.min(settling.quota, most)
}

/** The same without a quota to compare with: what a listing that joins may still sell. */
export function mostLeft({ reading, raisedSince, hiding, lines }: Omit<Settling, 'quota'>): number | null {
  const shown = shownUnits(reading, hiding, lines)
  if (shown === null) return null
  return lines.reduce((units, line) => units + since(line, reading), shown + raisedSince)
}

/** What was for sale or in hidden orders. A counter below zero sells nothing. */
function shownUnits(reading: Reading, hiding: Hiding, lines: readonly SettlingLine[]): number | null {
  if (reading.sellableUnits === null) return 0
  const sellable = Math.max(0, reading.sellableUnits)
  if (hiding.orders === 'none') return sellable
  if (hiding.counter === 'none' || !hiding.counterCountsAll || reading.reservedUnits === null) return null
  const known = lines.reduce((units, line) => units + reservedFor(line, reading), 0)
  return sellable + Math.max(0, reading.reservedUnits - known)
}

/** Units of a known order that the reserved counter surely counted. */
function reservedFor(line: SettlingLine, { sentAtMs, answeredAtMs }: Reading): number {
  if (line.takenAtMs === null || line.takenAtMs + STAMP_MS > sentAtMs) return 0
  return line.unshippedAt(answeredAtMs)
}

/** By how much a line has changed the counter since: orders surely after the answer, units put back possibly after the question. */
function since({ units, charged, takenAtMs, putBackAtMs }: SettlingLine, { sentAtMs, answeredAtMs }: Reading): number {
  if (takenAtMs !== null && takenAtMs > answeredAtMs) return charged === 0 ? 0 : -charged
  const isPutBack = putBackAtMs !== null && putBackAtMs + STAMP_MS > sentAtMs
  return isPutBack ? Math.max(0, units - charged) : 0
}
