import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import { readOrders } from '../stock/sql/orders.ts'
import { bookTold } from './book-page.ts'
import type { Booking, IntakeTerms } from './intake.ts'

const PARENTS_A_TURN = 100

/**
 * Books orders whose children are all known by now, whatever these hold: of what was called off before anybody saw them nothing is told.
 * `through`: up to this instant of the shop's clock everything is booked; left out, as the watermarks say. Returns whether there may be more.
 */
export async function settleSplits(booking: Booking, terms: IntakeTerms, through?: Date): Promise<boolean> {
  const { em, connection } = booking
  const { id: channelId } = connection.channel
  const { rows } = await sql<{ parent_id: string }>`
    select distinct p.order_id as parent_id ${hasSplits(sql`${channelId}::bigint`, through && sql`${through}::timestamptz`)} order by p.order_id limit ${PARENTS_A_TURN}`.execute(
    merchantDb(em.fork()),
  )
  const wanted = rows.map(({ parent_id: orderId }) => ({ channelId, orderId }))
  if (wanted.length === 0) return false
  const parents = await readOrders(em.fork(), wanted, { lock: false })
  await bookTold(
    booking,
    terms,
    parents.map((parent) => ({ ...parent, leaf: false })),
  )
  return rows.length === PARENTS_A_TURN
}

/**
 * I9: an order `p` of the channel that is still held, of which a child `k` was told, and all lists are read beyond the instant of that:
 * the children of one order are told together, so all that there are are known. Older splits were settled long ago.
 */
export function hasSplits(channelId: RawBuilder<unknown>, through: RawBuilder<unknown> = leastWatermark(channelId)) {
  return sql`
      from ${sql.table('channel_order')} k
      join ${sql.table('channel_order')} p on p.channel_id = k.channel_id and p.order_id = k.parent_id
     where k.channel_id = ${channelId} and k.parent_id is not null and p.leaf
       and k.modified_at <= ${through} and k.modified_at > ${through} - interval '2 days'
       and not exists (select from ${sql.table('channel_order_aside')} a where a.channel_id = p.channel_id and a.order_id = p.order_id)`
}

function leastWatermark(channelId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select min(w.through) from ${sql.table('channel_watermark')} w where w.channel_id = ${channelId})`
}
