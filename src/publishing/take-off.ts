import type { CommandPart } from '../domain/publishing/command.ts'
import { drainUnits } from '../domain/publishing/spread-units.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName } from '../stock/engine/names.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { backToPool } from './intend-moves.ts'
import { unsoundSets } from '../stock/unsound-sets.ts'
import { postQuota } from './post-quota.ts'

/**
 * Lowers a listing's quota by what is proved: first where more is promised than is there, then from the pools its command named as far
 * as they still have it, then from the last pool on. A total below zero falls on the first pool.
 */
export function takeOff(
  book: Book,
  { listing, units, parts }: { readonly listing: ListingName; readonly units: number; readonly parts: readonly CommandPart[] },
  why: { readonly reason: string; readonly document: string },
  scene: Pick<Scene, 'nowMs' | 'actor'>,
): void {
  let left = units
  const off = (some: readonly CommandPart[]): void => {
    postQuota(book, { listing, parts: some, by: backToPool, grows: false }, why, scene)
    left -= some.reduce((sum, part) => sum + part.units, 0)
  }
  const owing = listing.pools.map((place) => ({ place, units: unsoundSets(book, listing, place) }))
  off(drainUnits(left, owing).map(({ place: poolId, units: some }) => ({ poolId, units: some })))
  const named = parts.map(({ poolId, units: most }) => ({
    place: poolId,
    units: Math.min(most, book.quota(listing.id, poolId)),
  }))
  off(drainUnits(left, named).map(({ place: poolId, units: some }) => ({ poolId, units: some })))
  const last = listing.pools.toReversed().map((place) => ({ place, units: book.quota(listing.id, place) }))
  off(drainUnits(left, last).map(({ place: poolId, units: some }) => ({ poolId, units: some })))
  const [first] = listing.pools
  if (left > 0 && first !== undefined) off([{ poolId: first, units: left }])
}
