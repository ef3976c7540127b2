import { sql } from 'kysely'
import { aboutTheListing, ChannelError } from '../channels/errors.ts'
import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import { keepFacts } from './keep-facts.ts'
import { startRun } from './probe-run.ts'
import { readListings } from './shop-listing.ts'

/**
 * Looks into what is not known yet of one mapped listing, by reading only; some platforms take minutes for it. Returns
 * whether there was one left: each turn takes another, so that one the platform stumbles over does not stop the rest.
 */
export async function probeNextListing(
  { channel, connector }: Pick<ShopConnection, 'channel' | 'connector'>,
  { em, lease, now, signal }: { readonly em: Em; readonly lease: Lease; readonly now: Date; readonly signal: AbortSignal },
): Promise<boolean> {
  const [listing] = await readListings(
    em,
    sql`l.channel_id = ${channel.id} and l.open_facts is null and l.gone_at is null and l.recipe_id is not null
        order by md5(l.id::text || ${lease.fence}) limit 1`,
  )
  if (!listing) return false
  try {
    const { facts, evidence, plans } = await connector.probeListing(listing, signal)
    const semantics = connector.semanticsOf({ ...listing, facts: { ...listing.facts, ...facts } })
    const open = [...new Set(plans.map(({ fact }) => fact))].toSorted()
    await fenced(em, lease, async (tx) => {
      await keepFacts(tx, { listing, facts, evidence, open, now })
      await startRun(tx, { listingId: listing.id, plans, semantics, now })
    })
  } catch (error) {
    if (!(error instanceof ChannelError && aboutTheListing.has(error.fault))) throw error
  }
  return true
}
