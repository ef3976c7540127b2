import type { Hold, HoldLine } from '../domain/hold.ts'
import { hasExpired, outstandingUnits, withLines } from '../domain/hold.ts'
import { giveBack, takeByFact } from '../domain/flows.ts'
import type { Book, ShipmentFigures } from './engine/book.ts'
import type { LocationName } from './engine/names.ts'
import type { Scene } from './engine/operation.ts'
import { figureKey, type OrderLineName } from './figure-key.ts'
import { moveGoods, type PoolSide } from './move-goods.ts'
import { nameAt } from './take-units.ts'

/** What someone says was shipped so far of one order line: a cumulative figure, never a step. */
export interface ShippedFigure extends OrderLineName {
  /** `onepool` for our own shipments, else the document that says it. */
  readonly toldBy: string
  readonly units: number
  readonly location: LocationName
  readonly happenedAtMs: number | null
  readonly document: string
}

/** R7: consumed is the largest figure anyone told. Books what that adds to (or takes from) what was consumed before. */
export function recordShipped(book: Book, figure: ShippedFigure, scene: Scene): number {
  const before = book.figures.get(figureKey(figure)) ?? { consumed: 0, told: new Map() }
  const told = new Map(before.told).set(figure.toldBy, figure.units)
  const consumed = Math.max(0, ...told.values())
  book.figures.set(figureKey(figure), { consumed, told } satisfies ShipmentFigures)
  const units = consumed - before.consumed
  if (units !== 0) moveShipped(book, { figure, units, scene })
  return units
}

function moveShipped(book: Book, { figure, units, scene }: { figure: ShippedFigure; units: number; scene: Scene }): void {
  const { location, skuId, happenedAtMs, toldBy } = figure
  const hold = holdOf(book, figure.orderRef)
  const line = hold?.lines.find((part) => part.line === figure.line && part.skuId === skuId)
  const claim = hold && line ? claimChange(hold, { line, units, scene }) : 0
  const document = hold && line ? `hold:${hold.id}/${line.line}` : figure.document
  const move = {
    location,
    skuId,
    condition: 'sellable' as const,
    units: -units,
    document,
    reason: `${units > 0 ? 'ship' : 'ship_corrected'} ${toldBy}`,
    actor: scene.actor,
    happenedAtMs,
    nowMs: scene.nowMs,
  }
  if (!hold || !line) return moveGoods(book, move)

  const samePool = location.poolId === line.poolId
  moveGoods(book, move, samePool ? consumeFrom(book, { claim, units, move }) : undefined)
  if (!samePool && claim !== 0) moveClaim(book, { line, claim, move })
  nameAt(book, line, -claim)
  const lines = hold.lines.map((part) => (part === line ? { ...part, shipped: part.shipped + units } : part))
  book.saveHold(reopened(withLines(hold, lines, scene.nowMs)))
  if (line.shipped + units > line.units - line.released) alarmOverShipped(book, hold, line)
}

/** Units by which the hold's claim falls (or, for a correction, rises) when `units` more are shipped. */
function claimChange(hold: Hold, { line, units, scene }: { line: HoldLine; units: number; scene: Scene }): number {
  if (hold.state === 'released' || hasExpired(hold, scene.nowMs)) return 0
  return outstandingUnits(line) - outstandingUnits({ ...line, shipped: line.shipped + units })
}

interface Claimed {
  readonly claim: number
  readonly move: { readonly reason: string; readonly document: string; readonly actor: string; readonly nowMs: number }
}

/** The units leave from the hold as far as it claims them, the rest by the rule for facts; a correction brings them back. */
function consumeFrom(book: Book, { claim, units, move: { reason, document, actor } }: Claimed & { units: number }): PoolSide {
  return (at, happenedAtMs) => {
    const why = { reason, document, actor, happenedAtMs }
    const beyond = Math.abs(units - claim)
    if (claim > 0) book.post(at, [{ from: 'held', to: 'outside', units: claim }], why)
    if (claim < 0) book.post(at, [{ from: 'outside', to: 'held', units: -claim }], why)
    if (beyond === 0) return
    const balance = book.balance(at.poolId, at.skuId)
    book.post(at, units > 0 ? takeByFact(balance, beyond, 'outside') : giveBack(balance, beyond, 'outside'), why)
  }
}

/** Shipped from a location of another pool: there the goods are gone, here the claim ends. */
function moveClaim(book: Book, { line, claim, move: { reason, document, actor, nowMs } }: Claimed & { line: HoldLine }): void {
  const balance = book.balance(line.poolId, line.skuId)
  const postings = claim > 0 ? giveBack(balance, claim, 'held') : takeByFact(balance, -claim, 'held')
  book.post(line, postings, { reason, document, actor, happenedAtMs: nowMs })
}

/** A corrected figure can leave a closed hold with units to ship. */
function reopened(hold: Hold): Hold {
  if (hold.state !== 'shipped' || hold.lines.every((line) => outstandingUnits(line) === 0)) return hold
  return { ...hold, state: 'committed', closedAtMs: null }
}

function holdOf(book: Book, orderRef: string): Hold | undefined {
  const id = book.references.get(orderRef)
  return id === undefined ? undefined : book.holds.get(id)
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
