import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { toPoolId, toSkuId } from '../../domain/ids.ts'
import type { PresaleClaim } from '../../domain/presale.ts'
import { ids, numbers, texts } from './columns.ts'
import { msOf } from './instants.ts'
import type { PairAt } from './presale.ts'

export interface ClaimRow {
  readonly channel_id: string
  readonly order_id: string
  readonly line: number
  readonly sku_id: string
  readonly pool_id: string
  readonly listing_id: string
  readonly recipe_version_id: string
  readonly reference: string
  readonly sets: number
  readonly units: string
  readonly served: string
  readonly has_left: boolean
  readonly promised_ms: number | null
  readonly ordered_ms: number
}

export const claimColumns = sql`c.channel_id, c.order_id, c.line, c.sku_id, c.pool_id, c.listing_id, c.recipe_version_id, c.reference,
  c.sets, c.units, c.served, c.has_left, ${msOf('c.promised_at')} as promised_ms, ${msOf('c.ordered_at')} as ordered_ms`

export function toClaim(row: ClaimRow): PresaleClaim {
  return {
    channelId: row.channel_id,
    orderId: row.order_id,
    line: row.line,
    skuId: toSkuId(row.sku_id),
    poolId: toPoolId(row.pool_id),
    listingId: row.listing_id,
    recipeVersionId: row.recipe_version_id,
    reference: row.reference,
    sets: row.sets,
    units: Number(row.units),
    served: Number(row.served),
    hasLeft: row.has_left,
    promisedAtMs: row.promised_ms,
    orderedAtMs: row.ordered_ms,
  }
}

export interface OrderOf {
  readonly channelId: string
  readonly orderId: string
}

/** The claims of these orders, those that claim nothing any more too. */
export async function readClaimsOf(em: Em, orders: readonly OrderOf[]): Promise<readonly PresaleClaim[]> {
  if (orders.length === 0) return []
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns}
      from ${sql.table('presale_claim')} c
      join unnest(${ids(orders.map(({ channelId }) => channelId))}::bigint[], ${texts(orders.map(({ orderId }) => orderId))}::text[])
           as wanted (channel_id, order_id) using (channel_id, order_id)
     order by c.channel_id, c.order_id, c.line, c.sku_id`.execute(merchantDb(em))
  return rows.map(toClaim)
}

export interface WantedClaims extends PairAt {
  /** So many units may have to be given to claims, or taken from them. */
  readonly units: number
}

/** The claims that goods coming in would go to first, and those that would lose them first: enough for so many units. */
export async function readNextClaims(em: Em, wanted: readonly WantedClaims[]): Promise<readonly PresaleClaim[]> {
  if (wanted.length === 0) return []
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns}
      from unnest(${ids(wanted.map(({ poolId }) => poolId))}::bigint[], ${ids(wanted.map(({ skuId }) => skuId))}::bigint[],
                  ${numbers(wanted.map(({ units }) => units))}::bigint[]) as w (pool_id, sku_id, units)
     cross join lateral (
           (${walked({ units: sql`c.units - c.served`, where: sql`c.served < c.units`, order: forward })})
           union
           (${walked({ units: sql`c.served`, where: sql`c.served > 0 and not c.has_left`, order: backward })})) c
     order by c.pool_id, c.sku_id, c.channel_id, c.order_id, c.line`.execute(merchantDb(em))
  return rows.map(toClaim)
}

interface Walk {
  readonly units: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
}

const forward = sql`c.promised_at nulls last, c.ordered_at, c.channel_id, c.order_id, c.line`
const backward = sql`c.promised_at desc nulls first, c.ordered_at desc, c.channel_id desc, c.order_id desc, c.line desc`

function walked({ units, where, order }: Walk) {
  return sql`
    select x.* from (
      select c.*, sum(${units}) over (order by ${order} rows between unbounded preceding and 1 preceding) as before
        from ${sql.table('presale_claim')} c
       where c.pool_id = w.pool_id and c.sku_id = w.sku_id and ${where}) x
     where coalesce(x.before, 0) < w.units`
}
