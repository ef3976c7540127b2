import type { HoldLine } from '../domain/hold.ts'
import { consumedByLine, NO_LINE, shippedByPart, withLine } from '../domain/shipments.ts'
import type { Book } from './engine/book.ts'
import { figureKey } from './figure-key.ts'

/**
 * Goods of an order that have left before its hold names them are off the stock already: they are not held again. What
 * was told without a line belongs to the first one that has the SKU.
 */
export function lessShipped(book: Book, lines: readonly HoldLine[], orderRef: string | null): readonly HoldLine[] {
  if (orderRef === null) return lines
  return lines.map((line) => {
    const key = figureKey({ orderRef, skuId: line.skuId })
    const figures = book.figures.get(key)
    if (!figures) return line
    const adopted = withLine(figures, line.line)
    if ([...figures.values()].some((figure) => figure.line === NO_LINE)) book.figures.set(key, adopted)
    const parts = lines.filter((one) => one.line === line.line && one.skuId === line.skuId)
    const shipped = shippedByPart(parts, consumedByLine(adopted).get(line.line) ?? 0)
    return { ...line, shipped: shipped[parts.indexOf(line)] ?? 0 }
  })
}
