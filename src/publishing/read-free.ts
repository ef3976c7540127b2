import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import type { PlanFacts } from './read-plan.ts'

interface FreeRow {
  readonly pool_id: string
  readonly sku_id: string
  readonly free: string
  readonly kept: string
  readonly missed: string
  readonly percent: number
  readonly overcommit_wanted: string
  readonly overcommit_per_day: number
}

/** What campaigns miss is nobody's to share: where it is not free, shops are lowered for it. */
export async function readFree(em: Em, skuIds: readonly string[], now: Date): Promise<PlanFacts['balances']> {
  const { rows } = await sql<FreeRow>`
    with missed as (
      select k.pool_id, k.sku_id, sum(k.granted - k.kept - k.published - k.spent) as units
        from ${sql.table('lock_line')} k
        join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
        join ${sql.table('campaign')} c on c.id = l.campaign_id
       where k.open and k.sku_id = any(${ids(skuIds)}::bigint[]) and least(c.ends_at, c.ended_at) > ${now}::timestamptz
       group by k.pool_id, k.sku_id)
    select b.pool_id, b.sku_id, p.left_to_others_percent as percent, b.free - b.deficit - b.overcommit as free, b.lock_kept as kept,
           b.overcommit_wanted, b.overcommit_per_day,
           coalesce(m.units, 0) as missed
      from ${sql.table('pool_balance')} b
      join ${sql.table('pool')} p on p.id = b.pool_id
      left join missed m on m.pool_id = b.pool_id and m.sku_id = b.sku_id
     where b.sku_id = any(${ids(skuIds)}::bigint[]) order by b.pool_id, b.sku_id`.execute(merchantDb(em))
  return rows.map((row) => ({
    poolId: row.pool_id,
    skuId: row.sku_id,
    freeUnits: Number(row.free) - Number(row.missed),
    leftToOthersPercent: row.percent,
    lockedUnits: Number(row.kept) + Number(row.missed),
    overcommit: { units: Number(row.overcommit_wanted), perDay: row.overcommit_per_day },
  }))
}
