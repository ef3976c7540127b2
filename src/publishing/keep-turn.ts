import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { listingKey } from '../channels/listing.ts'
import type { MissingReading, StockReading } from '../channels/stock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { ids, numbers } from '../stock/sql/columns.ts'
import { writeReadings } from '../stock/sql/publishing.ts'
import type { WaitingReading } from '../stock/engine/published.ts'
import { forSale } from './for-sale.ts'
import type { WorkItem } from './read-work.ts'

/**
 * R11: what was sent and has no answer on record was sent by a worker that is no more: its outcome is unknown. Stops are sent
 * under a lease of their own, whose next turn takes them over. Listings are locked first, in order, as everybody locks them.
 */
export async function takeOverOpen(tx: Em, lease: Lease, now: Date): Promise<number> {
  const isStop = lease.task === 'stop'
  const { numAffectedRows } = await sql`
    with due as (
      select p.listing_id from ${sql.table('listing_publishing')} p
       where p.channel_id = ${lease.channelId} and exists (
             select from ${sql.table('stock_command')} c
              where c.listing_id = p.listing_id and c.state = 'open' and (c.kind = 'set_zero') = ${isStop})
       order by p.listing_id for update of p),
    lost as (
      update ${sql.table('stock_command')} c set state = 'unknown'
        from due
       where c.listing_id = due.listing_id and c.state = 'open' and (c.kind = 'set_zero') = ${isStop}
      returning c.listing_id)
    update ${sql.table('listing_publishing')} p set next_at = ${now}::timestamptz, revision = p.revision + 1
      from lost where p.listing_id = lost.listing_id`.execute(merchantDb(tx))
  return Number(numAffectedRows ?? 0n)
}

export interface Read {
  readonly item: WorkItem
  readonly reading: StockReading | MissingReading
}

/** Pairs each listing with what was read of it. */
export function pairReadings(items: readonly WorkItem[], readings: readonly (StockReading | MissingReading)[]): readonly Read[] {
  const byKey = new Map(readings.map((reading) => [listingKey(reading.listing), reading]))
  return items.flatMap((item) => {
    const reading = byKey.get(item.listing.key)
    return reading ? [{ item, reading }] : []
  })
}

/**
 * Keeps what was read until it is settled. The lease it was asked for under must still count: a reading that another worker's
 * turn lies between is thrown away. Until then nothing is to be done with a listing that has yet to join, or of whose command nobody knows
 * what came of it: it need not be looked at again to learn that.
 */
export async function keepReadings(
  tx: Em,
  { reads, lease, now }: { reads: readonly Read[]; lease: Lease; now: Date },
): Promise<void> {
  const waits = reads.filter(({ item: { joined, commands } }) => !joined || commands.length > 0)
  await putToRest(
    tx,
    waits.map(({ item: { listing, revision } }) => ({ listingId: listing.id, revision, untilMs: null })),
  )
  // One that somebody else has kept meanwhile. Looked up row by row: all of the shop's may wait.
  await sql`
    update ${sql.table('stock_reading')} set closed_at = ${now}::timestamptz, outcome = 'void'
     where id in (
           select r.id from unnest(${ids(reads.map(({ item }) => item.listing.id))}::bigint[]) as v (listing_id)
            cross join lateral (
                  select w.id from ${sql.table('stock_reading')} w where w.listing_id = v.listing_id and w.closed_at is null offset 0) r)`.execute(
    merchantDb(tx),
  )
  await writeReadings(
    tx,
    reads.map((read) => toWaiting(read, lease)),
    now.getTime(),
  )
}

function toWaiting({ item, reading }: Read, lease: Lease): WaitingReading {
  const counted = 'missing' in reading ? null : reading
  return {
    id: randomUUID(),
    listingId: item.listing.id,
    triesBefore: item.published.tries,
    sentAtMs: reading.sentAt.getTime(),
    answeredAtMs: reading.answeredAt.getTime(),
    shownUnits: counted?.shownUnits ?? null,
    reservedUnits: counted?.reservedUnits ?? null,
    sellableUnits: counted ? forSale(item.semantics, counted) : null,
    fence: lease.fence,
    closed: null,
  }
}

/** When a listing is looked at again, unless somebody has made it due meanwhile. */
export interface Rest {
  readonly listingId: string
  readonly revision: string
  readonly untilMs: number | null
}

export async function putToRest(tx: Em, rests: readonly Rest[]): Promise<void> {
  if (rests.length === 0) return
  const rows = rests.toSorted((a, b) => Number(a.listingId) - Number(b.listingId))
  await sql`
    with due as (
      select p.listing_id, v.until_ms
        from ${sql.table('listing_publishing')} p
        join unnest(
               ${ids(rows.map(({ listingId }) => listingId))}::bigint[], ${ids(rows.map(({ revision }) => revision))}::bigint[],
               ${numbers(rows.map(({ untilMs }) => untilMs))}::float8[]) as v (listing_id, revision, until_ms)
             using (listing_id)
       where p.revision = v.revision
       order by p.listing_id for update of p)
    update ${sql.table('listing_publishing')} p set next_at = to_timestamp(due.until_ms / 1000)
      from due where p.listing_id = due.listing_id`.execute(merchantDb(tx))
}
