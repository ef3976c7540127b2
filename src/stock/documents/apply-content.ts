import { bookCount, voidCount, type Count } from '../book-count.ts'
import { bookTransit } from '../book-transit.ts'
import type { Book } from '../engine/book.ts'
import type { Scene } from '../engine/operation.ts'
import { moveGoods } from '../move-goods.ts'
import { recordShipped } from '../record-shipped.ts'
import { tellAcknowledged } from '../tell-acknowledged.ts'
import { goodsOf, type GoodsEffect } from './goods-of.ts'
import type { Placed } from './place.ts'

/** Books what a line says, less what it said before. */
export function applyContent(book: Book, { before, after }: { before: Placed | undefined; after: Placed }, scene: Scene): void {
  if (before === undefined) return apply(book, after, scene)
  if (before.content.kind === 'shipment' && sameShipment(before, after)) return apply(book, after, scene)
  if (sameMovement(before, after)) return moveAll(book, { placed: after, goods: netGoods(before, after), sign: 1 }, scene)
  takeBack(book, before, scene)
  apply(book, after, scene)
}

function apply(book: Book, placed: Placed, scene: Scene): void {
  moveAll(book, { placed, goods: goodsOf(placed.content), sign: 1 }, scene)
  if (placed.content.kind === 'count' && placed.sku) bookCount(book, countOf(placed, placed.sku.id), scene)
  if (placed.content.kind === 'shipment') tellShipped(book, placed, { isTold: true, scene })
  if (placed.content.kind === 'acknowledgement') acknowledge(book, placed, { isTold: true, scene })
}

function takeBack(book: Book, placed: Placed, scene: Scene): void {
  moveAll(book, { placed, goods: goodsOf(placed.content), sign: -1 }, scene)
  if (placed.content.kind === 'count' && placed.sku) voidCount(book, countOf(placed, placed.sku.id), scene)
  if (placed.content.kind === 'shipment') tellShipped(book, placed, { isTold: false, scene })
  if (placed.content.kind === 'acknowledgement') acknowledge(book, placed, { isTold: false, scene })
}

function sameMovement(before: Placed, after: Placed): boolean {
  const [a, b] = [before.content, after.content]
  return (
    goodsOf(a).length > 0 &&
    a.kind === b.kind &&
    before.location.id === after.location.id &&
    before.sku?.id === after.sku?.id &&
    a.happenedAtMs === b.happenedAtMs &&
    a.transfer === b.transfer
  )
}

function sameShipment(before: Placed, after: Placed): boolean {
  return after.content.kind === 'shipment' && before.orderRef === after.orderRef && before.sku?.id === after.sku?.id
}

function netGoods(before: Placed, after: Placed): readonly GoodsEffect[] {
  const all = [
    ...goodsOf(after.content),
    ...goodsOf(before.content).map(({ condition, units }) => ({ condition, units: -units })),
  ]
  return [...Map.groupBy(all, ({ condition }) => condition)].map(([condition, effects]) => ({
    condition,
    units: effects.reduce((sum, { units }) => sum + units, 0),
  }))
}

function moveAll(
  book: Book,
  { placed, goods, sign }: { placed: Placed; goods: readonly GoodsEffect[]; sign: 1 | -1 },
  { actor, nowMs }: Scene,
): void {
  const { content, location, otherLocation, sku, name } = placed
  if (!sku) return
  for (const { condition, units: moved } of goods) {
    const units = sign * moved
    if (units === 0) continue
    const why = { reason: content.reason ?? content.kind, document: name, actor, happenedAtMs: content.happenedAtMs, nowMs }
    moveGoods(book, { location, skuId: sku.id, condition, units, ...why })
    if (content.transfer === null) continue
    const transit = { reference: content.transfer, skuId: sku.id, condition }
    const otherId = otherLocation?.id ?? null
    if (content.kind === 'dispatch') bookTransit(book, { ...transit, from: location.id, to: otherId, dispatched: -units })
    if (content.kind === 'arrival') bookTransit(book, { ...transit, from: otherId, to: location.id, received: units })
  }
}

function countOf({ location, content, name }: Placed, skuId: Count['skuId']): Count {
  const { condition, units: countedUnits, happenedAtMs: countedAtMs } = content
  return { location, skuId, condition, countedUnits, countedAtMs, document: name }
}

function tellShipped(book: Book, placed: Placed, { isTold, scene }: { isTold: boolean; scene: Scene }): void {
  const { content, location, sku, name: toldBy, orderRef } = placed
  if (!sku || orderRef === null) return
  const { orderLine: line, units, happenedAtMs } = content
  const figure = isTold ? { line, units, locationId: location.id, happenedAtMs } : null
  recordShipped(book, { orderRef, skuId: sku.id, toldBy, figure }, scene)
}

function acknowledge(book: Book, placed: Placed, { isTold, scene }: { isTold: boolean; scene: Scene }): void {
  const hold = placed.hold && book.holds.get(placed.hold.id)
  const acknowledgedAtMs = isTold ? placed.content.happenedAtMs : null
  if (hold) tellAcknowledged(book, { hold, location: placed.location, acknowledgedAtMs }, scene)
}
