import type { MarketListing } from '../shared/market/listing.ts'
import type { MethodCall } from './call.ts'

/** Units of orders that are taken off sale and not shipped. */
export function takenUnits({ takesAt, unpaidUnits, unshippedUnits }: MarketListing): number {
  return unshippedUnits + (takesAt === 'order' ? unpaidUnits : 0)
}

/** What `orderBookingNum` says; nobody documents whether it counts unpaid orders. */
export function bookedUnits({ state }: MethodCall, listing: MarketListing): number {
  return state.switches.get('bookingCounts') === 'every open order' ? takenUnits(listing) : listing.unshippedUnits
}

/** What `stockNum` says: all that is there, booked units included, or only what is for sale. */
export function shownUnits({ state }: MethodCall, listing: MarketListing): number {
  return listing.sellable + (state.switches.get('numberShown') === 'gross' ? takenUnits(listing) : 0)
}
