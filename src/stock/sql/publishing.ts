import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { FailingMoves } from '../../domain/publishing/failing-moves.ts'
import type { Published, SoldSets, WaitingReading } from '../engine/published.ts'
import { ids, manyIds, numbers } from './columns.ts'
import { msOf } from './instants.ts'
import { bigint, instants, integer, rowsOf, text, uuid } from './rows.ts'
import { sendAll } from './send-all.ts'

export interface PublishedRow {
  readonly listing_id: string
  readonly channel_id: string
  readonly wanted: string | null
  readonly next_ms: number | null
  readonly revision: string
  readonly tries: string
  readonly frozen_ms: number | null
  readonly raises_blocked: string | null
  readonly told_units: string | null
  readonly told_ms: number | null
  readonly negative_units: string | null
  readonly negative_ms: number | null
  readonly failing_tries: number
  readonly failing_since_ms: number | null
  readonly failing_again_ms: number | null
  readonly failing_told_ms: number | null
}

/** What is on record of publishing a listing `p`. */
export const publishedColumns = sql`
  p.listing_id, p.channel_id, p.wanted, ${msOf('p.next_at')} as next_ms, p.revision, p.tries, ${msOf('p.frozen_until')} as frozen_ms,
  p.raises_blocked, p.told_units, ${msOf('p.told_at')} as told_ms, p.negative_units, ${msOf('p.negative_at')} as negative_ms,
  p.failing_tries, ${msOf('p.failing_since')} as failing_since_ms, ${msOf('p.failing_again_at')} as failing_again_ms,
  ${msOf('p.failing_told_at')} as failing_told_ms`

/** What is on record of publishing these listings. The rows are locked for the transaction, in order of id. */
export async function lockPublished(em: Em, listingIds: readonly string[]): Promise<readonly Published[]> {
  const { rows } = await sql<PublishedRow>`
    select ${publishedColumns} from ${sql.table('listing_publishing')} p where p.listing_id = any(${manyIds(listingIds)})
     order by p.listing_id for update`.execute(merchantDb(em))
  return rows.map(toPublished)
}

export function toPublished(row: PublishedRow): Published {
  return {
    listingId: row.listing_id,
    channelId: row.channel_id,
    wanted: units(row.wanted),
    nextAtMs: row.next_ms,
    revision: row.revision,
    tries: Number(row.tries),
    frozenUntilMs: row.frozen_ms,
    raisesBlocked: row.raises_blocked,
    toldUnits: units(row.told_units),
    toldAtMs: row.told_ms,
    negativeUnits: units(row.negative_units),
    negativeAtMs: row.negative_ms,
    failing: toFailing(row),
  }
}

function toFailing({ failing_since_ms: sinceMs, failing_again_ms: againAtMs, ...row }: PublishedRow): FailingMoves | null {
  if (sinceMs === null || againAtMs === null) return null
  return { tries: row.failing_tries, sinceMs, againAtMs, toldAtMs: row.failing_told_ms }
}

/** Stores what the publisher has changed; the rows are locked, or are made here. */
export async function writePublished(em: Em, all: readonly Published[]): Promise<void> {
  const rows = all.toSorted((a, b) => Number(a.listingId) - Number(b.listingId))
  await sql`
    insert into ${sql.table('listing_publishing')}
      (listing_id, channel_id, wanted, next_at, tries, frozen_until, raises_blocked, told_units, told_at, negative_units, negative_at,
       failing_tries, failing_since, failing_again_at, failing_told_at)
    ${rowsOf({
      listing_id: bigint(rows.map(({ listingId }) => listingId)),
      channel_id: bigint(rows.map(({ channelId }) => channelId)),
      wanted: bigint(rows.map(({ wanted }) => wanted)),
      next_at: instants(rows.map(({ nextAtMs }) => nextAtMs)),
      tries: bigint(rows.map(({ tries }) => tries)),
      frozen_until: instants(rows.map(({ frozenUntilMs }) => frozenUntilMs)),
      raises_blocked: text(rows.map(({ raisesBlocked }) => raisesBlocked)),
      told_units: bigint(rows.map(({ toldUnits }) => toldUnits)),
      told_at: instants(rows.map(({ toldAtMs }) => toldAtMs)),
      negative_units: bigint(rows.map(({ negativeUnits }) => negativeUnits)),
      negative_at: instants(rows.map(({ negativeAtMs }) => negativeAtMs)),
      failing_tries: integer(rows.map(({ failing }) => failing?.tries ?? 0)),
      failing_since: instants(rows.map(({ failing }) => failing?.sinceMs ?? null)),
      failing_again_at: instants(rows.map(({ failing }) => failing?.againAtMs ?? null)),
      failing_told_at: instants(rows.map(({ failing }) => failing?.toldAtMs ?? null)),
    })}
        on conflict (listing_id) do update
       set wanted = excluded.wanted, next_at = excluded.next_at, tries = excluded.tries, frozen_until = excluded.frozen_until,
           raises_blocked = excluded.raises_blocked, told_units = excluded.told_units, told_at = excluded.told_at,
           negative_units = excluded.negative_units, negative_at = excluded.negative_at,
           failing_tries = excluded.failing_tries, failing_since = excluded.failing_since,
           failing_again_at = excluded.failing_again_at, failing_told_at = excluded.failing_told_at`.execute(merchantDb(em))
}

