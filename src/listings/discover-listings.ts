import { sql } from 'kysely'
import type { ListingFacts } from '../channels/listing.ts'
import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { checkFence, type Lease } from '../jobs/channel-task.ts'
import { LeaseLost } from '../jobs/with-lease.ts'
import { readListings, type ShopListing } from './shop-listing.ts'
import { listingLimits } from './limits.ts'
import { mapByCode } from './map-by-code.ts'
import { hasUsableIds, writeListings } from './write-listings.ts'

export interface Discovery {
  readonly em: Em
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Reads all a shop lists, maps what can be mapped by code, and marks what is no longer listed: that only after a walk that
 * came to its end. Each page is one transaction under the lease. Writes nothing to the shop.
 */
export async function discoverListings(connection: ShopConnection, discovery: Discovery): Promise<void> {
  const { em, clock, signal } = discovery
  const { id: channelId, code: channel } = connection.channel
  const startedAt = clock.now()
  for await (const page of connection.connector.listListings(signal)) {
    const usable = page.filter(hasUsableIds)
    for (let start = 0; start < usable.length; start += listingLimits.rowsPerWrite) {
      const listings = usable.slice(start, start + listingLimits.rowsPerWrite)
      const now = clock.now()
      await fenced(em, discovery.lease, async (tx) => {
        const keys = await writeListings(tx, { channelId, listings }, now)
        await mapByCode(tx, { channelId, channel, keys }, now)
      })
    }
  }
  await fenced(em, discovery.lease, (tx) => markGone(tx, { channelId, startedAt, now: clock.now() }))
  await probeSome(connection, discovery)
}

async function markGone(
  tx: Em,
  { channelId, startedAt, now }: { readonly channelId: string; readonly startedAt: Date; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('listing')} set gone_at = ${now}::timestamptz
     where channel_id = ${channelId} and gone_at is null and seen_at < ${startedAt}::timestamptz`.execute(merchantDb(tx))
}

/** Looks into what is not known yet of a few listings a turn, by reading only. */
async function probeSome({ channel, connector }: ShopConnection, { em, lease, signal }: Discovery): Promise<void> {
  const listings = await readListings(
    em,
    sql`l.channel_id = ${channel.id} and l.open_facts is null and l.gone_at is null and l.recipe_id is not null
        order by l.id limit ${listingLimits.probesPerDiscovery}`,
  )
  for (const listing of listings) {
    const { facts, plans } = await connector.probeListing(listing, signal)
    const open = [...new Set(plans.map(({ fact }) => fact))].toSorted()
    await fenced(em, lease, (tx) => keepProbe(tx, listing, { facts, open }))
  }
}

async function keepProbe(
  tx: Em,
  { id }: ShopListing,
  { facts, open }: { readonly facts: ListingFacts; readonly open: readonly string[] },
): Promise<void> {
  await sql`
    update ${sql.table('listing')} set facts = facts || ${JSON.stringify(facts)}::jsonb, open_facts = ${open}::text[]
     where id = ${id}`.execute(merchantDb(tx))
}

async function fenced(em: Em, lease: Lease, work: (tx: Em) => Promise<void>): Promise<void> {
  await em.transactional(async (tx) => {
    if (!(await checkFence(tx, lease))) throw new LeaseLost('the lease of discovery has gone')
    await work(tx)
  })
}
