import { sql } from 'kysely'
import type { ReturnRule } from '../../domain/campaign/campaign.ts'
import { lockedLineKey, type LockedLine } from '../../domain/campaign/locked-line.ts'
import { toPoolId, toSkuId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { LockRow, LockShare, Spending } from '../engine/locks.ts'
import { ids, numbers, texts } from './columns.ts'
import { msOf } from './instants.ts'
import type { OrderId } from './order-lines.ts'
import { parsed } from './parsed.ts'

interface Row {
  readonly pool_id: string
  readonly sku_id: string
  readonly per_set: number
  readonly granted: string
  readonly kept: string
  readonly published: string
  readonly spent: string
  readonly campaign_id: string
  readonly code: string
  readonly line: number
  readonly activity_id: string | null
  readonly recipe_id: string
  readonly listing_id: string | null
  readonly returns_to: ReturnRule
  readonly publish_ms: number
  readonly starts_ms: number
  readonly ends_ms: number
  readonly channels: readonly string[] | string
  readonly components: readonly Component[] | string
}

interface Component {
  readonly sku: string
  readonly units: number
}

export interface FoundLocks {
  readonly lines: readonly LockedLine[]
  readonly rows: readonly LockRow[]
}

/** The open lines of campaigns at these locked balances, as they are now. */
export async function readLocks(em: Em, at: readonly { readonly poolId: PoolId; readonly skuId: SkuId }[]): Promise<FoundLocks> {
  const { rows } = await sql<Row>`
    select k.pool_id, k.sku_id, k.per_set, k.granted, k.kept, k.published, k.spent, l.campaign_id, c.code, l.line, c.activity_id,
           l.recipe_id, l.listing_id, c.returns_to, ${msOf('c.starts_at')} - c.lead_ms as publish_ms, ${msOf('c.starts_at')} as starts_ms,
           least(${msOf('c.ends_at')}, ${msOf('c.ended_at')}) as ends_ms,
           (select json_agg(x.channel_id::text) from ${sql.table('campaign_channel')} x where x.campaign_id = c.id) as channels,
           (select json_agg(json_build_object('sku', o.sku_id::text, 'units', o.per_set)) from ${sql.table('lock_line')} o
             where o.campaign_line_id = k.campaign_line_id and o.pool_id = k.pool_id) as components
      from unnest(${ids(at.map(({ poolId }) => poolId))}::bigint[], ${ids(at.map(({ skuId }) => skuId))}::bigint[]) as b (pool_id, sku_id)
      join ${sql.table('lock_line')} k on k.pool_id = b.pool_id and k.sku_id = b.sku_id and k.open
      join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
      join ${sql.table('campaign')} c on c.id = l.campaign_id`.execute(merchantDb(em))
  return { lines: linesOf(rows), rows: rows.map(toRow) }
}

function linesOf(rows: readonly Row[]): readonly LockedLine[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()].map((row) => ({
    key: keyOf(row),
    campaignId: row.campaign_id,
    campaignCode: row.code,
    line: row.line,
    activityId: row.activity_id,
    channelIds: parsed<string>(row.channels),
    recipeId: row.recipe_id,
    listingId: row.listing_id,
    components: parsed<Component>(row.components).map(({ sku, units }) => ({ skuId: toSkuId(sku), units })),
    returnsTo: row.returns_to,
    publishFromMs: row.publish_ms,
    startsAtMs: row.starts_ms,
    endsAtMs: row.ends_ms,
  }))
}

function toRow(row: Row): LockRow {
  return {
    lineKey: keyOf(row),
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    perSet: row.per_set,
    granted: Number(row.granted),
    kept: Number(row.kept),
    published: Number(row.published),
    spent: Number(row.spent),
  }
}

function keyOf({ campaign_id: campaignId, line }: Pick<Row, 'campaign_id' | 'line'>): string {
  return lockedLineKey({ campaignId, line })
}

interface ShareRow {
  readonly campaign_id: string
  readonly line: number
  readonly listing_id: string
  readonly pool_id: string
  readonly published: string
  readonly owed: string
}

/** What of listings' quotas is these lines'. */
export async function readShares(em: Em, lines: readonly LockedLine[]): Promise<readonly LockShare[]> {
  const { rows } = await sql<ShareRow>`
    select l.campaign_id, l.line, s.listing_id, s.pool_id, s.published, s.owed
      from unnest(${ids(lines.map(({ campaignId }) => campaignId))}::bigint[], ${numbers(lines.map(({ line }) => line))}::integer[])
           as wanted (campaign_id, line)
      join ${sql.table('campaign_line')} l using (campaign_id, line)
      join ${sql.table('lock_share')} s on s.campaign_line_id = l.id
     where s.published > 0 or s.owed > 0`.execute(merchantDb(em))
  return rows.map((row) => ({
    lineKey: keyOf(row),
    listingId: row.listing_id,
    poolId: toPoolId(row.pool_id),
    published: Number(row.published),
    owed: Number(row.owed),
  }))
}

interface SpendingRow {
  readonly channel_id: string
  readonly order_id: string
  readonly order_line: number
  readonly campaign_id: string
  readonly line: number
  readonly listing_id: string
  readonly units: string
  readonly ordered_ms: number
}

/** What these orders have spent of campaigns. */
export async function readSpendings(em: Em, orders: readonly OrderId[]): Promise<readonly Spending[]> {
  if (orders.length === 0) return []
  const { rows } = await sql<SpendingRow>`
    select o.channel_id, o.order_id, o.line as order_line, l.campaign_id, l.line, o.listing_id, o.units, ${msOf('o.ordered_at')} as ordered_ms
      from unnest(${ids(orders.map(({ channelId }) => channelId))}::bigint[], ${texts(orders.map(({ orderId }) => orderId))}::text[])
           as wanted (channel_id, order_id)
      join ${sql.table('campaign_order_line')} o using (channel_id, order_id)
      join ${sql.table('campaign_line')} l on l.id = o.campaign_line_id`.execute(merchantDb(em))
  return rows.map((row) => ({
    channelId: row.channel_id,
    orderId: row.order_id,
    line: row.order_line,
    lineKey: keyOf(row),
    listingId: row.listing_id,
    units: Number(row.units),
    orderedAtMs: row.ordered_ms,
  }))
}
