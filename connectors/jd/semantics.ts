import type { Listing } from '../../src/channels/listing.ts'
import type { StockSemantics } from '../../src/channels/semantics.ts'

/** What a probe proves of a key's memory when it did not wait longer. */
const shortKeyMemoryMs = 60_000

/**
 * Increments are right whether the number shown is gross or net, so nothing else is used; they are keyed only where a probe
 * showed that a repeated business number is applied once. No answer gives a number, so until a probe says what happens below
 * zero, a lowering frees nothing by itself. Unpaid orders are booked and in no list of orders: `reserved` shows them.
 */
export function semanticsOf({ facts, takesAt }: Listing): StockSemantics {
  const keyed = facts.repeatedKey === 'applied once'
  const below = facts.belowZero
  return {
    call: keyed ? 'keyed delta' : 'delta',
    belowZero: below === 'refused' || below === 'clamped' ? below : 'unproven',
    keyMemoryMs: keyed ? (facts.keyMemoryMs ?? shortKeyMemoryMs) : null,
    answersWithNumber: false,
    canStop: true,
    takesAt,
    cancelRestores: facts.cancelRestores ?? 'unknown',
    numberShown: facts.numberShown ?? 'unknown',
    hidden: { orders: 'unpaid', counter: 'reserved', counterCountsAll: facts.reservedCountsAll ?? false },
  }
}
