import { sql } from 'kysely'
import { unconfirmed } from '../campaigns/below-minimum.ts'
import { costsOf, readMinimums } from '../campaigns/read-minimums.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { touchesListings } from '../publishing/intend-moves.ts'
import { takeOff } from '../publishing/take-off.ts'
import { checkText } from '../stock/check-args.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { refused, type Refused } from '../stock/refusal.ts'

export interface WriteOffListing {
  readonly listingId: string
  /** Why the operator is sure that the shop sells none of it any more. */
  readonly reason: string
}

export interface ListingWrittenOff {
  readonly kind: 'written off'
  readonly units: number
}

/**
 * Gives back what a listing may still sell, on the operator's word: for shops nothing is read of any more. What the shop
 * sells of it all the same is oversold.
 */
export const writeOffListing: Operation<WriteOffListing, ListingWrittenOff> = {
  name: 'write_off_listing',
  check: ({ reason }) => checkText(reason, 'reason'),
  mentions: ({ listingId }) => ({ listings: [listingId], guards: [] }),
  touches: ({ listingId }, names) => touchesListings([listingId], names),
  decide(book, { listingId, reason }, scene) {
    const listing = scene.names.listingById(listingId)
    const units = listing?.joined ? book.quotaOf(listing) : 0
    if (!listing || units <= 0)
      return refused('INVALID', 'this listing may sell nothing by our books: there is nothing to write off', { field: 'listing' })
    takeOff(book, { listing, units, parts: [] }, { reason: 'write_off', document: `write_off:${reason.slice(0, 100)}` }, scene)
    return { kind: 'written off', units }
  },
}

interface Named {
  readonly channel: string
  readonly listing: string
  /** What was shown of what it costs, where the activity of a platform wants to see the listing. */
  readonly confirm: string | null
}

/** Only what is not written any more, or is gone from its shop, may be written off: else the reconciler knows better. */
export async function mayWriteOff(
  em: Em,
  { channel, listing, confirm }: Named,
  now: Date,
): Promise<Refused | { readonly listingId: string }> {
  const { rows } = await sql<{ id: string; quiet: boolean }>`
    select l.id, c.state in ('paused', 'handed_back') or l.gone_at is not null as quiet
      from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
     where c.code = ${channel} and l.external_id = ${listing}`.execute(merchantDb(em))
  const [row] = rows
  if (!row) return refused('INVALID', `no listing ${listing} on channel ${channel}`, { field: 'input.listing' })
  if (!row.quiet)
    return refused('INVALID', `channel ${channel} is published: pause it or hand it back first`, { field: 'input.channel' })
  const costs = costsOf(await readMinimums(em, [row.id], now.getTime()))
  const message = unconfirmed(`write off:${channel}/${listing}`, { costs, confirm })
  return message === undefined ? { listingId: row.id } : refused('BELOW_MINIMUM', message, { field: 'input.confirm' })
}
