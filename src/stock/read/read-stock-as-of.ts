import { sql, type RawBuilder } from 'kysely'
import { toLocationId, toPoolId, toSkuId, type Condition, type LocationId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from '../sql/instants.ts'

/** `known`: as we had it in the books at that instant. `happened`: as it was, by all that has been told since. */
export type AsOfBasis = 'known' | 'happened'

export interface PoolStockAsOf {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly onHand: number
  readonly held: number
  readonly quota: number
  readonly lockKept: number
  readonly safetyKept: number
  readonly deficit: number
  readonly overcommit: number
  readonly free: number
}

interface AsOf {
  readonly skuIds: readonly SkuId[]
  readonly atMs: number
  readonly basis: AsOfBasis
}

type PoolRow = {
  readonly [
    Key in 'pool_id' | 'sku_id' | 'on_hand' | 'held' | 'quota' | 'lock_kept' | 'safety_kept' | 'deficit' | 'overcommit'
  ]: string
}

/**
 * The pools at a past instant: today's balances less what the ledger has moved since, in one statement, so that both
 * are of one moment. An expired hold counts as held until its expiry was booked.
 */
export async function readPoolStockAsOf(em: Em, { skuIds, atMs, basis }: AsOf): Promise<readonly PoolStockAsOf[]> {
  const { rows } = await sql<PoolRow>`
    select b.pool_id, b.sku_id,
           b.on_hand + coalesce(m.outside, 0) as on_hand, b.held - coalesce(m.held, 0) as held, b.quota - coalesce(m.quota, 0) as quota,
           b.lock_kept - coalesce(m.lock, 0) as lock_kept, b.safety_kept - coalesce(m.safety, 0) as safety_kept,
           b.deficit + coalesce(m.deficit, 0) as deficit, b.overcommit + coalesce(m.overcommit, 0) as overcommit
      from ${sql.table('pool_balance')} b
      join ${sql.table('pool')} p on p.id = b.pool_id
      left join lateral (
           select ${into('outside')}, ${into('held')}, ${into('quota')}, ${into('lock')}, ${into('safety')}, ${into('deficit')},
                  ${into('overcommit')}
             from ${sql.table('ledger')} g
            where g.sku_id = b.sku_id and g.pool_id = b.pool_id and ${after('g', basis)} > ${instant(atMs)}::timestamptz) m on true
     where b.sku_id = any(${skuIds}::bigint[])
     order by b.sku_id, p.position, p.id`.execute(merchantDb(em))
  return rows.map(toStock)
}

/** Net units that moved into an account. */
function into(account: string): RawBuilder<unknown> {
  const name = sql.ref(account)
  return sql`sum(case when g.to_place = ${account} then g.units when g.from_place = ${account} then -g.units else 0 end) as ${name}`
}

function after(alias: 'g' | 'm', basis: AsOfBasis): RawBuilder<unknown> {
  return basis === 'known' ? sql.ref(`${alias}.recorded_at`) : sql.ref(`${alias}.happened_at`)
}

function toStock(row: PoolRow): PoolStockAsOf {
  const figures = {
    onHand: Number(row.on_hand),
    held: Number(row.held),
    quota: Number(row.quota),
    lockKept: Number(row.lock_kept),
    safetyKept: Number(row.safety_kept),
    deficit: Number(row.deficit),
    overcommit: Number(row.overcommit),
  }
  const { onHand, deficit, overcommit, held, quota, lockKept, safetyKept } = figures
  const free = onHand + deficit + overcommit - held - quota - lockKept - safetyKept
  return { poolId: toPoolId(row.pool_id), skuId: toSkuId(row.sku_id), ...figures, free }
}

export interface GoodsAsOf {
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly units: number
}

/** The goods at each location at a past instant. */
export async function readLocationStockAsOf(em: Em, { skuIds, atMs, basis }: AsOf): Promise<readonly GoodsAsOf[]> {
  const { rows } = await sql<{ location_id: string; sku_id: string; condition: Condition; units: string }>`
    select s.location_id, s.sku_id, s.condition, s.units - coalesce(later.units, 0) as units
      from ${sql.table('location_stock')} s
      join ${sql.table('location')} place on place.id = s.location_id
      left join lateral (
           select sum(m.units) as units
             from ${sql.table('stock_move')} m
            where m.location_id = s.location_id and m.sku_id = s.sku_id and m.condition = s.condition
              and ${after('m', basis)} > ${instant(atMs)}::timestamptz) later on true
     where s.sku_id = any(${skuIds}::bigint[])
     order by s.sku_id, place.code, s.condition`.execute(merchantDb(em))
  return rows.map((row) => ({
    locationId: toLocationId(row.location_id),
    skuId: toSkuId(row.sku_id),
    condition: row.condition,
    units: Number(row.units),
  }))
}
