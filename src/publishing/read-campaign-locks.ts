import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import { parsed } from '../stock/sql/parsed.ts'

/** What campaigns whose promises stand have of one listing and pool, in sets. */
export interface CampaignLocks {
  /** Part of its quota. */
  readonly published: number
  /** Kept for it, and to be put on sale there now. */
  readonly kept: number
}

interface Row {
  readonly pool_id: string
  readonly listing_id: string | null
  readonly recipe_id: string
  readonly publishes: boolean
  readonly kept: string
  readonly channels: readonly string[] | string | null
  readonly shares: readonly { readonly listing: string; readonly published: number }[] | string | null
}

interface Seller {
  readonly id: string
  readonly channelId: string
  readonly recipeId: string | null
}

/** By listing and pool. What a line keeps for several listings is put on sale in equal parts. */
export async function readCampaignLocks(
  em: Em,
  { skuIds, listings, now }: { readonly skuIds: readonly string[]; readonly listings: readonly Seller[]; readonly now: Date },
): Promise<ReadonlyMap<string, CampaignLocks>> {
  const { rows } = await sql<Row>`
    select k.pool_id, l.listing_id, l.recipe_id, c.starts_at - c.lead_ms * interval '1 millisecond' <= ${now}::timestamptz as publishes,
           min(k.kept / k.per_set) as kept,
           (select to_json(array_agg(x.channel_id::text)) from ${sql.table('campaign_channel')} x where x.campaign_id = c.id) as channels,
           (select json_agg(json_build_object('listing', s.listing_id::text, 'published', s.published)) from ${sql.table('lock_share')} s
             where s.campaign_line_id = l.id and s.pool_id = k.pool_id and s.published > 0) as shares
      from ${sql.table('lock_line')} k
      join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
      join ${sql.table('campaign')} c on c.id = l.campaign_id
     where k.open and k.sku_id = any(${ids(skuIds)}::bigint[]) and least(c.ends_at, c.ended_at) > ${now}::timestamptz
     group by k.pool_id, l.id, c.id order by l.id, k.pool_id`.execute(merchantDb(em))
  const locks = new Map<string, CampaignLocks>()
  const add = (key: string, more: CampaignLocks): void => {
    const { published, kept } = locks.get(key) ?? { published: 0, kept: 0 }
    locks.set(key, { published: published + more.published, kept: kept + more.kept })
  }
  for (const row of rows) {
    for (const { listing, published } of parsed(row.shares)) add(`${listing}/${row.pool_id}`, { published, kept: 0 })
    if (!row.publishes || Number(row.kept) === 0) continue
    const sellers = listings.filter((listing) => sells(row, listing))
    for (const { id, kept } of equally(Number(row.kept), sellers)) add(`${id}/${row.pool_id}`, { published: 0, kept })
  }
  return locks
}

function sells({ listing_id: only, recipe_id: recipeId, channels }: Row, listing: Seller): boolean {
  if (only !== null) return only === listing.id
  return recipeId === listing.recipeId && parsed(channels).includes(listing.channelId)
}

function equally(units: number, sellers: readonly Seller[]): readonly { readonly id: string; readonly kept: number }[] {
  const each = Math.floor(units / Math.max(1, sellers.length))
  return sellers.map(({ id }, n) => ({ id, kept: each + Number(n < units - each * sellers.length) }))
}
