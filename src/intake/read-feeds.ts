import { sql } from 'kysely'
import { platformDay } from '../channels/platform-day.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { msOf } from '../stock/sql/instants.ts'
import { readWatermarks, type Watermarks } from './watermarks.ts'

/** Up to when what we show of a shop is what the shop has. */
export interface Freshness {
  /** Every order whose units the shop had taken by then is here; null: not known yet. */
  readonly seenThrough: Date | null
  /** Every cancellation and shipment up to then is here. */
  readonly backThrough: Date | null
  readonly lagSeconds: number | null
}

export async function readFreshness(em: Em, channelIds: readonly string[], now: Date): Promise<ReadonlyMap<string, Freshness>> {
  const marks = await readWatermarks(em, channelIds)
  return new Map(channelIds.map((id) => [id, freshnessOf(marks.get(id) ?? {}, now)]))
}

/** A shop with listings of both kinds is seen as far as the kind that lags behind. */
function freshnessOf(marks: Watermarks, now: Date): Freshness {
  const taken = [marks['taken at order'], marks['taken at payment']].flatMap((at) => at ?? [])
  const seenThrough = taken.length === 0 ? null : taken.reduce((a, b) => (a < b ? a : b))
  const lagSeconds = seenThrough && Math.max(0, Math.round((now.getTime() - seenThrough.getTime()) / 1_000))
  return { seenThrough, backThrough: marks.back ?? null, lagSeconds }
}

/** How reading the orders of a shop stands, in full. */
export interface ShopFeed {
  readonly takenAtOrderThrough: Date | null
  readonly takenAtPaymentThrough: Date | null
  readonly backThrough: Date | null
  readonly lists: readonly { readonly list: string; readonly walkedThrough: Date }[]
  /** Orders that could not be booked and are tried again; no watermark passes them. */
  readonly ordersAside: number
  readonly callsToday: number
}

/** By channel, with four statements. */
export async function readFeeds(em: Em, channelIds: readonly string[], now: Date): Promise<ReadonlyMap<string, ShopFeed>> {
  const db = merchantDb(em)
  const marks = await readWatermarks(em, channelIds)
  const walks = await sql<{ channel_id: string; list: string; ms: number }>`
    select channel_id, list, ${msOf('walked_through')} as ms from ${sql.table('channel_walk')}
     where channel_id = any(${channelIds}::bigint[]) order by list`.execute(db)
  const aside = await sql<{ channel_id: string; orders: string }>`
    select channel_id, count(*) as orders from ${sql.table('channel_order_aside')}
     where channel_id = any(${channelIds}::bigint[]) group by channel_id`.execute(db)
  const calls = await sql<{ channel_id: string; calls: string }>`
    select channel_id, calls from ${sql.table('channel_calls')}
     where channel_id = any(${channelIds}::bigint[]) and day = ${platformDay(now)}::date`.execute(db)
  const lists = Map.groupBy(walks.rows, ({ channel_id: id }) => id)
  const asideOf = new Map(aside.rows.map((row) => [row.channel_id, Number(row.orders)]))
  const callsOf = new Map(calls.rows.map((row) => [row.channel_id, Number(row.calls)]))
  return new Map(
    channelIds.map((id) => {
      const of = marks.get(id) ?? {}
      return [
        id,
        {
          takenAtOrderThrough: of['taken at order'] ?? null,
          takenAtPaymentThrough: of['taken at payment'] ?? null,
          backThrough: of.back ?? null,
          lists: (lists.get(id) ?? []).map(({ list, ms }) => ({ list, walkedThrough: new Date(ms) })),
          ordersAside: asideOf.get(id) ?? 0,
          callsToday: callsOf.get(id) ?? 0,
        },
      ]
    }),
  )
}
