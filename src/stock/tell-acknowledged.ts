import type { Hold } from '../domain/hold.ts'
import { orderRef } from '../domain/hold.ts'
import { orderedAt } from '../domain/ordered-units.ts'
import type { Book } from './engine/book.ts'
import type { LocationName } from './engine/names.ts'
import type { Scene } from './engine/operation.ts'
import { figureKey } from './figure-key.ts'
import { acknowledgementKey, restateCounts } from './restate-counts.ts'

/** Books since when the system of a location knows an order (null: it does not, after all). */
export function tellAcknowledged(
  book: Book,
  { hold, location, acknowledgedAtMs }: { hold: Hold; location: LocationName; acknowledgedAtMs: number | null },
  scene: Scene,
): void {
  for (const line of hold.lines) {
    const row = { holdId: hold.id, line: line.line, skuId: line.skuId, locationId: location.id, acknowledgedAtMs }
    const before = book.acknowledgements.get(acknowledgementKey(row))?.acknowledgedAtMs ?? null
    book.acknowledgements.set(acknowledgementKey(row), row)
    const figures = book.figures.get(figureKey({ orderRef: orderRef(hold), skuId: line.skuId })) ?? new Map()
    const unitsAt = (atMs: number) =>
      (isKnown(acknowledgedAtMs, atMs) - isKnown(before, atMs)) * orderedAt(hold, { line, figures }, atMs)
    restateCounts(book, { location, skuId: line.skuId, unitsAt }, scene)
  }
}

function isKnown(sinceMs: number | null, atMs: number): 0 | 1 {
  return sinceMs !== null && sinceMs <= atMs ? 1 : 0
}
