import type { PoolId } from '../domain/ids.ts'
import { freeSets } from '../domain/move-claims.ts'
import { drainUnits, spreadUnits, type UnitsAt } from '../domain/publishing/spread-units.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName } from '../stock/engine/names.ts'

/** By how many sets the holds of an order line have changed, pool by pool. */
type Held = readonly UnitsAt<PoolId>[]

/**
 * Which pools' quotas a change of a listing's quota falls on: those where the hold grew or shrank, so that a unit stays in
 * its pool. What has no hold beside it comes from the first pool that has it all, else from each in turn; what may be sold again of goods that
 * have left, from one that has it free.
 */
export function splitQuota(
  book: Book,
  {
    listing,
    units,
    before,
    after,
  }: { readonly listing: ListingName; readonly units: number; readonly before: Held; readonly after: Held },
): readonly UnitsAt<PoolId>[] {
  const sign = Math.sign(units)
  const wanted = Math.abs(units)
  const beside = drainUnits(
    wanted,
    listing.pools.map((place) => ({ place, units: -sign * (at(after, place) - at(before, place)) })),
  )
  const rest = wanted - beside.reduce((sum, { units: some }) => sum + some, 0)
  const places = listing.pools.map((place) => ({
    place,
    units: sign < 0 ? book.quota(listing.id, place) - at(beside, place) : at(before, place),
  }))
  const free = sign > 0 && rest > 0 ? freePlaces(book, listing, { before, most: rest }) : []
  const isThere = free.reduce((sum, { units: some }) => sum + some, 0) >= rest
  return [...beside, ...spreadUnits(rest, sign > 0 && isThere ? free : places)].map(({ place, units: some }) => ({
    place,
    units: sign * some,
  }))
}

/** Sets that are free in its pools; where the order was held comes first. */
function freePlaces(
  book: Book,
  listing: ListingName,
  { before, most }: { readonly before: Held; readonly most: number },
): readonly UnitsAt<PoolId>[] {
  const places = listing.pools.map((place) => {
    const parts = listing.widest.map(({ skuId, units }) => ({ balance: book.balance(place, skuId), perSet: units }))
    return { place, units: Math.max(0, freeSets(parts, most)) }
  })
  return places.toSorted((a, b) => at(before, b.place) - at(before, a.place))
}

function at(held: Held, place: PoolId): number {
  return held.reduce((sum, one) => (one.place === place ? sum + one.units : sum), 0)
}
