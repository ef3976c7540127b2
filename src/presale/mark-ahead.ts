import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import { refuseChannel, type ChannelRefused } from '../channels/refusal.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { readListings, type ShopListing } from '../listings/shop-listing.ts'

export interface MarkAhead {
  readonly channel: string
  readonly listing: string
  /** It sells what is still to come; else what is on hand. */
  readonly ahead: boolean
  readonly actor: string
}

export type MarkOutcome = { readonly kind: 'saved'; readonly listing: ShopListing } | ChannelRefused

/**
 * Says that a listing sells goods that are still to come, where its platform does not tell: its number then comes out of expected receipts.
 * Nothing of it may be for sale by the other books meanwhile, so its quota has to be zero; it joins anew.
 */
export async function markAhead(
  { em, clock }: { readonly em: Em; readonly clock: Clock },
  { channel, listing: key, ahead, actor }: MarkAhead,
): Promise<MarkOutcome> {
  return em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    const now = clock.now()
    const chosen = sql`l.external_id = ${key} and l.recipe_id is not null
      and l.channel_id = (select id from ${sql.table('channel')} where code = ${channel})`
    const [known] = await readListings(tx, chosen)
    if (!known) return refuseChannel('UNKNOWN_LISTING', `no mapped listing ${key} on channel ${channel}`, { field: 'listing' })
    // Tasks before listings, as everybody locks them.
    await makeDue(tx, { channelId: known.channelId, task: 'publish', at: now })
    await sql`select 1 from ${sql.table('listing')} where id = ${known.id} for update`.execute(db)
    const { rows } = await sql<{ is: boolean; busy: boolean }>`
      select l.sold_ahead as is,
             exists (select from ${sql.table('listing_quota')} q where q.listing_id = l.id and q.quota <> 0)
             or exists (select from ${sql.table('presale_quota')} q where q.listing_id = l.id and q.granted > q.sold)
             or exists (select from ${sql.table('stock_command')} c where c.listing_id = l.id and c.state <> 'closed') as busy
        from ${sql.table('listing')} l where l.id = ${known.id}`.execute(db)
    if (rows[0]?.is !== ahead) {
      if (rows[0]?.busy === true) {
        const message = `listing ${key} may still sell: stop selling it, or set its presale quota to 0, and wait until its quota is 0`
        return refuseChannel('INVALID', message, { field: 'listing' })
      }
      await changeKind(tx, { id: known.id, ahead, now })
      await recordChange(
        tx,
        { actor, action: 'sell_ahead', subject: `listing:${channel}/${key}`, facts: { ahead: String(ahead) } },
        now,
      )
    }
    const [saved] = await readListings(tx, chosen)
    if (!saved) throw new Error('a listing vanished while it was marked')
    return { kind: 'saved', listing: saved }
  })
}

async function changeKind(
  tx: Em,
  { id, ahead, now }: { readonly id: string; readonly ahead: boolean; readonly now: Date },
): Promise<void> {
  const db = merchantDb(tx)
  for (const table of ['listing_quota', 'listing_open_version'])
    await sql`delete from ${sql.table(table)} where listing_id = ${id}`.execute(db)
  await sql`
    update ${sql.table('stock_reading')} set closed_at = ${now}::timestamptz, outcome = 'void'
     where listing_id = ${id} and closed_at is null`.execute(db)
  await sql`
    update ${sql.table('listing_publishing')} set wanted = null, next_at = ${now}::timestamptz, revision = revision + 1
     where listing_id = ${id}`.execute(db)
  await sql`update ${sql.table('listing')} set sold_ahead = ${ahead}, joined_at = null where id = ${id}`.execute(db)
}
