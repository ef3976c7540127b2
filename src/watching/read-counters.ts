import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { cadence } from '../channels/estimate-calls.ts'
import { listingKey } from '../channels/listing.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { fenced } from '../jobs/fenced.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { readListings } from '../listings/shop-listing.ts'
import { forSale } from '../publishing/for-sale.ts'
import type { Publishing } from '../publishing/publishing.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'
import { writeReadings } from '../stock/sql/publishing.ts'
import type { WaitingReading } from '../stock/engine/published.ts'

const SOON_MS = 15_000
const CALLS_A_TURN = 20
const LISTINGS_A_TURN = 400

/**
 * Reads the counters that have not been read for the stated time. The numbers of tries are read before: a try that is made
 * meanwhile counts as made after the question, which can only leave more in the quota. A counter with a call under way is left
 * for later: whether a number shows what that call does nobody could tell once it is answered (R3).
 */
export async function readDueCounters(publishing: Publishing): Promise<number> {
  const { em, connection, lease, clock, signal } = publishing
  const { connector, channel } = connection
  const limit = Math.min(LISTINGS_A_TURN, CALLS_A_TURN * connector.limits.readLines.perCall)
  const due = await readDue(em.fork(), { channelId: channel.id, now: clock.now(), limit })
  await lookLater(publishing)
  if (due.size === 0) return 0
  const listings = await readListings(em.fork(), sql`l.id = any(${ids([...due.keys()])}::bigint[])`)
  const readings = await connector.readStock(
    listings.map(({ ref }) => ref),
    signal,
  )
  const byKey = new Map(readings.map((reading) => [listingKey(reading.listing), reading]))
  const rows = listings.flatMap((listing): WaitingReading[] => {
    const reading = byKey.get(listing.key)
    if (!reading) return []
    const counted = 'missing' in reading ? null : reading
    return [
      {
        id: randomUUID(),
        listingId: listing.id,
        triesBefore: due.get(listing.id) ?? 0,
        sentAtMs: reading.sentAt.getTime(),
        answeredAtMs: reading.answeredAt.getTime(),
        shownUnits: counted?.shownUnits ?? null,
        reservedUnits: counted?.reservedUnits ?? null,
        sellableUnits: counted ? forSale(connector.semanticsOf(listing), counted) : null,
        fence: lease.fence,
        closed: null,
      },
    ]
  })
  const now = clock.now()
  await fenced(em.fork(), lease, async (tx) => {
    await setWatched(tx, [...due.keys()], now)
    const waiting = await readWaiting(tx, [...due.keys()])
    const fresh = rows.filter(({ listingId }) => !waiting.has(listingId))
    if (fresh.length > 0) await writeReadings(tx, fresh, now.getTime())
  })
  // Apart from what is held under our own lease: two turns that make each other due would wait for each other.
  await makeDue(em.fork(), { channelId: channel.id, task: 'publish', at: now })
  return rows.length
}

const underWay = sql`exists (
  select from ${sql.table('stock_command')} c where c.listing_id = p.listing_id and c.state = 'open' and c.kind <> 'set_zero')`

/** Those that are due and have a call under way. */
async function lookLater({ em, lease, connection, clock }: Publishing): Promise<void> {
  const now = clock.now()
  const { rows } = await sql<{ id: string }>`
    select p.listing_id as id from ${sql.table('listing_publishing')} p
     where p.channel_id = ${connection.channel.id} and p.watch_at <= ${now}::timestamptz and ${underWay}
     order by p.listing_id limit ${LISTINGS_A_TURN}`.execute(merchantDb(em.fork()))
  if (rows.length === 0) return
  await fenced(em.fork(), lease, async (tx) => {
    await sql`
      with due as (
        select listing_id from ${sql.table('listing_publishing')} where listing_id = any(${ids(rows.map(({ id }) => id))}::bigint[])
         order by listing_id for update)
      update ${sql.table('listing_publishing')} p set watch_at = ${new Date(now.getTime() + SOON_MS)}::timestamptz
        from due where p.listing_id = due.listing_id`.execute(merchantDb(tx))
  })
}

/** The number of the last try of each, by listing. */
async function readDue(
  em: Em,
  { channelId, now, limit }: { readonly channelId: string; readonly now: Date; readonly limit: number },
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; tries: string }>`
    select p.listing_id as id, p.tries from ${sql.table('listing_publishing')} p join ${sql.table('listing')} l on l.id = p.listing_id
     where p.channel_id = ${channelId} and p.watch_at <= ${now}::timestamptz and l.joined_at is not null and not ${underWay}
     order by p.watch_at, p.listing_id limit ${limit}`.execute(merchantDb(em))
  return new Map(rows.map(({ id, tries }) => [id, Number(tries)]))
}

/** A listing that was stopped, or is in doubt, is read until that is settled. */
async function setWatched(tx: Em, listingIds: readonly string[], now: Date): Promise<void> {
  const [at, soon] = [new Date(now.getTime() + cadence.readingsMs), new Date(now.getTime() + SOON_MS)]
  await sql`
    with due as (
      select listing_id from ${sql.table('listing_publishing')} where listing_id = any(${ids(listingIds)}::bigint[])
       order by listing_id for update)
    update ${sql.table('listing_publishing')} p
       set watch_at = case when p.doubted_at is not null or (p.stopped_at is not null and exists (
             select from ${sql.table('listing_quota')} q where q.listing_id = p.listing_id and q.quota <> 0))
           then ${soon}::timestamptz else ${at}::timestamptz end
      from due where p.listing_id = due.listing_id`.execute(merchantDb(tx))
}

/** One reading at a time waits for a listing: that of the publisher's serves as well. */
async function readWaiting(tx: Em, listingIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select listing_id as id from ${sql.table('stock_reading')}
     where closed_at is null and listing_id = any(${ids(listingIds)}::bigint[])`.execute(merchantDb(tx))
  return new Set(rows.map(({ id }) => id))
}

/** When the next counter of the channel has to be read; null: none is. */
export async function nextWatchMs(em: Em, channelId: string): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`
    select ${msOf('p.watch_at')} as at from ${sql.table('listing_publishing')} p join ${sql.table('listing')} l on l.id = p.listing_id
     where p.channel_id = ${channelId} and l.joined_at is not null order by p.watch_at limit 1`.execute(merchantDb(em))
  return rows[0]?.at ?? null
}