/**
 * Counts what orders have taken for the first time: demand is reckoned from it. A quota that was below zero is so by them from now on (R6).
 */
export async function addSold(em: Em, sold: ReadonlyMap<string, SoldSets>): Promise<void> {
  const rows = [...sold].toSorted(([a], [b]) => Number(a) - Number(b))
  await sql`
    with taken as (
      select p.listing_id, v.units, v.orders
        from ${sql.table('listing_publishing')} p
        join unnest(${ids(rows.map(([id]) => id))}::bigint[], ${numbers(rows.map(([, { sets }]) => sets))}::bigint[],
                    ${numbers(rows.map(([, { orders }]) => orders))}::bigint[]) as v (listing_id, units, orders) using (listing_id)
       order by p.listing_id for update of p)
    update ${sql.table('listing_publishing')} p
       set sold = p.sold + taken.units, sold_orders = p.sold_orders + taken.orders, negative_units = null, negative_at = null
      from taken where p.listing_id = taken.listing_id`.execute(merchantDb(em))
}

interface ReadingRow {
  readonly id: string
  readonly listing_id: string
  readonly tries_before: string
  readonly sent_ms: number
  readonly answered_ms: number
  readonly shown_units: string | null
  readonly reserved_units: string | null
  readonly sellable_units: string | null
  readonly fence: string
}

/** The readings of these listings that wait to be settled: at most one each. */
export async function readWaitingReadings(em: Em, listingIds: readonly string[]): Promise<readonly WaitingReading[]> {
  const { rows } = await sql<ReadingRow>`
    select id, listing_id, tries_before, ${msOf('sent_at')} as sent_ms, ${msOf('answered_at')} as answered_ms, shown_units,
           reserved_units, sellable_units, fence
      from ${sql.table('stock_reading')} where closed_at is null and listing_id = any(${manyIds(listingIds)})`.execute(
    merchantDb(em),
  )
  return rows.map((row) => ({
    id: row.id,
    listingId: row.listing_id,
    triesBefore: Number(row.tries_before),
    sentAtMs: row.sent_ms,
    answeredAtMs: row.answered_ms,
    shownUnits: units(row.shown_units),
    reservedUnits: units(row.reserved_units),
    sellableUnits: units(row.sellable_units),
    fence: row.fence,
    closed: null,
  }))
}

/** Stores new readings and closes those that were settled. What is closed makes room for a new one of the same listing. */
export async function writeReadings(em: Em, all: readonly WaitingReading[], nowMs: number): Promise<void> {
  const closed = all.filter((reading) => reading.closed !== null)
  const fresh = all.filter((reading) => reading.closed === null)
  await sendAll(em, [
    ...(closed.length > 0 ? [closeReadings(closed, nowMs)] : []),
    ...(fresh.length > 0 ? [insertReadings(fresh, nowMs)] : []),
  ])
}

function closeReadings(closed: readonly WaitingReading[], nowMs: number): RawBuilder<unknown> {
  return sql`
    update ${sql.table('stock_reading')} r
       set closed_at = to_timestamp(${nowMs}::float8 / 1000), outcome = v.outcome, settled_units = v.settled_units,
           freed_units = v.freed_units
      from (${rowsOf({
        id: uuid(closed.map(({ id }) => id)),
        outcome: text(closed.map((reading) => reading.closed?.outcome ?? null)),
        settled_units: bigint(closed.map((reading) => reading.closed?.units ?? null)),
        freed_units: bigint(closed.map((reading) => reading.closed?.freed ?? 0)),
      })}) v
     where r.id = v.id`
}

function insertReadings(fresh: readonly WaitingReading[], nowMs: number): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table('stock_reading')}
      (id, listing_id, tries_before, sent_at, answered_at, shown_units, reserved_units, sellable_units, fence, recorded_at, channel_id)
    select v.*, l.channel_id from (${rowsOf({
      id: uuid(fresh.map(({ id }) => id)),
      listing_id: bigint(fresh.map(({ listingId }) => listingId)),
      tries_before: bigint(fresh.map(({ triesBefore }) => triesBefore)),
      sent_at: instants(fresh.map(({ sentAtMs }) => sentAtMs)),
      answered_at: instants(fresh.map(({ answeredAtMs }) => answeredAtMs)),
      shown_units: bigint(fresh.map(({ shownUnits }) => shownUnits)),
      reserved_units: bigint(fresh.map(({ reservedUnits }) => reservedUnits)),
      sellable_units: bigint(fresh.map(({ sellableUnits }) => sellableUnits)),
      fence: bigint(fresh.map(({ fence }) => fence)),
      recorded_at: instants(fresh.map(() => nowMs)),
    })}) v join ${sql.table('listing')} l on l.id = v.listing_id`
}

function units(text: string | null): number | null {
  return text === null ? null : Number(text)
}
