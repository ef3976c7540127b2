import type { PoolId } from '../domain/ids.ts'
import type { Book } from './engine/book.ts'
import type { ListingName } from './engine/names.ts'

/** How many sets of a listing's quota in a pool may be of units that are not there: the pool has promised more than it has. */
export function unsoundSets(book: Book, { id, widest }: ListingName, poolId: PoolId): number {
  const missing = widest.map(({ skuId, units }) => Math.ceil(book.balance(poolId, skuId).deficit / units))
  return Math.max(0, Math.min(book.quota(id, poolId), Math.max(0, ...missing)))
}
