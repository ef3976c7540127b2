import type { HoldLine } from '../domain/hold.ts'
import type { Book } from './engine/book.ts'
import { figureKey } from './figure-key.ts'

/** Goods of an order that have left before its hold names them are off the stock already: they are not held again. */
export function lessShipped(book: Book, lines: readonly HoldLine[], orderRef: string | null): readonly HoldLine[] {
  if (orderRef === null) return lines
  return lines.map((line) => {
    const shipped = book.figures.get(figureKey({ orderRef, line: line.line, skuId: line.skuId }))?.consumed ?? 0
    return shipped === 0 ? line : { ...line, shipped }
  })
}
