import { sql } from 'kysely'
import type { ChannelConnector } from '../channels/connector.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { StockCommand } from '../domain/publishing/command.ts'
import { toCounterLine, untakenUnits, type CounterFacts } from '../domain/publishing/counter-line.ts'
import { touchedBy } from '../domain/publishing/counter-changes.ts'
import type { Judging } from '../domain/publishing/judge-reading.ts'
import type { Level } from '../domain/publishing/level-changes.ts'
import { readListings, type ShopListing } from '../listings/shop-listing.ts'
import { ids } from '../stock/sql/columns.ts'
import { readCommands } from '../stock/sql/commands.ts'
import { msOf } from '../stock/sql/instants.ts'
import { readOrdersSince, readUnbooked, readWatermarkMs } from '../stock/sql/settlement.ts'

/** Two instants of one reading, ours and the platform's, may be off by so much. */
const DOUBT_MS = 5_000
const READINGS_AT_ONCE = 200
/** Ways back that are not proved by then are not waited for: a rise is not judged then. */
const BACK_LATE_MS = 600_000

/** A closed reading whose orders and ways back are all booked, and everything that touched the number since the one before. */
export interface JudgingReading {
  readonly readingId: string
  readonly listing: ShopListing
  readonly judging: Judging
  /** The most it may sell, as the reading settled it; null where it settled nothing. */
  readonly settledUnits: number | null
  /** Since when what the shop was told may be missing from our books; null: it is not. */
  readonly doubtedMs: number | null
}

interface Row {
  readonly candidates: string
  readonly id: string
  readonly listing_id: string
  readonly sent_ms: number
  readonly answered_ms: number
  readonly shown_units: string
  readonly reserved_units: string | null
  readonly sellable_units: string
  readonly settled_units: string | null
  readonly outcome: string
  readonly quota: string
  readonly seen_from_ms: number | null
  readonly seen_to_ms: number | null
  readonly seen_least: string | null
  readonly seen_most: string | null
  readonly doubted_ms: number | null
}

export interface ToJudge {
  readonly readings: readonly JudgingReading[]
  /** There are others to be judged after these. */
  readonly more: boolean
}

interface Asked {
  readonly channelId: string
  readonly connector: Pick<ChannelConnector, 'semanticsOf'>
  /** Listings that were read just now. */
  readonly known: ReadonlyMap<string, ShopListing>
}

/** Read on one snapshot (`tx`): quotas, commands and orders belong together. One reading a listing, the oldest. */
export async function readJudging(tx: Em, { channelId, connector, known }: Asked): Promise<ToJudge> {
  const marks = (await readWatermarkMs(tx, [channelId])).get(channelId) ?? {}
  const takenMs = marks['taken at order'] ?? marks['taken at payment'] ?? -Infinity
  const backMs = marks.back ?? -Infinity
  if (takenMs === -Infinity) return { readings: [], more: false }
  const rows = await readRows(tx, channelId, Math.max(Math.min(takenMs, backMs), takenMs - BACK_LATE_MS))
  if (rows.length === 0) return { readings: [], more: false }
  const listingIds = rows.map(({ listing_id: id }) => id)
  const others = listingIds.filter((id) => !known.has(id))
  const read = others.length === 0 ? [] : await readListings(tx, sql`l.id = any(${ids(others)}::bigint[])`)
  const listings = new Map([...known, ...read.map((one) => [one.id, one] as const)])
  const unbooked = await readUnbooked(tx, listingIds)
  const since = rows.map((row) => ({ listingId: row.listing_id, sinceMs: (row.seen_from_ms ?? row.sent_ms) - DOUBT_MS }))
  const orders = await readOrdersSince(tx, since)
  const commands = Map.groupBy(await readTouching(tx, since), ({ listingId }) => listingId)
  const readings = rows.flatMap((row): JudgingReading[] => {
    const listing = listings.get(row.listing_id)
    if (!listing || unbooked.has(row.listing_id)) return []
    const semantics = connector.semanticsOf(listing)
    const facts: CounterFacts = { takesAt: semantics.takesAt, restoresSurely: semantics.cancelRestores === true }
    const lines = orders.flatMap((order) =>
      order.lines.filter(({ listingId }) => listingId === row.listing_id).map((line) => ({ order, line })),
    )
    const counted = lines.flatMap(({ order, line }) => toCounterLine(order, line, facts) ?? [])
    const { counterCountsAll, orders: hides } = semantics.hidden
    return [
      {
        readingId: row.id,
        listing,
        settledUnits: row.outcome === 'settled' && row.settled_units !== null ? Number(row.settled_units) : null,
        doubtedMs: row.doubted_ms,
        judging: {
          reading: levelOf(row, { numberShown: semantics.numberShown, counterCountsAll }),
          before: seenBefore(row),
          ...touchedBy(commands.get(row.listing_id) ?? [], counted),
          quota: Number(row.quota),
          untakenUnits: lines.reduce((sum, { order, line }) => sum + untakenUnits(order, line, facts), 0),
          hidden: hides !== 'none',
          backBooked: row.answered_ms <= backMs,
        },
      },
    ]
  })
  return { readings, more: rows.some(({ candidates }) => Number(candidates) > rows.length) }
}

