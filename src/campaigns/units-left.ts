import { leftUnits } from '../domain/campaign/lock-stand.ts'
import type { LockedLine } from '../domain/campaign/locked-line.ts'
import type { PoolId } from '../domain/ids.ts'
import type { Book } from '../stock/engine/book.ts'
import { standOf } from '../stock/locks/stands.ts'

/** Sets of a line that may still be sold, in all pools together. */
export function leftOf(book: Book, line: LockedLine, poolIds: readonly PoolId[]): number {
  return poolIds.reduce((sum, poolId) => {
    const stand = standOf(book, { line, poolId, listingId: null })
    return sum + (stand ? leftUnits(stand) : 0)
  }, 0)
}
