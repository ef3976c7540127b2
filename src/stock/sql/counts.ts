import { sql, type RawBuilder } from 'kysely'
import { stockKey, toCountId, toLocationId, toSkuId, type Condition, type CountId, type StockKey } from '../../domain/ids.ts'
import type { CountMark } from '../../domain/location-stock.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { StockCount } from '../engine/journal.ts'
import type { CountAt, CountLevel } from '../engine/operation.ts'
import { instant, msOf } from './instants.ts'

interface Since {
  readonly locationId: string
  readonly skuId: string
  readonly condition: Condition
  readonly sinceMs: number
}

interface MarkRow {
  readonly id: string
  readonly location_id: string
  readonly sku_id: string
  readonly condition: Condition
  readonly counted_units: string
  readonly added_back: string
  readonly counted_at_ms: number
  readonly document: string
}

/** The counts of these places that are booked at or after an instant each. */
export async function readCounts(em: Em, places: readonly Since[]): Promise<readonly StockCount[]> {
  const { rows } = await sql<MarkRow>`
    select distinct c.id, c.location_id, c.sku_id, c.condition, c.counted_units, c.added_back, c.document,
           ${msOf('c.counted_at')} as counted_at_ms
      from ${sql.table('stock_count')} c
      join unnest(
             ${places.map(({ locationId }) => locationId)}::bigint[], ${places.map(({ skuId }) => skuId)}::bigint[],
             ${places.map(({ condition }) => condition)}::text[], ${places.map(({ sinceMs }) => instant(sinceMs))}::timestamptz[])
             as wanted (location_id, sku_id, condition, since) using (location_id, sku_id, condition)
     where c.counted_at >= wanted.since and c.voided_at is null`.execute(merchantDb(em))
  return rows.map((row) => ({
    id: toCountId(row.id),
    locationId: toLocationId(row.location_id),
    skuId: toSkuId(row.sku_id),
    condition: row.condition,
    countedUnits: Number(row.counted_units),
    addedBack: Number(row.added_back),
    countedAtMs: row.counted_at_ms,
    document: row.document,
    voided: false,
  }))
}

export function toMarks(counts: readonly StockCount[]): ReadonlyMap<StockKey, readonly CountMark[]> {
  return Map.groupBy(counts, ({ locationId, skuId, condition }) => stockKey(locationId, skuId, condition))
}

/**
 * For each count, what moved at its place after its instant (counts of the same instant are ordered by document), and
 * the ordered units that its figures leave out: those the location had surely acknowledged and not yet shipped by then.
 */
export async function readCountLevels(em: Em, counts: readonly CountAt[]): Promise<readonly CountLevel[]> {
  const column = (of: (count: CountAt) => unknown) => counts.map(of)
  const { rows } = await sql<{ later_units: string; added_back: string }>`
    select coalesce(later.units, 0) as later_units, coalesce(ordered.units, 0) as added_back
      from unnest(
             ${column(({ locationId }) => locationId)}::bigint[], ${column(({ skuId }) => skuId)}::bigint[],
             ${column(({ condition }) => condition)}::text[], ${column(({ countedAtMs }) => instant(countedAtMs))}::timestamptz[],
             ${column(({ document }) => document)}::text[])
           with ordinality as t (location_id, sku_id, condition, counted_at, document, n)
      left join lateral (
           select sum(m.units) as units
             from ${sql.table('stock_move')} m
             left join ${sql.table('stock_count')} c on c.id = m.count_id
            where m.location_id = t.location_id and m.sku_id = t.sku_id and m.condition = t.condition
              and (m.happened_at > t.counted_at
                   or (m.happened_at = t.counted_at and c.document > t.document collate "C"))) later on true
      left join lateral (${orderedUnits()}) ordered on true
     order by t.n`.execute(merchantDb(em))
  return rows.map((row) => ({ laterUnits: Number(row.later_units), addedBack: Number(row.added_back) }))
}

function orderedUnits(): RawBuilder<unknown> {
  return sql`
    select sum(greatest(0, l.units - l.released + coalesce(released_later.units, 0) - coalesce(shipped.units, 0))) as units
      from ${sql.table('acknowledgement')} a
      join ${sql.table('location')} place on place.id = a.location_id and not place.figures_include_unshipped
      join ${sql.table('hold')} h on h.id = a.hold_id and (h.state <> 'held' or h.expires_at > t.counted_at)
      join ${sql.table('hold_line')} l on l.hold_id = a.hold_id and l.line = a.line and l.sku_id = a.sku_id
      left join lateral (
           select max(f.units) as units
             from ${sql.table('shipment_figure')} f
            where f.order_ref = coalesce(h.reference, h.id::text) and f.line = l.line and f.sku_id = l.sku_id
              and f.happened_at <= t.counted_at) shipped on true
      left join lateral (
           select sum(g.units) as units
             from ${sql.table('ledger')} g
            where g.sku_id = l.sku_id and g.pool_id = l.pool_id and g.recorded_at > t.counted_at and g.happened_at > t.counted_at
              and g.document = 'hold:' || h.id || '/' || l.line and g.reason = 'release' and g.from_place = 'held') released_later on true
     where a.location_id = t.location_id and a.sku_id = t.sku_id and t.condition = 'sellable' and a.acknowledged_at <= t.counted_at`
}

/** What a count and the counter-lines against it come to. */
export async function readCountLines(em: Em, documents: readonly string[]): Promise<ReadonlyMap<CountId, number>> {
  const { rows } = await sql<{ count_id: string; units: string }>`
    select c.id as count_id, coalesce(sum(m.units), 0) as units
      from ${sql.table('stock_count')} c
      left join ${sql.table('stock_move')} m on m.count_id = c.id
     where c.document = any(${documents}::text[]) and c.voided_at is null
     group by c.id`.execute(merchantDb(em))
  return new Map(rows.map((row) => [toCountId(row.count_id), Number(row.units)]))
}

export async function writeCounts(em: Em, counts: readonly StockCount[], recordedAtMs: number): Promise<void> {
  const column = (of: (count: StockCount) => unknown) => counts.map(of)
  const recordedAt = instant(recordedAtMs)
  await sql`
    insert into ${sql.table('stock_count')}
      (id, location_id, sku_id, condition, counted_units, added_back, counted_at, document, recorded_at, voided_at)
    select v.id, v.location_id, v.sku_id, v.condition, v.counted_units, v.added_back, v.counted_at, v.document,
           ${recordedAt}::timestamptz, case when v.voided then ${recordedAt}::timestamptz end
      from unnest(
        ${column(({ id }) => id)}::uuid[], ${column(({ locationId }) => locationId)}::bigint[],
        ${column(({ skuId }) => skuId)}::bigint[], ${column(({ condition }) => condition)}::text[],
        ${column(({ countedUnits }) => countedUnits)}::bigint[], ${column(({ addedBack }) => addedBack)}::bigint[],
        ${column(({ countedAtMs }) => instant(countedAtMs))}::timestamptz[], ${column(({ document }) => document)}::text[],
        ${column(({ voided }) => voided)}::boolean[])
        as v (id, location_id, sku_id, condition, counted_units, added_back, counted_at, document, voided)
        on conflict (id) do update set voided_at = excluded.voided_at, added_back = excluded.added_back`.execute(merchantDb(em))
}
