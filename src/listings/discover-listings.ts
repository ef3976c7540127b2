import { sql } from 'kysely'
import type { Listing } from '../channels/listing.ts'
import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue, type Lease } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
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
 * came to its end. So many rows as one statement takes are one transaction under the lease: the pages of most platforms are small. Writes
 * nothing to the shop, but what is new joins a shop that has joined: the publisher looks at it at once.
 */
export async function discoverListings(connection: ShopConnection, discovery: Discovery): Promise<void> {
  const { em, clock, signal } = discovery
  const { id: channelId } = connection.channel
  const startedAt = clock.now()
  const gathered: Listing[] = []
  for await (const page of connection.connector.listListings(signal)) {
    gathered.push(...page.filter(hasUsableIds))
    while (gathered.length >= listingLimits.rowsPerWrite)
      await keepListings(connection, discovery, gathered.splice(0, listingLimits.rowsPerWrite))
  }
  if (gathered.length > 0) await keepListings(connection, discovery, gathered)
  const now = clock.now()
  await fenced(em, discovery.lease, async (tx) => {
    await markGone(tx, { channelId, startedAt, now })
    await makeDue(tx, { channelId, task: 'probe', at: now })
  })
}

async function keepListings(
  { channel: { id: channelId, code: channel } }: ShopConnection,
  { em, lease, clock }: Discovery,
  listings: readonly Listing[],
): Promise<void> {
  const now = clock.now()
  await fenced(em, lease, async (tx) => {
    const keys = await writeListings(tx, { channelId, listings }, now)
    await mapByCode(tx, { channelId, channel, keys }, now)
  })
  await publisherLooks({ em, clock }, channelId)
}

/** Apart from what is held under our own lease: two turns that make each other due would wait for each other. */
async function publisherLooks({ em, clock }: Pick<Discovery, 'em' | 'clock'>, channelId: string): Promise<void> {
  const { rows } = await sql`
    select from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
     where c.id = ${channelId} and c.state in ('joining', 'live') and l.joined_at is null and l.recipe_id is not null
       and l.gone_at is null limit 1`.execute(merchantDb(em.fork()))
  if (rows.length > 0) await makeDue(em.fork(), { channelId, task: 'publish', at: clock.now() })
}

async function markGone(
  tx: Em,
  { channelId, startedAt, now }: { readonly channelId: string; readonly startedAt: Date; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('listing')} set gone_at = ${now}::timestamptz
     where channel_id = ${channelId} and gone_at is null and seen_at < ${startedAt}::timestamptz`.execute(merchantDb(tx))
}
