import type { Listing } from '../../src/channels/listing.ts'
import type { StockSemantics } from '../../src/channels/semantics.ts'

/**
 * Increments without a key, refused below zero; the answer has no number. A set is sent only as "stop", since whether it writes
 * what is for sale or that and the reserve is not documented. Orders whose group is not full hold units before any list
 * shows them; `reserve_quantity` may count them. Source: page of pdd.goods.quantity.update.
 */
export function semanticsOf({ ref, combined, takesAt, facts }: Listing): StockSemantics {
  const writable = ref.skuId !== null && !combined
  return {
    call: writable ? 'delta' : 'none',
    belowZero: facts.belowZero === undefined ? 'refused' : facts.belowZero === 'goes below' ? 'unproven' : facts.belowZero,
    keyMemoryMs: null,
    answersWithNumber: false,
    canStop: writable,
    takesAt,
    cancelRestores: facts.cancelRestores ?? 'unknown',
    numberShown: facts.numberShown ?? 'unknown',
    hidden: { orders: 'ungrouped', counter: 'reserved', counterCountsAll: facts.reservedCountsAll === true },
  }
}
