import { sql, type RawBuilder } from 'kysely'
import { toLocationId, toPoolId, toSkuId, type LocationId, type PoolId, type SkuId } from '../../domain/ids.ts'
import type { Balance } from '../../domain/balance.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids, manyIds, numbers } from './columns.ts'
import { instant, msOf } from './instants.ts'

/** Units of holds that have expired and are still booked as held. */
export interface DueUnits {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly locationId: LocationId | null
  readonly units: number
  readonly lines: number
}

interface Row {
  readonly pool_id: string
  readonly sku_id: string
  readonly location_id: string | null
  readonly units: string
  readonly lines: string
}

export interface StandingRow {
  /** When something first comes due there after what is booked already, unless that is later than was asked for. */
  readonly due_ms: number | null
  /** Whether campaigns were promised something there; null: there is no such balance. */
  readonly promised: boolean | null
}

/** What stands at these balances. Sent behind the statement that locks them, it sees what whoever held the locks before has written. */
export function readStanding(keys: readonly Pick<Balance, 'poolId' | 'skuId'>[], untilMs: number): RawBuilder<StandingRow> {
  return sql<StandingRow>`
    select min(${msOf('due.expires_at')}) as due_ms,
           bool_or(exists (select from ${sql.table('lock_line')} k where k.pool_id = b.pool_id and k.sku_id = b.sku_id and k.open)) as promised
      from unnest(${manyIds(keys.map(({ poolId }) => poolId))}, ${manyIds(keys.map(({ skuId }) => skuId))}) as wanted (pool_id, sku_id)
      join ${sql.table('pool_balance')} b using (pool_id, sku_id)
      left join lateral (
           select l.expires_at
             from ${sql.table('hold_line')} l
            where l.sku_id = b.sku_id and l.pool_id = b.pool_id
              and l.expires_at > b.expired_through and l.expires_at <= ${instant(untilMs)}::timestamptz
            order by l.expires_at limit 1) due on true`
}

/**
 * Sums what has come due at these locked balances since they were last booked. A sum and an instant are all that is
 * written for it, however many holds expire together: no row of a hold changes.
 */
export async function readDueUnits(em: Em, balances: readonly Balance[], nowMs: number): Promise<readonly DueUnits[]> {
  // `offset 0` keeps the planner at one look into the index a balance, whatever it believes about the lines.
  const { rows } = await sql<Row>`
    select b.pool_id, b.sku_id, due.location_id, sum(due.units) as units, count(*) as lines
      from unnest(
             ${ids(balances.map(({ poolId }) => poolId))}::bigint[], ${ids(balances.map(({ skuId }) => skuId))}::bigint[],
             ${numbers(balances.map(({ expiredThroughMs }) => expiredThroughMs))}::float8[])
           as b (pool_id, sku_id, expired_through_ms)
     cross join lateral (
           select l.location_id, greatest(l.units - l.released - l.shipped, 0) as units
             from ${sql.table('hold_line')} l
            where l.sku_id = b.sku_id and l.pool_id = b.pool_id
              and l.expires_at > to_timestamp(b.expired_through_ms / 1000) and l.expires_at <= ${instant(nowMs)}::timestamptz
           offset 0) due
     group by b.pool_id, b.sku_id, due.location_id`.execute(merchantDb(em))
  return rows.map((row) => ({
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    locationId: row.location_id === null ? null : toLocationId(row.location_id),
    units: Number(row.units),
    lines: Number(row.lines),
  }))
}
