import type { StockSemantics } from '../channels/semantics.ts'
import type { StockReading } from '../channels/stock.ts'

/** A number that was shown to include every ordered, unshipped unit is brought to what is for sale; else it is taken as it is. */
export function forSale(
  { numberShown, hidden }: Pick<StockSemantics, 'numberShown' | 'hidden'>,
  { shownUnits, reservedUnits, sellableAtMost }: Pick<StockReading, 'shownUnits' | 'reservedUnits' | 'sellableAtMost'>,
): number {
  const isGross = numberShown === 'gross' && hidden.counterCountsAll
  return isGross && reservedUnits !== null ? Math.min(sellableAtMost, Math.max(0, shownUnits - reservedUnits)) : sellableAtMost
}
