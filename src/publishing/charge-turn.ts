import { sql } from 'kysely'
import { hidesCalledOff } from '../channels/feed.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { ordersInDoubt } from '../intake/ask-unpaid.ts'
import { readListings } from '../listings/shop-listing.ts'
import { ids } from '../stock/sql/columns.ts'
import { chargeQuotas } from './charge-quotas.ts'
import { doSurely } from './do-surely.ts'
import { moveHolds } from './move-holds.ts'
import type { Publishing } from './publishing.ts'

const LISTINGS_A_TURN = 100
const ORDERS_A_LISTING = 50

/**
 * Deals with quotas below zero: holds move to pools where the listing still has some, and what stays below zero is charged
 * once no cancellation can explain it any more. Returns whether there are any.
 */
export async function chargeNegative(publishing: Publishing): Promise<boolean> {
  const { em, lease, connection, clock } = publishing
  const { connector } = connection
  const { rows } = await sql<{ id: string; mixed: boolean; may_be_off: boolean }>`
    select q.listing_id as id, bool_or(exists (
             select from ${sql.table('listing_quota')} o where o.listing_id = q.listing_id and o.quota > 0)) as mixed,
           exists (select ${ordersInDoubt(sql`q.listing_id`)}) as may_be_off
      from ${sql.table('listing_quota')} q join ${sql.table('listing')} l on l.id = q.listing_id
     where q.below_zero and l.channel_id = ${connection.channel.id}
     group by q.listing_id order by q.listing_id limit ${LISTINGS_A_TURN}`.execute(merchantDb(em.fork()))
  if (rows.length === 0) return false
  for (const { id } of rows.filter(({ mixed }) => mixed)) await moveHeld(publishing, id)
  const listings = await readListings(em.fork(), sql`l.id = any(${ids(rows.map(({ id }) => id))}::bigint[])`)
  if (listings.length === 0) return true
  const doubted = new Set(hidesCalledOff(connector.orderLists) ? rows.filter((row) => row.may_be_off).map(({ id }) => id) : [])
  await doSurely(publishing, chargeQuotas, {
    lease,
    platformMs: connector.platformTime(clock.now()).getTime(),
    listings: listings.map((listing) => ({
      listingId: listing.id,
      takesAt: connector.semanticsOf(listing).takesAt,
      mayBeOff: doubted.has(listing.id),
    })),
  })
  return true
}

async function moveHeld(publishing: Publishing, listingId: string): Promise<void> {
  const { em, lease, connection } = publishing
  const { code: channel } = connection.channel
  const { rows } = await sql<{ order_id: string }>`
    select distinct l.order_id
      from ${sql.table('channel_order_line')} l
      join ${sql.table('hold')} h on h.reference = ${`${channel}:`} || l.order_id
      join ${sql.table('hold_line')} p on p.hold_id = h.id and p.line = l.line and p.units > p.released + p.shipped
      join ${sql.table('listing_quota')} q on q.listing_id = l.listing_id and q.pool_id = p.pool_id and q.below_zero
     where l.listing_id = ${listingId} and l.state in ('created', 'paid')
     order by l.order_id limit ${ORDERS_A_LISTING}`.execute(merchantDb(em.fork()))
  if (rows.length === 0) return
  await doSurely(publishing, moveHolds, { channel, lease, listingId, orderIds: rows.map(({ order_id: id }) => id) })
}
