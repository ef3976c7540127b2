import { sql } from 'kysely'
import { post, freeUnits, shortfallUnits, type Balance } from '../../domain/balance.ts'
import { giveBack } from '../../domain/flows.ts'
import type { PoolId, SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant } from '../sql/instants.ts'
import { toBalance, type BalanceRow } from '../sql/lock-balances.ts'

/** What one pool has of one SKU, by the clock: holds that have expired and what was kept for campaigns that have ended are back, whether or not anything has booked them. */
export interface PoolStock extends Balance {
  readonly free: number
  readonly shortfall: number
}

interface Row extends Omit<BalanceRow, 'expired_through_ms'> {
  readonly negative_quota: string
  readonly due: string
  /** Kept for campaigns that have ended. */
  readonly ended: string
}

/** The balances of these SKUs in every pool that knows them (or in the named ones), with one statement. */
export async function readBalances(
  em: Em,
  { skuIds, poolIds, nowMs }: { readonly skuIds: readonly SkuId[]; readonly poolIds?: readonly PoolId[]; readonly nowMs: number },
): Promise<readonly PoolStock[]> {
  const { rows } = await sql<Row>`
    select b.pool_id, b.sku_id, b.on_hand, b.held, b.quota, b.lock_kept, b.safety_kept, b.safety_wanted, b.deficit, b.overcommit,
           b.overcommit_wanted, b.overcommit_per_day,
           coalesce(due.units, 0) as due, coalesce(ended.units, 0) as ended, coalesce(below.units, 0) as negative_quota
      from ${sql.table('pool_balance')} b
      join ${sql.table('pool')} p on p.id = b.pool_id
      left join lateral (
           select sum(greatest(l.units - l.released - l.shipped, 0)) as units
             from ${sql.table('hold_line')} l
            where l.sku_id = b.sku_id and l.pool_id = b.pool_id
              and l.expires_at > b.expired_through and l.expires_at <= ${instant(nowMs)}::timestamptz) due on true
      left join lateral (
           select sum(k.kept) as units
             from ${sql.table('lock_line')} k
             join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
             join ${sql.table('campaign')} c on c.id = l.campaign_id
            where k.pool_id = b.pool_id and k.sku_id = b.sku_id and k.open
              and least(c.ends_at, c.ended_at) <= ${instant(nowMs)}::timestamptz) ended on b.lock_kept > 0
      left join lateral (
           select sum(least(q.quota, 0) * c.units) as units
             from ${sql.table('listing_quota')} q
             join ${sql.table('listing_open_version')} v on v.listing_id = q.listing_id
             join ${sql.table('recipe_component')} c on c.recipe_version_id = v.recipe_version_id and c.sku_id = b.sku_id
            where q.pool_id = b.pool_id and q.below_zero) below on b.quota <> 0
     where b.sku_id = any(${skuIds}::bigint[])
       and (${poolIds === undefined} or b.pool_id = any(${poolIds ?? []}::bigint[]))
     order by b.sku_id, p.position, p.id`.execute(merchantDb(em))
  return rows.map(toPoolStock)
}

function toPoolStock(row: Row): PoolStock {
  const stored = toBalance({ ...row, expired_through_ms: -Infinity })
  const [due, ended] = [Number(row.due), Number(row.ended)]
  const held = due === 0 ? stored : giveBack(stored, due, 'held').reduce(post, stored)
  const balance = ended === 0 ? held : giveBack(held, ended, 'lock').reduce(post, held)
  return { ...balance, free: freeUnits(balance), shortfall: shortfallUnits(balance, Number(row.negative_quota)) }
}
