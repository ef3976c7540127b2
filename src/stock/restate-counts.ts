import { orderRef, type Hold } from '../domain/hold.ts'
import type { HoldId, SkuId } from '../domain/ids.ts'
import { stockKey } from '../domain/ids.ts'
import { amendCount } from './book-count.ts'
import type { Book } from './engine/book.ts'
import type { Acknowledgement } from './engine/journal.ts'
import type { LocationName, Names } from './engine/names.ts'
import type { Scene, Touches } from './engine/operation.ts'
import { touchesHold } from './find-hold.ts'
import { touchesGoods } from './move-goods.ts'

/** By how much the ordered units that a count at this place left out are other than was known, by the count's instant. */
export interface OrderedChange {
  readonly location: LocationName
  readonly skuId: SkuId
  unitsAt(countedAtMs: number): number
}

/**
 * Counts that leave out ordered units got those back that were known to be ordered. What is told of an order later
 * changes that, so that it does not matter whether the count or the document comes first.
 */
export function restateCounts(book: Book, change: OrderedChange, scene: Scene): void {
  const { location, skuId } = change
  if (location.figuresIncludeUnshipped) return
  book.orderedChanges.push({ locationId: location.id, skuId, unitsAt: (atMs) => change.unitsAt(atMs) })
  const marks = book.marks.get(stockKey(location.id, skuId, 'sellable')) ?? []
  for (const mark of marks) {
    const units = change.unitsAt(mark.countedAtMs)
    if (units === 0) continue
    amendCount(book, { location, skuId, condition: 'sellable', document: mark.document, mark, units }, scene)
    const count = book.counts.get(mark.id)
    if (count) book.counts.set(mark.id, { ...count, addedBack: count.addedBack + units })
  }
}

export function acknowledgementKey({ holdId, line, skuId, locationId }: Omit<Acknowledgement, 'acknowledgedAtMs'>): string {
  return JSON.stringify([holdId, line, skuId, locationId])
}

/** The rows whose counts may have to be restated when something is told of this hold. */
export function touchesAcknowledged(holdId: HoldId, names: Names): Touches {
  const places = (names.acknowledgements(holdId) ?? []).map(({ locationId, skuId, acknowledgedAtMs }) =>
    touchesGoods(names.locationById(locationId), { skuId, condition: 'sellable', sinceMs: acknowledgedAtMs }),
  )
  return { balances: places.flatMap(({ balances }) => balances), stocks: places.flatMap(({ stocks }) => stocks) }
}

/** The rows that telling since when a location knows a hold may change. */
export function touchesAcknowledgement(
  hold: Hold,
  { location, sinceMs }: { readonly location: LocationName | undefined; readonly sinceMs: number },
  names: Names,
): Touches {
  const held = touchesHold({ holdId: hold.id }, names)
  const before = touchesAcknowledged(hold.id, names)
  const here = hold.lines.map(({ skuId }) => touchesGoods(location, { skuId, condition: 'sellable', sinceMs }))
  return {
    balances: [...held.balances, ...before.balances, ...here.flatMap(({ balances }) => balances)],
    stocks: [...(held.stocks ?? []), ...(before.stocks ?? []), ...here.flatMap(({ stocks }) => stocks)],
    figures: [orderRef(hold)],
    creates: true,
  }
}
