import { orderKey, type KnownLine, type KnownOrder, type ToldOrder } from '../domain/channel-order.ts'
import type { Hold, HoldLine } from '../domain/hold.ts'
import type { PoolId } from '../domain/ids.ts'
import { leftBefore, leftUnits } from '../domain/line-claim.ts'
import { mergeOrder } from '../domain/merge-order.ts'
import { changedFacts } from '../domain/order-change.ts'
import { shippedByPart } from '../domain/shipments.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { holdOfOrder, holdWith, newOrderHold } from '../stock/order-hold.ts'
import { recordShipped } from '../stock/record-shipped.ts'
import { bookLine, type OrderChange } from './book-line.ts'
import { soldBy } from './map-line.ts'

export interface OrderAt {
  readonly channelId: string
  readonly channelCode: string
  readonly reference: string
  readonly poolId: PoolId
  /** What had left before this instant of the platform's clock is not of the stock we know. */
  readonly sinceMs: number
}

/** Books one telling of an order (R7). Returns whether it changed anything. */
export function bookOrder(book: Book, { told, at, scene }: { told: ToldOrder; at: OrderAt; scene: Scene }): boolean {
  const key = orderKey({ channelId: at.channelId, orderId: told.orderId })
  const known = book.orders.get(key)
  const order = mergeOrder(known, told, at.channelId)
  const before = new Map(known?.lines.map((line) => [line.lineId, line]))
  if (known && JSON.stringify(known) === JSON.stringify(order) && !canMapMore(order.lines, { order, scene })) return false

  const change: OrderChange = { known, order, reference: at.reference, poolId: at.poolId, sinceMs: at.sinceMs }
  const hold = holdOfOrder(book, at.reference)
  const lines: KnownLine[] = []
  const parts: HoldLine[] = []
  for (const line of order.lines) {
    const own = hold?.lines.filter((part) => part.line === line.line) ?? []
    const picking = hold !== undefined && isPicking(book, hold, line)
    const booked = bookLine(book, { change, before: before.get(line.lineId), line, parts: own, isPicking: picking, scene })
    lines.push(booked.line)
    parts.push(...booked.parts)
  }
  if (hold || parts.length > 0) book.saveHold(holdWith(hold ?? newOrderHold(at, scene), parts, scene.nowMs))
  const booked = { ...order, lines, revision: (known?.revision ?? 0) + 1 }
  book.orders.set(key, booked)
  writeDown(book, { known, booked, told, toldBy: scene.actor })
  for (const line of lines) tellShipped(book, { line, order, at, scene })
  return true
}

/** What a telling changed is kept with the order, once, in the transaction that changes it. */
function writeDown(
  book: Book,
  at: { readonly known: KnownOrder | undefined; readonly booked: KnownOrder; readonly told: ToldOrder; readonly toldBy: string },
): void {
  const { known, booked, told, toldBy } = at
  const { channelId, orderId, revision } = booked
  const facts = changedFacts(known, booked)
  const oversold = new Set(known?.lines.flatMap((line) => (line.oversold ? [line.lineId] : [])))
  const more = booked.lines.filter((line) => line.oversold && !oversold.has(line.lineId))
  if (more.length > 0) alarmOversold(book, booked, more)
  if (facts.length > 0) book.orderChanges.push({ channelId, orderId, revision, happenedAtMs: told.modifiedAtMs, toldBy, facts })
}

function canMapMore(lines: readonly KnownLine[], { order, scene }: { order: OrderChange['order']; scene: Scene }): boolean {
  return lines.some((line) => line.recipeVersionId === null && soldBy(order, { before: line, line }, scene.names) !== null)
}

/** A location's system has taken the line on: its goods may be on their way through the warehouse. */
function isPicking(book: Book, { id }: Hold, { line }: KnownLine): boolean {
  return book.acknowledgementsOf(id).some((row) => row.line === line && row.acknowledgedAtMs !== null)
}

interface Told {
  readonly line: KnownLine
  readonly order: OrderChange['order']
  readonly at: OrderAt
  readonly scene: Scene
}

/**
 * What the platform says has left is one more telling beside our own shipments and the warehouse's: the largest counts. Where several
 * pools hold the line, each part has left where it was held.
 */
function tellShipped(book: Book, { line, order, at, scene }: Told): void {
  const left = leftUnits(line)
  const version = line.recipeVersionId === null ? undefined : scene.names.version(line.recipeVersionId)
  if (left === 0 || !version || !order.leaf || leftBefore(order, at.sinceMs)) return
  const happenedAtMs = Math.min(order.shippedAtMs ?? order.modifiedAtMs, scene.nowMs)
  const found = holdOfOrder(book, at.reference)
  for (const { skuId, units } of version.components) {
    const parts = found?.lines.filter((one) => one.line === line.line && one.skuId === skuId) ?? []
    const places = parts.flatMap((part) => placeOf(part, scene) ?? [])
    if (places.length < parts.length) {
      alarmUnplaced(book, at.reference)
      continue
    }
    // A figure is of the whole line: that of a part has those before it.
    let soFar = 0
    for (const [n, some] of shippedByPart(parts, left * units).entries()) {
      const location = places[n]
      if (some === 0 || !location) continue
      soFar += some
      const figure = { line: line.line, units: soFar, locationId: location.id, happenedAtMs }
      recordShipped(
        book,
        { orderRef: at.reference, skuId, toldBy: tellerOf(at, { line: line.line, part: n + 1 }), figure },
        scene,
      )
    }
  }
}

/** A teller says one thing of a SKU: another line, or part of a line, is told under another name. */
function tellerOf({ channelCode }: OrderAt, { line, part }: { readonly line: number; readonly part: number }): string {
  return line === 1 && part === 1 ? `channel:${channelCode}` : `channel:${channelCode}/${line}.${part}`
}

/** The platform says it itself: the order is real, and its units may not be there. */
function alarmOversold(book: Book, { orderId }: KnownOrder, lines: readonly KnownLine[]): void {
  book.alarms.push({
    kind: 'oversold_by_platform',
    severity: 'warning',
    subject: `order:${orderId}`,
    message: `the platform says that it sold more than it had with order ${orderId}: see whether its units are there`,
    facts: { order: orderId, lines: lines.length },
  })
}

/** Without a place to book it at the units stay held: nothing is for sale that is not there. */
function alarmUnplaced(book: Book, reference: string): void {
  book.alarms.push({
    kind: 'unplaced_shipment',
    severity: 'warning',
    subject: `order:${reference}`,
    message: `order ${reference} has left, and its pool has no default location to book that at: set one, or send the shipment document`,
    facts: { order: reference },
  })
}

function placeOf({ locationId, poolId }: HoldLine, { names }: Scene) {
  return locationId === null ? names.locationOfPool(poolId) : names.locationById(locationId)
}
