import { sql, type RawBuilder } from 'kysely'
import type { KnownOrder, ToldOrder } from '../domain/channel-order.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { readOrders } from '../stock/sql/orders.ts'
import { bookTold } from './book-page.ts'
import type { Booking, IntakeTerms } from './intake.ts'

const ORDERS_A_TURN = 100

/** Books orders that waited for their listing to be mapped; those set aside have their own time. Returns whether more may be waiting. */
export async function bookMapped(booking: Booking, terms: IntakeTerms): Promise<boolean> {
  const { em, connection } = booking
  const { rows } = await sql<{ order_id: string }>`
    select distinct o.order_id ${waitsForMapping(sql`${connection.channel.id}`)}
     order by o.order_id limit ${ORDERS_A_TURN}`.execute(merchantDb(em.fork()))
  if (rows.length === 0) return false
  const wanted = rows.map(({ order_id: orderId }) => ({ channelId: connection.channel.id, orderId }))
  const orders = await readOrders(em.fork(), wanted, { lock: false })
  await bookTold(booking, terms, orders.map(asTold))
  return rows.length === ORDERS_A_TURN
}

/** The lines `o` of a channel's orders whose listing has been mapped since, but for orders that were set aside. */
export function waitsForMapping(channelId: RawBuilder<unknown>) {
  return sql`
      from ${sql.table('channel_order_line')} o
      join ${sql.table('listing')} l on l.channel_id = o.channel_id and l.external_id = o.listing
     where o.channel_id = ${channelId} and o.recipe_version_id is null and l.recipe_id is not null
       and not exists (select from ${sql.table('channel_order_aside')} a where a.channel_id = o.channel_id and a.order_id = o.order_id)`
}

/** The newest telling as it is kept. */
function asTold(known: KnownOrder): ToldOrder {
  const { channelId: _channelId, revision: _revision, ...order } = known
  const lines = known.lines.filter(({ present }) => present)
  return {
    ...order,
    lines: lines.map(
      ({ line: _line, present: _present, listingId: _id, recipeVersionId: _version, charged: _charged, ...told }) => told,
    ),
  }
}
