import { sql } from 'kysely'
import { toPoolId, toSkuId, type PoolId, type SkuId } from '../domain/ids.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { refillAt } from '../stock/locks/settle-locks.ts'
import { instant } from '../stock/sql/instants.ts'

export interface RefillCampaign {
  readonly campaign: string
  readonly balances: readonly { readonly poolId: PoolId; readonly skuId: SkuId }[]
}

/**
 * Gives campaigns back what holds had of them that have expired, which is done as these balances are locked, and makes up what they
 * miss out of what is free there, in the order of their ends.
 */
export const refillCampaign: Operation<RefillCampaign, { readonly kind: 'booked' }> = {
  name: 'refill_campaign',
  knowsRepeats: true,
  check: () => undefined,
  mentions: ({ campaign }) => ({ campaigns: [campaign] }),
  touches: ({ balances }) => ({ balances }),
  decide(book, { balances }, scene) {
    const pools = [...new Set(balances.map(({ poolId }) => poolId))]
    const skuIds = [...new Set(balances.map(({ skuId }) => skuId))]
    refillAt(book, { pools, skuIds }, scene)
    return { kind: 'booked' }
  },
}

const BALANCES_AT_ONCE = 200

/** Lines that miss something all of whose goods are free somewhere: what it takes to make it up, campaign by campaign. */
export async function readRefills(em: Em, nowMs: number): Promise<readonly RefillCampaign[]> {
  const { rows } = await sql<{ code: string; pool_id: string; sku_id: string }>`
    select c.code, k.pool_id, k.sku_id
      from ${sql.table('lock_line')} k
      join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
      join ${sql.table('campaign')} c on c.id = l.campaign_id
     where k.open and k.granted > k.kept + k.published + k.spent and least(c.ends_at, c.ended_at) > ${instant(nowMs)}::timestamptz
       and not exists (
           select from ${sql.table('lock_line')} o
             left join ${sql.table('pool_balance')} b on b.pool_id = o.pool_id and b.sku_id = o.sku_id
            where o.campaign_line_id = k.campaign_line_id and o.pool_id = k.pool_id and coalesce(b.free, 0) < o.per_set)
     order by least(c.ends_at, c.ended_at), c.id, k.pool_id, k.sku_id limit ${BALANCES_AT_ONCE}`.execute(merchantDb(em))
  return byCampaign(rows)
}

/** Lines that holds had something of that have expired: where some of their goods are locked alone, that waits for this. */
export async function readExpired(em: Em, nowMs: number): Promise<readonly RefillCampaign[]> {
  const { rows } = await sql<{ code: string; pool_id: string; sku_id: string }>`
    select distinct c.code, k.pool_id, k.sku_id
      from ${sql.table('campaign_hold_line')} s
      join ${sql.table('hold')} h on h.id = s.hold_id
      join ${sql.table('campaign_line')} l on l.id = s.campaign_line_id
      join ${sql.table('campaign')} c on c.id = l.campaign_id
      join ${sql.table('lock_line')} k on k.campaign_line_id = l.id and k.pool_id = s.pool_id and k.open
     where s.spent > 0 and h.expires_at <= ${instant(nowMs)}::timestamptz
     order by c.code, k.pool_id, k.sku_id limit ${BALANCES_AT_ONCE}`.execute(merchantDb(em))
  return byCampaign(rows)
}

function byCampaign(
  rows: readonly { readonly code: string; readonly pool_id: string; readonly sku_id: string }[],
): readonly RefillCampaign[] {
  return [...Map.groupBy(rows, ({ code }) => code)].map(([campaign, own]) => ({
    campaign,
    balances: own.map((row) => ({ poolId: toPoolId(row.pool_id), skuId: toSkuId(row.sku_id) })),
  }))
}
