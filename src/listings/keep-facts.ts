import { sql } from 'kysely'
import type { ListingFacts } from '../channels/listing.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import type { ShopListing } from './shop-listing.ts'

export interface FoundFacts {
  readonly listing: Pick<ShopListing, 'id' | 'channelId'>
  readonly facts: ListingFacts
  readonly evidence: readonly { readonly fact: string; readonly concluded: string; readonly observed: readonly string[] }[]
  /** What is still open; null: to be looked into anew. */
  readonly open: readonly string[] | null
  readonly now: Date
}

/** Keeps what was found out with what proved it. What was proved counts at once: the publisher looks at the listing again. */
export async function keepFacts(tx: Em, { listing: { id, channelId }, facts, evidence, open, now }: FoundFacts): Promise<void> {
  const db = merchantDb(tx)
  // Tasks before listings, as everybody locks them.
  if (evidence.length > 0) await makeDue(tx, { channelId, task: 'publish', at: now })
  await sql`
    update ${sql.table('listing')} set facts = facts || ${JSON.stringify(facts)}::jsonb, open_facts = ${open}::text[]
     where id = ${id}`.execute(db)
  for (const { fact, concluded, observed } of evidence) {
    await sql`
      insert into ${sql.table('listing_evidence')} (listing_id, fact, concluded, observed, found_at)
      values (${id}, ${fact}, ${concluded}, ${observed}::text[], ${now}::timestamptz)`.execute(db)
  }
  if (evidence.length === 0) return
  await sql`
    update ${sql.table('listing_publishing')} set next_at = ${now}::timestamptz, revision = revision + 1
     where listing_id = ${id}`.execute(db)
}
