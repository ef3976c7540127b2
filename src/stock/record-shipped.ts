import { hasExpired, outstandingUnits, withLines, type Hold, type HoldLine } from '../domain/hold.ts'
import { orderedAt } from '../domain/ordered-units.ts'
import { consumedByLine, NO_LINE, shippedByPart, withLine, type ShippedFigure, type ShippedFigures } from '../domain/shipments.ts'
import { bookDepartures, type Claims } from './book-departures.ts'
import type { Book } from './engine/book.ts'
import type { Scene } from './engine/operation.ts'
import { figureKey, type OrderSku } from './figure-key.ts'
import { restateCounts } from './restate-counts.ts'
import { nameAt } from './take-units.ts'

/** What one teller now says of a SKU of an order; null: nothing any more. */
export interface ShippedTelling extends OrderSku {
  /** The document line that says it; for a shipment of our own, what `ownTeller` makes of it. */
  readonly toldBy: string
  readonly figure: (Omit<ShippedFigure, 'line'> & { readonly line: number | null }) | null
}

/** R7: consumed is the largest figure anyone told. Books what this telling changes; returns the units it adds. */
export function recordShipped(book: Book, telling: ShippedTelling, scene: Scene): number {
  const before: ShippedFigures = book.figures.get(figureKey(telling)) ?? new Map()
  const found = book.references.get(telling.orderRef)
  const hold = found === undefined ? undefined : book.holds.get(found)
  const after = withTelling(before, telling, hold)
  book.figures.set(figureKey(telling), after)
  const claims = hold ? changeHold(book, { hold, skuId: telling.skuId, before, after }, scene) : new Map()
  bookDepartures(book, { telling, before, after, hold, claims }, scene)
  return total(after) - total(before)
}

function withTelling(before: ShippedFigures, { skuId, toldBy, figure }: ShippedTelling, hold: Hold | undefined): ShippedFigures {
  const others = new Map(before)
  others.delete(toldBy)
  if (figure === null) return others
  // Without a line it is the hold's first with this SKU; while that is not known, the first that anyone named.
  const known = hold?.lines.find((line) => line.skuId === skuId)?.line
  const [named = NO_LINE] = [...others.values()].map((other) => other.line).toSorted((a, b) => a - b)
  const line = figure.line ?? known ?? named
  return new Map(withLine(others, line)).set(toldBy, { ...figure, line })
}

function total(figures: ShippedFigures): number {
  return [...consumedByLine(figures).values()].reduce((sum, units) => sum + units, 0)
}

interface Change {
  readonly hold: Hold
  readonly skuId: HoldLine['skuId']
  readonly before: ShippedFigures
  readonly after: ShippedFigures
}

/** Brings the hold's lines up to what was shipped of them. Returns by how much its claims fall, pool by pool. */
function changeHold(book: Book, { hold, skuId, before, after }: Change, scene: Scene): Claims {
  const [was, is] = [consumedByLine(before), consumedByLine(after)]
  const claims = new Map<HoldLine['poolId'], number>()
  const lines = hold.lines.map((line) => {
    if (line.skuId !== skuId) return line
    restateOrdered(book, { hold, line, before, after }, scene)
    const units = ofPart(hold, line, is) - ofPart(hold, line, was)
    if (units === 0) return line
    const shipped = { ...line, shipped: line.shipped + units }
    const claim = claimsNothing(hold, scene) ? 0 : outstandingUnits(line) - outstandingUnits(shipped)
    claims.set(line.poolId, (claims.get(line.poolId) ?? 0) + claim)
    nameAt(book, line, -claim)
    if (units > 0 && shipped.shipped > line.units - line.released) alarmOverShipped(book, hold, line)
    return shipped
  })
  if (lines.some((line, n) => line !== hold.lines[n])) book.saveHold(reopened(withLines(hold, lines, scene.nowMs)))
  return claims
}

/** What is consumed of one part of a line, which may lie in several pools. */
function ofPart({ lines }: Hold, line: HoldLine, consumed: ReadonlyMap<number, number>): number {
  const parts = lines.filter((one) => one.line === line.line && one.skuId === line.skuId)
  return shippedByPart(parts, consumed.get(line.line) ?? 0)[parts.indexOf(line)] ?? 0
}

/** Counts that got these units back as ordered had not seen that they had left. */
function restateOrdered(
  book: Book,
  { hold, line, before, after }: Omit<Change, 'skuId'> & { readonly line: HoldLine },
  scene: Scene,
): void {
  for (const { locationId, line: number, skuId, acknowledgedAtMs } of book.acknowledgementsOf(hold.id)) {
    const location = scene.names.locationById(locationId)
    if (!location || number !== line.line || skuId !== line.skuId || acknowledgedAtMs === null) continue
    const unitsAt = (atMs: number) =>
      atMs < acknowledgedAtMs
        ? 0
        : orderedAt(hold, { line, figures: after }, atMs) - orderedAt(hold, { line, figures: before }, atMs)
    restateCounts(book, { location, skuId, unitsAt }, scene)
  }
}

function claimsNothing(hold: Hold, { nowMs }: Scene): boolean {
  return hold.state === 'released' || hasExpired(hold, nowMs)
}

/** A corrected figure can leave a closed hold with units to ship. */
function reopened(hold: Hold): Hold {
  if (hold.state !== 'shipped' || hold.lines.every((line) => outstandingUnits(line) === 0)) return hold
  return { ...hold, state: 'committed', closedAtMs: null }
}

function alarmOverShipped(book: Book, hold: Hold, line: HoldLine): void {
  book.alarms.push({
    kind: 'over_shipped',
    severity: 'warning',
    subject: `hold:${hold.id}`,
    message: `more of line ${line.line} of hold ${hold.id} was shipped than it asked for`,
    facts: { holdId: hold.id, line: line.line, units: line.units },
  })
}
