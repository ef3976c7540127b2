import { sql } from 'kysely'
import { toLocationId, toSkuId, type Condition, type LocationId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from '../sql/instants.ts'

/** Goods of one SKU in one condition at one location. Below zero: a document is still missing. */
export interface GoodsAtLocation {
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly units: number
  /** Units of live holds that name this location. */
  readonly named: number
  readonly namedShort: number
}

interface Row {
  readonly location_id: string
  readonly sku_id: string
  readonly condition: Condition
  readonly units: string
  readonly named: string
  readonly named_due: string
}

/** Where the goods of these SKUs lie, with one statement; only at the named locations where some are named. */
export async function readLocationStock(
  em: Em,
  {
    skuIds,
    locationIds,
    nowMs,
  }: { readonly skuIds: readonly SkuId[]; readonly locationIds?: readonly LocationId[]; readonly nowMs: number },
): Promise<readonly GoodsAtLocation[]> {
  const { rows } = await sql<Row>`
    select s.location_id, s.sku_id, s.condition, s.units, s.named, coalesce(due.units, 0) as named_due
      from ${sql.table('location_stock')} s
      join ${sql.table('location')} place on place.id = s.location_id
      left join lateral (
           select sum(greatest(l.units - l.released - l.shipped, 0)) as units
             from ${sql.table('hold_line')} l
             join ${sql.table('pool_balance')} b on b.pool_id = l.pool_id and b.sku_id = l.sku_id
            where l.sku_id = s.sku_id and l.pool_id = place.pool_id and l.location_id = s.location_id
              and l.expires_at > b.expired_through and l.expires_at <= ${instant(nowMs)}::timestamptz) due on s.named > 0
     where s.sku_id = any(${skuIds}::bigint[])
       and (${locationIds === undefined} or s.location_id = any(${locationIds ?? []}::bigint[]))
       and (s.units <> 0 or s.named <> 0)
     order by s.sku_id, place.code, s.condition`.execute(merchantDb(em))
  return rows.map((row) => {
    const units = Number(row.units)
    const named = Number(row.named) - Number(row.named_due)
    return {
      locationId: toLocationId(row.location_id),
      skuId: toSkuId(row.sku_id),
      condition: row.condition,
      units,
      named,
      namedShort: Math.max(0, named - Math.max(0, units)),
    }
  })
}

export interface InTransit {
  readonly skuId: SkuId
  readonly condition: Condition
  readonly units: number
}

/** Units dispatched and not yet received; below zero where the arrival was told before the dispatch. */
export async function readInTransit(em: Em, skuIds: readonly SkuId[]): Promise<readonly InTransit[]> {
  const { rows } = await sql<{ sku_id: string; condition: Condition; units: string }>`
    select l.sku_id, l.condition, sum(l.dispatched - l.received) as units
      from ${sql.table('transfer_line')} l
      join ${sql.table('transfer')} t on t.reference = l.reference and t.closed_at is null
     where l.sku_id = any(${skuIds}::bigint[])
     group by l.sku_id, l.condition
    having sum(l.dispatched - l.received) <> 0`.execute(merchantDb(em))
  return rows.map((row) => ({ skuId: toSkuId(row.sku_id), condition: row.condition, units: Number(row.units) }))
}
