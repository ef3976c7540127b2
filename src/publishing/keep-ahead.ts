import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import { fenced } from '../jobs/fenced.ts'
import { readAhead, type AheadListing } from '../presale/publish-presale.ts'
import { coverPresaleQuota } from '../presale/set-presale-quota.ts'
import { doSurely } from './do-surely.ts'
import type { Publishing } from './publishing.ts'

/**
 * Keeps what is set aside for presale listings at what their shops may still sell, or are to sell: what has been lowered is given back to the
 * expected receipts, what a shop shows beyond is a fact, and what no receipt covers any more is lowered there first.
 */
export async function keepAhead(publishing: Publishing): Promise<void> {
  const { em, connection } = publishing
  const { id: channelId, code: channel } = connection.channel
  for (const listing of await readAhead(em.fork(), channelId)) {
    const wanted = wantedOf(listing)
    if (wanted !== listing.wanted) await want(publishing, listing, wanted)
    const units = Math.max(0, listing.quota, Math.min(wanted, listing.aside))
    if (units === listing.aside && !listing.uneven) continue
    await doSurely(publishing, coverPresaleQuota, { channel, listing: listing.key, pool: null, units, asFact: true })
  }
}

/** A listing that has just joined stays as it is; one that nothing covers any more shows less. */
function wantedOf({ wanted, quota, aside, toLower }: AheadListing): number {
  const asked = wanted ?? Math.max(0, quota)
  return toLower > 0 ? Math.min(asked, Math.max(0, aside - toLower)) : asked
}

async function want({ em, lease, clock }: Publishing, { id }: AheadListing, wanted: number): Promise<void> {
  await fenced(em.fork(), lease, async (tx) => {
    await sql`
      update ${sql.table('listing_publishing')} set wanted = ${wanted}, next_at = ${clock.now()}::timestamptz, revision = revision + 1
       where listing_id = ${id}`.execute(merchantDb(tx))
  })
}
