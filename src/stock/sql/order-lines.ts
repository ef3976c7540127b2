import { sql, type RawBuilder } from 'kysely'
import type { KnownLine, KnownOrder } from '../../domain/channel-order.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids, manyIds, manyTexts, numbers, texts } from './columns.ts'

export type OrderId = Pick<KnownOrder, 'channelId' | 'orderId'>

export function named(orders: readonly OrderId[]) {
  return sql`unnest(${manyIds(orders.map(({ channelId }) => channelId))}, ${manyTexts(orders.map(({ orderId }) => orderId))})
    as wanted (channel_id, order_id)`
}

export function keyOf(row: { readonly channel_id: string; readonly order_id: string }): string {
  return `${row.channel_id}/${row.order_id}`
}

interface LineRow {
  readonly channel_id: string
  readonly order_id: string
  readonly line: number
  readonly line_id: string
  readonly listing: string
  readonly merchant_code: string | null
  readonly units: number
  readonly state: KnownLine['state']
  readonly shipped_units: number
  readonly refund: KnownLine['refund']
  readonly takes_at: KnownLine['takesAt']
  readonly restores: boolean
  readonly present: boolean
  readonly listing_id: string | null
  readonly recipe_version_id: string | null
  readonly charged: number
  readonly gift: boolean
  readonly oversold: boolean
  readonly campaigns: readonly string[] | string
}

/** The lines of orders, in order, by `keyOf` the order. */
export async function readLines(em: Em, wanted: readonly OrderId[]): Promise<ReadonlyMap<string, readonly KnownLine[]>> {
  const { rows } = await sql<LineRow>`
    select l.channel_id, l.order_id, l.line, l.line_id, l.listing, l.merchant_code, l.units, l.state, l.shipped_units, l.refund,
           l.takes_at, l.restores, l.present, l.listing_id, l.recipe_version_id, l.charged, l.gift, l.oversold, l.campaigns
      from ${named(wanted)}
     cross join lateral (
           select x.* from ${sql.table('channel_order_line')} x
            where x.channel_id = wanted.channel_id and x.order_id = wanted.order_id offset 0) l
     order by l.channel_id, l.order_id, l.line`.execute(merchantDb(em))
  const byOrder = Map.groupBy(rows, keyOf)
  return new Map([...byOrder].map(([key, lines]) => [key, lines.map(toLine)]))
}

function toLine(row: LineRow): KnownLine {
  return {
    line: row.line,
    lineId: row.line_id,
    listing: row.listing,
    merchantCode: row.merchant_code,
    units: row.units,
    state: row.state,
    shippedUnits: row.shipped_units,
    refund: row.refund,
    takesAt: row.takes_at,
    restores: row.restores,
    present: row.present,
    gift: row.gift,
    oversold: row.oversold,
    campaigns: typeof row.campaigns === 'string' ? JSON.parse(row.campaigns) : row.campaigns,
    listingId: row.listing_id,
    recipeVersionId: row.recipe_version_id,
    charged: row.charged,
  }
}

export function insertLines(orders: readonly KnownOrder[]): readonly RawBuilder<unknown>[] {
  const all = orders.flatMap(({ channelId, orderId, lines }) => lines.map((line) => ({ channelId, orderId, ...line })))
  if (all.length === 0) return []
  const text = (of: (line: KnownLine) => string | null) => texts(all.map(of))
  const count = (of: (line: KnownLine) => number) => numbers(all.map(of))
  return [
    sql`
    insert into ${sql.table('channel_order_line')}
      (channel_id, order_id, line, line_id, listing, merchant_code, units, state, shipped_units, refund, takes_at, restores, present,
       listing_id, recipe_version_id, charged, gift, oversold, campaigns)
    select channel_id, order_id, line, line_id, listing, merchant_code, units, state, shipped_units, refund, takes_at, restores, present,
           listing_id, recipe_version_id, charged, gift, oversold, campaigns::jsonb
      from unnest(
        ${ids(all.map(({ channelId }) => channelId))}::bigint[], ${texts(all.map(({ orderId }) => orderId))}::text[],
        ${count(({ line }) => line)}::integer[], ${text(({ lineId }) => lineId)}::text[], ${text(({ listing }) => listing)}::text[],
        ${text(({ merchantCode }) => merchantCode)}::text[], ${count(({ units }) => units)}::integer[],
        ${text(({ state }) => state)}::text[], ${count(({ shippedUnits }) => shippedUnits)}::integer[],
        ${text(({ refund }) => refund)}::text[], ${text(({ takesAt }) => takesAt)}::text[],
        ${numbers(all.map(({ restores }) => String(restores)))}::boolean[], ${numbers(all.map(({ present }) => String(present)))}::boolean[],
        ${ids(all.map(({ listingId }) => listingId))}::bigint[], ${ids(all.map(({ recipeVersionId }) => recipeVersionId))}::bigint[],
        ${count(({ charged }) => charged)}::integer[], ${numbers(all.map(({ gift }) => String(gift)))}::boolean[],
        ${numbers(all.map(({ oversold }) => String(oversold)))}::boolean[],
        ${texts(all.map(({ campaigns }) => JSON.stringify(campaigns)))}::text[])
        as v (channel_id, order_id, line, line_id, listing, merchant_code, units, state, shipped_units, refund, takes_at, restores,
              present, listing_id, recipe_version_id, charged, gift, oversold, campaigns)`,
  ]
}
