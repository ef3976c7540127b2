import { sql } from 'kysely'
import type { KnownOrder } from '../../domain/channel-order.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids } from './columns.ts'
import { msOf } from './instants.ts'
import { readOrders, type OrderId } from './orders.ts'

/** Stamps are whole seconds: what is stamped so long before a reading may have happened after it. */
const STAMP_DOUBT_MS = 2_000

/** Orders that may have changed a counter since its reading was asked for, and every open order of these listings. */
export async function readOrdersSince(
  em: Em,
  wanted: readonly { readonly listingId: string; readonly sinceMs: number }[],
): Promise<readonly KnownOrder[]> {
  const listings = ids(wanted.map(({ listingId }) => listingId))
  const since = ids(wanted.map(({ sinceMs }) => String(sinceMs - STAMP_DOUBT_MS)))
  const { rows } = await sql<{ channel_id: string; order_id: string }>`
    select l.channel_id, l.order_id
      from unnest(${listings}::bigint[], ${since}::float8[]) as w (listing_id, since_ms)
      join ${sql.table('listing')} g on g.id = w.listing_id
      join ${sql.table('channel_order')} o on o.channel_id = g.channel_id and o.modified_at >= to_timestamp(w.since_ms / 1000)
      join ${sql.table('channel_order_line')} l
        on l.channel_id = o.channel_id and l.order_id = o.order_id and l.listing_id = w.listing_id
     union
    select l.channel_id, l.order_id from ${sql.table('channel_order_line')} l
     where l.listing_id = any(${listings}::bigint[]) and l.state in ('created', 'paid')`.execute(merchantDb(em))
  if (rows.length === 0) return []
  const found: readonly OrderId[] = rows.map(({ channel_id: channelId, order_id: orderId }) => ({ channelId, orderId }))
  return readOrders(em, found, { lock: false })
}

/** Listings with orders that wait until somebody has said what they sell: their units are in nobody's books yet. */
export async function readUnbooked(em: Em, listingIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select g.id from ${sql.table('listing')} g
     where g.id = any(${ids(listingIds)}::bigint[]) and exists (
           select from ${sql.table('channel_order_line')} l
            where l.channel_id = g.channel_id and l.listing = g.external_id and l.recipe_version_id is null)`.execute(
    merchantDb(em),
  )
  return new Set(rows.map(({ id }) => id))
}

/** What a watermark is of: the same words as in the table. */
type Booked = 'taken at order' | 'taken at payment' | 'back'
export type WatermarkMs = Readonly<Partial<Record<Booked, number>>>

/** Up to which instant of each shop's clock which kind of event is booked. */
export async function readWatermarkMs(em: Em, channelIds: readonly string[]): Promise<ReadonlyMap<string, WatermarkMs>> {
  const { rows } = await sql<{ channel_id: string; proof: Booked; ms: number }>`
    select channel_id, proof, ${msOf('through')} as ms from ${sql.table('channel_watermark')}
     where channel_id = any(${ids(channelIds)}::bigint[])`.execute(merchantDb(em))
  return new Map(
    [...Map.groupBy(rows, ({ channel_id: id }) => id)].map(([id, marks]) => [
      id,
      Object.fromEntries(marks.map(({ proof, ms }) => [proof, ms])),
    ]),
  )
}

/** Units of all raises of which a try was made after a reading was asked for, whatever became of them, by listing. */
export async function readRaisedSince(
  em: Em,
  readings: readonly { readonly listingId: string; readonly triesBefore: number }[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ listing_id: string; units: string }>`
    select w.listing_id, sum(c.units) as units
      from unnest(
             ${ids(readings.map(({ listingId }) => listingId))}::bigint[],
             ${ids(readings.map(({ triesBefore }) => String(triesBefore)))}::bigint[]) as w (listing_id, tries_before)
      join ${sql.table('stock_command')} c on c.listing_id = w.listing_id and c.kind = 'raise'
     where c.id in (select t.command_id from ${sql.table('stock_try')} t
                     where t.listing_id = w.listing_id and t.number > w.tries_before)
     group by w.listing_id`.execute(merchantDb(em))
  return new Map(rows.map(({ listing_id: id, units }) => [id, Number(units)]))
}
