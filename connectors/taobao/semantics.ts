import type { Listing } from '../../src/channels/listing.ts'
import type { StockSemantics } from '../../src/channels/semantics.ts'
import type { PlainCall } from './stock-calls.ts'

/** What a probe proves of a key's memory when it did not wait longer. */
const shortKeyMemoryMs = 60_000

/**
 * tmall.item.quantity.update is used only where a probe showed that a repeated `outer_biz_key` is applied once; else one of
 * the calls without a key: for one row, refused below zero, or for several, clamped; both answer with the number.
 * Sources: API pages 10591, 21169, 26178.
 */
export function semanticsOf(listing: Listing, plain: PlainCall): StockSemantics {
  const { facts } = listing
  const keyed = facts.repeatedKey === 'applied once'
  const clamps = plain === 'batched' && listing.ref.skuId !== null
  const call = listing.combined ? 'none' : keyed ? 'keyed delta' : 'delta'
  return {
    call,
    belowZero: keyed ? keyedBelowZero(listing) : clamps ? 'clamped' : 'refused',
    keyMemoryMs: keyed ? (facts.keyMemoryMs ?? shortKeyMemoryMs) : null,
    answersWithNumber: !keyed,
    canStop: call !== 'none',
    takesAt: listing.takesAt,
    cancelRestores: facts.cancelRestores ?? 'unknown',
    numberShown: facts.numberShown ?? 'net',
    hidden: { orders: 'none', counter: 'none', counterCountsAll: false },
  }
}

function keyedBelowZero({ facts }: Listing): StockSemantics['belowZero'] {
  return facts.belowZero === 'refused' || facts.belowZero === 'clamped' ? facts.belowZero : 'unproven'
}
