import type { KnownLine, KnownOrder } from '../domain/channel-order.ts'
import type { ListingName, Names, VersionName } from '../stock/engine/names.ts'

/** What a line sells, as far as anyone can say: null until its listing is mapped. */
export interface Sold {
  readonly listing: ListingName
  readonly version: VersionName
}

/** A line of an order; `before` is what was booked for it, also where the platform has changed it to another listing since. */
export interface LineChange {
  readonly before: KnownLine | undefined
  readonly line: KnownLine
}

/**
 * What a line sells: what it was booked as, until it names another listing; else the recipe version of the order's time, so
 * that neither a new version nor a new mapping changes what was sold.
 */
export function soldBy(
  order: Pick<KnownOrder, 'channelId' | 'createdAtMs'>,
  { before, line }: LineChange,
  names: Names,
): Sold | null {
  if (before && before.listing === line.listing) {
    const booked = bookedAs(before, names)
    if (booked) return booked
  }
  const listing = names.listing(order.channelId, line.listing)
  const recipeId = listing?.recipeId ?? null
  const version = recipeId === null ? undefined : names.versionAt(recipeId, order.createdAtMs)
  return listing && version ? { listing, version } : null
}

export function bookedAs({ listingId, recipeVersionId }: KnownLine, names: Names): Sold | null {
  if (listingId === null || recipeVersionId === null) return null
  const [listing, version] = [names.listingById(listingId), names.version(recipeVersionId)]
  return listing && version ? { listing, version } : null
}
