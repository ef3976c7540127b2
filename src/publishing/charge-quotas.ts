import { takeByFact } from '../domain/flows.ts'
import type { TakesAt } from '../channels/listing.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import { checkLineCount } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName } from '../stock/engine/names.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { newlyPublished } from '../stock/engine/published.ts'
import { touchesListings } from './intend-moves.ts'
import { postQuota } from './post-quota.ts'
import { chargeKept } from './publish-locks.ts'

export interface ChargeQuotas {
  readonly lease: Lease
  readonly listings: readonly ChargedListing[]
  /** The platform's clock now: no order that is booked is later. */
  readonly platformMs: number
}

export interface ChargedListing {
  readonly listingId: string
  readonly takesAt: TakesAt
  /** Unpaid orders of it may have been called off by then, which no list tells: their numbers have not been asked for since. */
  readonly mayBeOff: boolean
}

export interface QuotasCharged {
  readonly kind: 'charged'
  /** Units the platform has sold beyond what it was given, by listing. */
  readonly charged: readonly { readonly listingId: string; readonly units: number }[]
}

/**
 * R6: a quota below zero may be waiting for a cancellation that made the sale possible. Once every order and every way back up
 * to the order that took it there is booked, the platform has oversold: what is kept for
 * the campaigns of those orders pays, then the pool, safety stock and deficit after it.
 */
export const chargeQuotas: Operation<ChargeQuotas, QuotasCharged> = {
  name: 'charge_quotas',
  knowsRepeats: true,
  patient: true,
  check: ({ listings }) => checkLineCount(listings.length, 200, 'listings'),
  mentions: ({ lease, listings }) => ({ settling: listings.map(({ listingId }) => listingId), guards: [leaseGuard(lease)] }),
  touches: ({ listings }, names) =>
    touchesListings(
      listings.map(({ listingId }) => listingId),
      names,
    ),
  decide(book, args, scene) {
    const charged = args.listings.flatMap(({ listingId, ...known }) => {
      const listing = scene.names.listingById(listingId)
      const units = listing?.joined ? charge(book, { ...known, listing, platformMs: args.platformMs }, scene) : 0
      return units > 0 ? [{ listingId, units }] : []
    })
    return { kind: 'charged', charged }
  },
}

interface Charge extends Omit<ChargedListing, 'listingId'> {
  readonly listing: ListingName
  readonly platformMs: number
}

function charge(book: Book, { listing, takesAt, mayBeOff, platformMs }: Charge, scene: Scene): number {
  const { id: listingId, channelId } = listing
  const below = -book.quotaOf(listing)
  const published = book.published.get(listingId) ?? newlyPublished(listingId, channelId)
  const { negativeUnits, negativeAtMs } = published
  if (below <= 0) {
    if (negativeAtMs !== null) book.published.set(listingId, { ...published, negativeUnits: null, negativeAtMs: null })
    return 0
  }
  const soldBeside = (book.sold.get(listingId)?.sets ?? 0) > 0
  if (negativeUnits === null || negativeAtMs === null || below > negativeUnits || soldBeside) {
    book.published.set(listingId, { ...published, negativeUnits: below, negativeAtMs: platformMs })
    return 0
  }
  const marks = scene.settlement.watermarks(channelId)
  const taken = marks[takesAt === 'payment' ? 'taken at payment' : 'taken at order'] ?? -Infinity
  if (mayBeOff || taken < negativeAtMs || (marks.back ?? -Infinity) < negativeAtMs) return 0
  // The whole of it comes to zero; pools that are below zero beside others that are not are for the hold to be moved.
  const parts = shortPools(book, listing, below)
  const why = { reason: 'oversold', document: `listing:${listingId}` }
  const rest = parts.map(({ poolId, units }) => ({
    poolId,
    units: units - chargeKept(book, { listing, poolId, units }, why, scene),
  }))
  postQuota(book, { listing, parts: rest, by: (balance, units) => takeByFact(balance, units, 'quota') }, why, scene)
  book.published.set(listingId, { ...published, negativeUnits: null, negativeAtMs: null, nextAtMs: scene.nowMs })
  book.alarms.push({
    kind: 'oversold',
    severity: 'critical',
    subject: `listing:${listingId}`,
    message: `the platform has sold ${below} more units of listing ${listing.key} than it was given`,
    facts: { listing: listing.key, channel: channelId, units: below },
  })
  return below
}

function shortPools(book: Book, { id, pools }: ListingName, units: number) {
  let left = units
  return pools.flatMap((poolId) => {
    const some = Math.min(left, Math.max(0, -book.quota(id, poolId)))
    left -= some
    return some > 0 ? [{ poolId, units: some }] : []
  })
}
