import { sql } from 'kysely'
import { refuseChannel, type ChannelRefused } from '../channels/refusal.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'
import { readListings, type ShopListing } from './shop-listing.ts'

export interface AskProbe {
  readonly channel: string
  readonly listing: string
  /** Its number may be lowered by a unit or two, to find out what that does. */
  readonly mayWrite: boolean
}

export interface ProbeAsked {
  readonly kind: 'asked'
  readonly listing: ShopListing
}

/**
 * Has a listing looked into anew, by reading: what its numbers mean may have changed with its settings. What the counters
 * themselves do not tell is watched for, over the next order of the listing and its cancellation; what only a lowering tells is found
 * out by the publisher, where that may write.
 */
export async function askProbe(
  { em, clock }: { readonly em: Em; readonly clock: Clock },
  { channel, listing: key, mayWrite }: AskProbe,
): Promise<ProbeAsked | ChannelRefused> {
  return em.fork().transactional(async (tx) => {
    const chosen = sql`l.external_id = ${key} and l.gone_at is null and l.recipe_id is not null
      and l.channel_id = (select id from ${sql.table('channel')} where code = ${channel})`
    const [listing] = await readListings(tx, chosen)
    if (!listing) return refuseChannel('UNKNOWN_LISTING', `no mapped listing ${key} on channel ${channel}`, { field: 'listing' })
    const db = merchantDb(tx)
    await sql`
      update ${sql.table('listing')} set open_facts = null, watch_asked = true, lower_asked = ${mayWrite} where id = ${listing.id}`.execute(
      db,
    )
    // What only waits yet is not in the way of what is asked for now.
    await sql`
      update ${sql.table('probe_run')}
         set state = 'inconclusive', reason = 'something else was asked for', ended_at = ${clock.now()}::timestamptz, next_at = null
       where listing_id = ${listing.id} and state = 'watching' and lowers <> ${mayWrite} and order_id is null and acted_at is null`.execute(
      db,
    )
    await makeDue(tx, { channelId: listing.channelId, task: 'probe', at: clock.now() })
    return { kind: 'asked', listing: { ...listing, openFacts: null } }
  })
}

/** What was found out, with the answers that proved it. */
export interface KeptEvidence {
  readonly fact: string
  readonly concluded: string
  readonly observed: readonly string[]
  readonly foundAt: Date
}

const EVIDENCE_EACH = 20

/** The newest of each listing, newest first. */
export async function readEvidence(em: Em, listingIds: readonly string[]): Promise<ReadonlyMap<string, readonly KeptEvidence[]>> {
  const { rows } = await sql<{ id: string; fact: string; concluded: string; observed: readonly string[]; found_ms: number }>`
    select listing_id as id, fact, concluded, to_json(observed) as observed, ${msOf('found_at')} as found_ms
      from (select *, row_number() over (partition by listing_id order by id desc) as n from ${sql.table('listing_evidence')}
             where listing_id = any(${ids(listingIds)}::bigint[])) e
     where n <= ${EVIDENCE_EACH} order by listing_id, n`.execute(merchantDb(em))
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, some]) => [
      id,
      some.map(({ fact, concluded, observed, found_ms }) => ({ fact, concluded, observed, foundAt: new Date(found_ms) })),
    ]),
  )
}
