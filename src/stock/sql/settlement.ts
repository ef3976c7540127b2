import { sql } from 'kysely'
import type { KnownOrder } from '../../domain/channel-order.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids } from './columns.ts'
import { msOf } from './instants.ts'
import { readOrders, type OrderId } from './orders.ts'

/** Stamps are whole seconds: what is stamped so long before a reading may have happened after it. */
const STAMP_DOUBT_MS = 2_000

/**
 * Orders that may have changed a counter since its reading was asked for, and every open order of these listings. Each shop's are looked through
 * once, back to the earliest reading. PostgreSQL takes a third of all orders to be newer than an instant it does not see, and would go through
 * everything there ever was: but not where only the first of them may be wanted.
 */
export async function readOrdersSince(
  em: Em,
  wanted: readonly { readonly listingId: string; readonly sinceMs: number }[],
): Promise<readonly KnownOrder[]> {
  const listings = ids(wanted.map(({ listingId }) => listingId))
  const since = ids(wanted.map(({ sinceMs }) => String(sinceMs - STAMP_DOUBT_MS)))
  const { rows } = await sql<{ channel_id: string; order_id: string }>`
    with read as materialized (
      select w.listing_id, g.channel_id, to_timestamp(w.since_ms / 1000) as since
        from unnest(${listings}::bigint[], ${since}::float8[]) as w (listing_id, since_ms)
       cross join lateral (select x.channel_id from ${sql.table('listing')} x where x.id = w.listing_id offset 0) g)
    select o.channel_id, o.order_id
      from (select channel_id, min(since) as since from read group by channel_id) shop
     cross join lateral (
           select x.channel_id, x.order_id, x.modified_at from ${sql.table('channel_order')} x
            where x.channel_id = shop.channel_id and x.modified_at >= shop.since
            order by x.modified_at desc, x.order_id limit (select null::bigint)) o
     cross join lateral (
           select x.listing_id from ${sql.table('channel_order_line')} x
            where x.channel_id = o.channel_id and x.order_id = o.order_id offset 0) l
      join read on read.listing_id = l.listing_id and o.modified_at >= read.since
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
     cross join lateral (
           select distinct t.command_id from ${sql.table('stock_try')} t
            where t.listing_id = w.listing_id and t.number > w.tries_before offset 0) t
     cross join lateral (select x.kind, x.units from ${sql.table('stock_command')} x where x.id = t.command_id offset 0) c
     where c.kind = 'raise'
     group by w.listing_id`.execute(merchantDb(em))
  return new Map(rows.map(({ listing_id: id, units }) => [id, Number(units)]))
}
