import { assert } from '../domain/assert.ts'
import type { Balance, Posting } from '../domain/balance.ts'
import type { CommandPart } from '../domain/publishing/command.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName } from '../stock/engine/names.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { refillAt, settleLocks } from '../stock/locks/settle-locks.ts'

interface QuotaMove {
  readonly listing: ListingName
  /** Sets by pool. */
  readonly parts: readonly CommandPart[]
  /** Where the units of one component come from or go to; positive figures. */
  readonly by: (balance: Balance, units: number) => readonly Posting[] | 'short'
  /** Whether the quota grows. */
  readonly grows?: boolean
}

/** Moves units between a listing's quota and the pools behind it. I8: each line of the ledger names its cause. */
export function postQuota(
  book: Book,
  { listing, parts, by, grows = true }: QuotaMove,
  why: { readonly reason: string; readonly document: string },
  { nowMs, actor }: Pick<Scene, 'nowMs' | 'actor'>,
): void {
  for (const { poolId, units } of parts) {
    if (units === 0) continue
    book.changeQuota(listing.id, poolId, grows ? units : -units)
    for (const { skuId, units: perSet } of listing.widest) {
      const postings = by(book.balance(poolId, skuId), units * perSet)
      assert(postings !== 'short', 'R1: a raise takes no more than is free')
      if (postings.length > 0) book.post({ poolId, skuId }, postings, { ...why, happenedAtMs: nowMs, actor })
    }
  }
  settleLocks(book, listing, { nowMs, actor })
  if (!grows)
    refillAt(
      book,
      { pools: parts.map(({ poolId }) => poolId), skuIds: listing.widest.map(({ skuId }) => skuId) },
      { nowMs, actor },
    )
}
