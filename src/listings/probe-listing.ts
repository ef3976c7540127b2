import { sql } from 'kysely'
import { ChannelError, type ChannelFault } from '../channels/errors.ts'
import type { ListingProbe } from '../channels/probe.ts'
import type { ShopConnection } from '../channels/shop-connections.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import { readListings } from './shop-listing.ts'

/** These say something of the one listing, not of the shop: the others go on. */
const aboutTheListing: ReadonlySet<ChannelFault> = new Set(['not found', 'rejected', 'malformed'])

/**
 * Looks into what is not known yet of one mapped listing, by reading only; some platforms take minutes for it. Returns
 * whether there was one left: each turn takes another, so that one the platform stumbles over does not stop the rest.
 */
export async function probeNextListing(
  { channel, connector }: ShopConnection,
  { em, lease, now, signal }: { readonly em: Em; readonly lease: Lease; readonly now: Date; readonly signal: AbortSignal },
): Promise<boolean> {
  const [listing] = await readListings(
    em,
    sql`l.channel_id = ${channel.id} and l.open_facts is null and l.gone_at is null and l.recipe_id is not null
        order by md5(l.id::text || ${lease.fence}) limit 1`,
  )
  if (!listing) return false
  try {
    const probe = await connector.probeListing(listing, signal)
    await fenced(em, lease, (tx) => keepProbe(tx, { id: listing.id, now }, probe))
  } catch (error) {
    if (!(error instanceof ChannelError && aboutTheListing.has(error.fault))) throw error
  }
  return true
}

async function keepProbe(
  tx: Em,
  { id, now }: { readonly id: string; readonly now: Date },
  { facts, evidence, plans }: ListingProbe,
): Promise<void> {
  const open = [...new Set(plans.map(({ fact }) => fact))].toSorted()
  await sql`
    update ${sql.table('listing')} set facts = facts || ${JSON.stringify(facts)}::jsonb, open_facts = ${open}::text[]
     where id = ${id}`.execute(merchantDb(tx))
  for (const { fact, concluded, observed } of evidence) {
    await sql`
      insert into ${sql.table('listing_evidence')} (listing_id, fact, concluded, observed, found_at)
      values (${id}, ${fact}, ${concluded}, ${observed}::text[], ${now}::timestamptz)`.execute(merchantDb(tx))
  }
}