/** Looked up row by row: while a channel joins, most of what it has read is judged for the first time, and no statistics say so. */
async function readRows(tx: Em, channelId: string, bookedMs: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with first as materialized (
      select distinct on (r.listing_id) r.id, r.listing_id, r.sent_at, r.answered_at, r.shown_units, r.reserved_units, r.sellable_units,
             r.settled_units, r.outcome, count(*) over () as candidates
        from ${sql.table('stock_reading')} r
       cross join lateral (select i.joined_at from ${sql.table('listing')} i where i.id = r.listing_id offset 0) l
       where l.joined_at is not null and r.channel_id = ${channelId} and r.judged_at is null and r.closed_at is not null and r.shown_units is not null
         and r.answered_at <= to_timestamp(${bookedMs}::float8 / 1000)
       order by r.listing_id, r.answered_at limit ${READINGS_AT_ONCE})
    select r.candidates, r.id, r.listing_id, ${msOf('r.sent_at')} as sent_ms, ${msOf('r.answered_at')} as answered_ms, r.shown_units,
           r.reserved_units, r.sellable_units, r.settled_units, r.outcome,
           (select coalesce(sum(q.quota), 0) from ${sql.table('listing_quota')} q where q.listing_id = r.listing_id) as quota,
           ${msOf('p.seen_from')} as seen_from_ms, ${msOf('p.seen_to')} as seen_to_ms, p.seen_least, p.seen_most,
           ${msOf('p.doubted_at')} as doubted_ms
      from first r
     cross join lateral (select p.* from ${sql.table('listing_publishing')} p where p.listing_id = r.listing_id offset 0) p
     where p.channel_id = ${channelId}
     order by r.listing_id`.execute(merchantDb(tx))
  return rows
}

/** Commands that may have changed the number since, closed or not. */
function readTouching(
  tx: Em,
  since: readonly { readonly listingId: string; readonly sinceMs: number }[],
): Promise<readonly StockCommand[]> {
  const listings = ids(since.map(({ listingId }) => listingId))
  const from = ids(since.map(({ sinceMs }) => String(sinceMs)))
  return readCommands(
    tx,
    sql`c.id in (
      select t.command_id from unnest(${listings}::bigint[], ${from}::float8[]) as w (listing_id, since_ms)
        join ${sql.table('stock_try')} t on t.listing_id = w.listing_id
       where (case when t.outcome is null or t.outcome = 'unknown' then t.dies_at else t.answered_at end) >= to_timestamp(w.since_ms / 1000))`,
  )
}

/** Doubt about what the number means widens it both ways. */
function levelOf(
  row: Row,
  { numberShown, counterCountsAll }: { readonly numberShown: 'net' | 'gross' | 'unknown'; readonly counterCountsAll: boolean },
): Level {
  const shown = Math.max(0, Number(row.shown_units))
  const reserved = row.reserved_units !== null && counterCountsAll ? Number(row.reserved_units) : null
  const gross = numberShown === 'gross' && reserved !== null ? Math.max(0, shown - reserved) : 0
  const leastUnits = numberShown === 'net' ? shown : gross
  return {
    fromMs: row.sent_ms,
    toMs: row.answered_ms,
    leastUnits,
    mostUnits: Math.max(leastUnits, Number(row.sellable_units)),
  }
}

function seenBefore(row: Row): Level | null {
  const { seen_from_ms: fromMs, seen_to_ms: toMs, seen_least: least, seen_most: most } = row
  if (fromMs === null || toMs === null || least === null || most === null) return null
  return { fromMs, toMs, leastUnits: Number(least), mostUnits: Number(most) }
}
