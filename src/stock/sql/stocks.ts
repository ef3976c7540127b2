import { sql, type RawBuilder } from 'kysely'
import { toLocationId, toPoolId, toSkuId, type Condition, type LocationId, type PoolId, type SkuId } from '../../domain/ids.ts'
import type { LocationStock } from '../../domain/location-stock.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { PlaceAt } from '../engine/operation.ts'
import { ids } from './columns.ts'
import { bigint, rowsOf, text } from './rows.ts'

/** Keeps these locations in their pools for the transaction, and tells which pools those are. */
export async function pinLocations(em: Em, locations: readonly LocationId[]): Promise<ReadonlyMap<LocationId, PoolId | null>> {
  const { rows } = await sql<{ id: string; pool_id: string | null }>`
    select id, pool_id from ${sql.table('location')} where id = any(${ids(locations)}::bigint[]) order by id for share`.execute(
    merchantDb(em),
  )
  return new Map(rows.map(({ id, pool_id: pool }) => [toLocationId(id), pool === null ? null : toPoolId(pool)]))
}

interface Row {
  readonly location_id: string
  readonly sku_id: string
  readonly condition: Condition
  readonly units: string
  readonly named: string
  readonly named_short: string
}

/** Locks the goods' rows in a fixed order, after their balances. */
export async function lockStocks(em: Em, places: readonly PlaceAt[]): Promise<readonly LocationStock[]> {
  const { rows } = await sql<Row>`
    select s.location_id, s.sku_id, s.condition, s.units, s.named, s.named_short
      from ${sql.table('location_stock')} s
      join unnest(
             ${places.map(({ locationId }) => locationId)}::bigint[], ${places.map(({ skuId }) => skuId)}::bigint[],
             ${places.map(({ condition }) => condition)}::text[]) as wanted (location_id, sku_id, condition)
           using (location_id, sku_id, condition)
     order by s.location_id, s.sku_id, s.condition
       for update of s`.execute(merchantDb(em))
  return rows.map((row) => ({
    locationId: toLocationId(row.location_id),
    skuId: toSkuId(row.sku_id),
    condition: row.condition,
    units: Number(row.units),
    named: Number(row.named),
    namedShort: Number(row.named_short),
  }))
}

/** Makes the rows that facts will need; runs before the transaction that locks them. */
export async function createStocks(em: Em, places: readonly { locationId: LocationId; skuId: SkuId; condition: Condition }[]) {
  await sql`
    insert into ${sql.table('location_stock')} (location_id, sku_id, condition)
    select * from unnest(
             ${places.map(({ locationId }) => locationId)}::bigint[], ${places.map(({ skuId }) => skuId)}::bigint[],
             ${places.map(({ condition }) => condition)}::text[]) as wanted (location_id, sku_id, condition)
     order by location_id, sku_id, condition
        on conflict do nothing`.execute(merchantDb(em))
}

export function writeStocks(stocks: readonly LocationStock[]): RawBuilder<unknown> {
  const rows = rowsOf({
    sku_id: bigint(stocks.map(({ skuId }) => skuId)),
    location_id: bigint(stocks.map(({ locationId }) => locationId)),
    condition: text(stocks.map(({ condition }) => condition)),
    units: bigint(stocks.map(({ units }) => units)),
    named: bigint(stocks.map(({ named }) => named)),
    named_short: bigint(stocks.map(({ namedShort }) => namedShort)),
  })
  return sql`
    update ${sql.table('location_stock')} s
       set units = v.units, named = v.named, named_short = v.named_short
      from (${rows}) as v
     where s.location_id = v.location_id and s.sku_id = v.sku_id and s.condition = v.condition`
}
