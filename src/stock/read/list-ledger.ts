import { sql } from 'kysely'
import type { Account } from '../../domain/balance.ts'
import { toLocationId, toPoolId, toSkuId, type Condition, type LocationId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { msOf } from '../sql/instants.ts'
import { numberAfter, toListed, type Listed, type PageWanted } from './list-page.ts'

export interface LedgerEntry {
  readonly id: string
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly from: Account
  readonly to: Account
  readonly units: number
  readonly reason: string
  readonly document: string
  readonly actor: string
  readonly happenedAtMs: number
  readonly recordedAtMs: number
}

interface Row {
  readonly id: string
  readonly pool_id: string
  readonly sku_id: string
  readonly from_place: Account
  readonly to_place: Account
  readonly units: string
  readonly reason: string
  readonly document: string
  readonly actor: string
  readonly happened_at_ms: number
  readonly recorded_at_ms: number
}

/** A SKU's ledger, newest first; the key of a row is its id. */
export async function listLedger(
  em: Em,
  wanted: PageWanted & { readonly skuId: SkuId; readonly poolId: PoolId | null },
): Promise<Listed<LedgerEntry>> {
  const { rows } = await sql<Row>`
    select id, pool_id, sku_id, from_place, to_place, units, reason, document, actor,
           ${msOf('happened_at')} as happened_at_ms, ${msOf('recorded_at')} as recorded_at_ms
      from ${sql.table('ledger')}
     where sku_id = ${wanted.skuId}::bigint and (${wanted.poolId}::bigint is null or pool_id = ${wanted.poolId}::bigint)
       and (${numberAfter(wanted.after)}::bigint is null or id < ${numberAfter(wanted.after)}::bigint)
     order by id desc
     limit ${wanted.first + 1}`.execute(merchantDb(em))
  const entries = rows.map((row) => ({
    id: row.id,
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    from: row.from_place,
    to: row.to_place,
    units: Number(row.units),
    reason: row.reason,
    document: row.document,
    actor: row.actor,
    happenedAtMs: row.happened_at_ms,
    recordedAtMs: row.recorded_at_ms,
  }))
  return toListed(entries, wanted.first)
}

export interface MoveEntry {
  readonly id: string
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly units: number
  readonly reason: string
  readonly document: string
  readonly actor: string
  readonly happenedAtMs: number
  readonly recordedAtMs: number
}

interface MoveRow {
  readonly id: string
  readonly location_id: string
  readonly sku_id: string
  readonly condition: Condition
  readonly units: string
  readonly reason: string
  readonly document: string
  readonly actor: string
  readonly happened_at_ms: number
  readonly recorded_at_ms: number
}

/** What goods of a SKU came and went, newest first; the key of a row is its id. */
export async function listMoves(
  em: Em,
  wanted: PageWanted & { readonly skuId: SkuId; readonly locationId: LocationId | null },
): Promise<Listed<MoveEntry>> {
  const { rows } = await sql<MoveRow>`
    select id, location_id, sku_id, condition, units, reason, document, actor,
           ${msOf('happened_at')} as happened_at_ms, ${msOf('recorded_at')} as recorded_at_ms
      from ${sql.table('stock_move')}
     where sku_id = ${wanted.skuId}::bigint and (${wanted.locationId}::bigint is null or location_id = ${wanted.locationId}::bigint)
       and (${numberAfter(wanted.after)}::bigint is null or id < ${numberAfter(wanted.after)}::bigint)
     order by id desc
     limit ${wanted.first + 1}`.execute(merchantDb(em))
  const entries = rows.map((row) => ({
    id: row.id,
    locationId: toLocationId(row.location_id),
    skuId: toSkuId(row.sku_id),
    condition: row.condition,
    units: Number(row.units),
    reason: row.reason,
    document: row.document,
    actor: row.actor,
    happenedAtMs: row.happened_at_ms,
    recordedAtMs: row.recorded_at_ms,
  }))
  return toListed(entries, wanted.first)
}
