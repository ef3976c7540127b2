import type { KnownOrder } from '../domain/channel-order.ts'
import { outstandingUnits, withLines, type Hold, type HoldLine } from '../domain/hold.ts'
import type { OrderShipment, ShippedLine } from '../domain/order-shipment.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { locationFor, ours, OURS } from '../stock/commands/ship-hold.ts'
import { figureKey } from '../stock/figure-key.ts'
import { liveInstant } from '../stock/move-goods.ts'
import { recordShipped } from '../stock/record-shipped.ts'
import type { Refused } from '../stock/refusal.ts'
import { giveBackParts } from '../stock/take-units.ts'

export interface Consumed {
  readonly id: string
  /** The reference of the order's hold. */
  readonly reference: string
  readonly order: KnownOrder
  readonly lines: readonly ShippedLine[]
  /** The code of where the goods left; null: where they were held. */
  readonly location: string | null
  /** When they left; null: now. */
  readonly at: number | null
}

/**
 * Books that the goods inside have left: one more telling of each line, cumulative over our own shipments (R7). A line nobody has
 * mapped yet consumes nothing until it is. Returns the units taken off the stock.
 */
export function consumeShipment(book: Book, told: Consumed, scene: Scene): number | Refused {
  const hold = holdOf(book, told.reference)
  let units = 0
  for (const { part, more, before } of partsOf(hold, told.order, told.lines)) {
    const location = locationFor(part, told.location, scene.names)
    if ('kind' in location) return location
    const place = { location, skuId: part.skuId, condition: 'sellable' as const, nowMs: scene.nowMs }
    const happenedAtMs = told.at === null ? liveInstant(book, place) : Math.min(told.at, scene.nowMs)
    const known = hold?.lines.find((line) => line.line === part.line && line.skuId === part.skuId) ?? part
    const inAll = Math.max(before, hold ? ours(book, hold, known) : 0) + more
    const figure = { line: part.line, units: inAll, locationId: location.id, happenedAtMs }
    units += recordShipped(book, { ...ofSku(told.reference, part), toldBy: tellerOf(told.id, part), figure }, scene)
  }
  return units
}

/** The goods inside did not leave after all: what we told of them is taken back, and of what we told later the same units. */
export function takeBackShipment(
  book: Book,
  { reference, order, shipment }: { readonly reference: string; readonly order: KnownOrder; readonly shipment: OrderShipment },
  scene: Scene,
): void {
  for (const { part, more } of partsOf(holdOf(book, reference), order, shipment.lines)) {
    const toldBy = tellerOf(shipment.id, part)
    const figures = book.figures.get(figureKey(ofSku(reference, part))) ?? new Map()
    const mine = figures.get(toldBy)
    if (!mine) continue
    for (const [other, figure] of figures) {
      const isLater = other !== toldBy && other.startsWith(OURS) && figure.line === part.line && figure.units > mine.units
      if (!isLater) continue
      recordShipped(book, { ...ofSku(reference, part), toldBy: other, figure: { ...figure, units: figure.units - more } }, scene)
    }
    recordShipped(book, { ...ofSku(reference, part), toldBy, figure: null }, scene)
  }
  releaseCalledOff(book, { reference, order }, scene)
}

/** Whether somebody else, a warehouse's document say, tells that goods inside have left. */
export function leftByOthers(
  book: Book,
  { reference, order, shipment }: { readonly reference: string; readonly order: KnownOrder; readonly shipment: OrderShipment },
): boolean {
  return partsOf(holdOf(book, reference), order, shipment.lines).some(({ part, before }) => {
    const figures = [...(book.figures.get(figureKey(ofSku(reference, part))) ?? [])]
    return figures.some(([toldBy, { line, units }]) => !toldBy.startsWith(OURS) && line === part.line && units > before)
  })
}

/** Units of lines that were called off while their parcel was under way: what came back is not held for them again. */
function releaseCalledOff(
  book: Book,
  { reference, order }: { readonly reference: string; readonly order: KnownOrder },
  scene: Scene,
): void {
  const hold = holdOf(book, reference)
  if (!hold) return
  const off = new Set(order.lines.filter(({ state, present }) => state === 'cancelled' || !present).map(({ line }) => line))
  const parts = hold.lines
    .filter((line) => off.has(line.line))
    .map((line) => ({ line, units: outstandingUnits(line) }))
    .filter(({ units }) => units > 0)
  if (parts.length === 0) return
  giveBackParts(book, parts, { holdId: hold.id, reason: 'release', scene })
  const released = new Map(parts.map(({ line, units }) => [line, units]))
  const lines = hold.lines.map((line) => ({ ...line, released: line.released + (released.get(line) ?? 0) }))
  book.saveHold(withLines(hold, lines, scene.nowMs))
}

function holdOf(book: Book, reference: string): Hold | undefined {
  const id = book.references.get(reference)
  return id === undefined ? undefined : book.holds.get(id)
}

interface PartLeft {
  readonly part: HoldLine
  readonly more: number
  /** Units of it that had left by then. */
  readonly before: number
}

/** The goods of these lines: each hold line of what they sell, and the units of it. */
function partsOf(hold: Hold | undefined, order: KnownOrder, lines: readonly ShippedLine[]): readonly PartLeft[] {
  return lines.flatMap(({ line, units, before }) => {
    const known = order.lines.find((one) => one.line === line)
    const parts = hold?.lines.filter((part) => part.line === line && part.recipeVersionId === known?.recipeVersionId) ?? []
    return parts.map((part) => {
      const perSet = part.sets === null ? 1 : part.units / part.sets
      return { part, more: units * perSet, before: before * perSet }
    })
  })
}

function ofSku(orderRef: string, { skuId }: HoldLine) {
  return { orderRef, skuId }
}

/** Each of our shipments is a telling of its own, line by line. */
function tellerOf(shipmentId: string, { line }: HoldLine): string {
  return `${OURS}${line}/${shipmentId}`
}
