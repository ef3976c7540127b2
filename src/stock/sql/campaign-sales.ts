import { sql, type RawBuilder } from 'kysely'
import { lockedLineKey } from '../../domain/campaign/locked-line.ts'
import { toPoolId, type HoldId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { Sale } from '../engine/locks.ts'
import type { BuyerName } from '../engine/operation.ts'
import { ids, texts } from './columns.ts'
import { instant, msOf } from './instants.ts'
import { bigint, instants, integer, rowsOf, text, uuid } from './rows.ts'

interface Row {
  readonly hold_id: HoldId
  readonly line: number
  readonly campaign_id: string
  readonly campaign_line: number
  readonly pool_id: string
  readonly buyer: string | null
  readonly units: string
  readonly spent: string
  readonly held_ms: number
  readonly expires_ms: number | null
}

const columns: RawBuilder<unknown> = sql`
  s.hold_id, s.line, l.campaign_id, l.line as campaign_line, s.pool_id, encode(s.buyer, 'hex') as buyer, s.units, s.spent,
  ${msOf('s.held_at')} as held_ms, ${msOf('h.expires_at')} as expires_ms`

/** Direct sales of campaigns: those of these holds, and all that these buyers have of them. */
export async function readSales(
  em: Em,
  { holdIds, buyers }: { readonly holdIds: readonly HoldId[]; readonly buyers: readonly BuyerName[] },
): Promise<readonly Sale[]> {
  if (holdIds.length + buyers.length === 0) return []
  const { rows } = await sql<Row>`
    with wanted as (
      select s.hold_id, s.line from ${sql.table('campaign_hold_line')} s where s.hold_id = any(${ids(holdIds)}::uuid[])
       union
      select s.hold_id, s.line
        from unnest(${texts(buyers.map(({ campaign }) => campaign))}::text[], ${texts(buyers.map(({ buyer }) => buyer))}::text[]) as b (code, buyer)
        join ${sql.table('campaign')} c on c.code = b.code
        join ${sql.table('campaign_line')} l on l.campaign_id = c.id
        join ${sql.table('campaign_hold_line')} s on s.campaign_line_id = l.id and s.buyer = decode(b.buyer, 'hex'))
    select ${columns}
      from wanted
      join ${sql.table('campaign_hold_line')} s using (hold_id, line)
      join ${sql.table('campaign_line')} l on l.id = s.campaign_line_id
      join ${sql.table('hold')} h on h.id = s.hold_id`.execute(merchantDb(em))
  return rows.map(toSale)
}

/** Direct sales of holds that have expired, and still have something of their campaign: at these balances. */
export async function readExpiredSales(
  em: Em,
  at: readonly { readonly poolId: PoolId; readonly skuId: SkuId }[],
  nowMs: number,
): Promise<readonly Sale[]> {
  if (at.length === 0) return []
  const { rows } = await sql<Row>`
    select ${columns}
      from ${sql.table('campaign_hold_line')} s
      join ${sql.table('campaign_line')} l on l.id = s.campaign_line_id
      join ${sql.table('hold')} h on h.id = s.hold_id
     where s.spent > 0 and h.expires_at <= ${instant(nowMs)}::timestamptz and exists (
           select from unnest(${ids(at.map(({ poolId }) => poolId))}::bigint[], ${ids(at.map(({ skuId }) => skuId))}::bigint[]) as b (pool_id, sku_id)
             join ${sql.table('lock_line')} k on k.pool_id = b.pool_id and k.sku_id = b.sku_id
            where k.campaign_line_id = s.campaign_line_id and k.pool_id = s.pool_id)`.execute(merchantDb(em))
  return rows.map(toSale)
}

function toSale(row: Row): Sale {
  return {
    holdId: row.hold_id,
    line: row.line,
    lineKey: lockedLineKey({ campaignId: row.campaign_id, line: row.campaign_line }),
    poolId: toPoolId(row.pool_id),
    buyer: row.buyer,
    units: Number(row.units),
    spent: Number(row.spent),
    heldAtMs: row.held_ms,
    expiresAtMs: row.expires_ms,
  }
}

export function writeSales(sales: readonly Sale[]): RawBuilder<unknown> {
  const keys = sales.map(({ lineKey }) => lineKey.split('/'))
  return sql`
    insert into ${sql.table('campaign_hold_line')} (hold_id, line, campaign_line_id, pool_id, buyer, units, spent, held_at)
    select v.hold_id, v.line, l.id, v.pool_id, decode(v.buyer, 'hex'), v.units, v.spent, v.held_at
      from (${rowsOf({
        hold_id: uuid(sales.map(({ holdId }) => holdId)),
        line: integer(sales.map(({ line }) => line)),
        campaign_id: bigint(keys.map(([campaignId]) => campaignId ?? null)),
        campaign_line: integer(keys.map(([, line]) => Number(line))),
        pool_id: bigint(sales.map(({ poolId }) => poolId)),
        buyer: text(sales.map(({ buyer }) => buyer)),
        units: bigint(sales.map(({ units }) => units)),
        spent: bigint(sales.map(({ spent }) => spent)),
        held_at: instants(sales.map(({ heldAtMs }) => heldAtMs)),
      })}) v
      join ${sql.table('campaign_line')} l on l.campaign_id = v.campaign_id and l.line = v.campaign_line
        on conflict (hold_id, line) do update set units = excluded.units, spent = excluded.spent`
}
