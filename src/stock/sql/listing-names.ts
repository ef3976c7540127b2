import { sql } from 'kysely'
import type { Cover } from '../../domain/quota-cover.ts'
import { toPoolId, toSkuId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { ListingName, VersionName } from '../engine/names.ts'
import { ids, texts } from './columns.ts'
import { msOf } from './instants.ts'

interface ListingRow {
  readonly id: string
  readonly channel_id: string
  readonly external_id: string
  readonly recipe_id: string | null
  readonly takes_no_stock: boolean
  readonly quota_pool_id: string | null
  readonly widest: readonly { readonly sku: string; readonly units: number }[] | string
}

export interface WantedListings {
  readonly channelIds: readonly string[]
  /** One for each of `channelIds`. */
  readonly keys: readonly string[]
  readonly listingIds: readonly string[]
}

/** Listings by their key within a channel, or by id; a listing nobody has discovered yet is not among them. */
export async function readListingNames(
  em: Em,
  { channelIds, keys, listingIds }: WantedListings,
): Promise<readonly ListingName[]> {
  const { rows } = await sql<ListingRow>`
    select l.id, l.channel_id, l.external_id, l.recipe_id, l.stock_policy = 'no_stock' as takes_no_stock,
           (select min(q.pool_id) from ${sql.table('listing_quota')} q where q.listing_id = l.id) as quota_pool_id,
           coalesce((
             select json_agg(json_build_object('sku', w.sku_id::text, 'units', w.units))
               from (select c.sku_id, max(c.units) as units
                       from ${sql.table('listing_open_version')} v
                       join ${sql.table('recipe_component')} c on c.recipe_version_id = v.recipe_version_id
                      where v.listing_id = l.id
                      group by c.sku_id) w), '[]') as widest
      from ${sql.table('listing')} l
     where (l.channel_id, l.external_id) in (select * from unnest(${ids(channelIds)}::bigint[], ${texts(keys)}::text[]))
        or l.id = any(${ids(listingIds)}::bigint[])`.execute(merchantDb(em))
  return rows.map((row) => ({
    id: row.id,
    channelId: row.channel_id,
    key: row.external_id,
    recipeId: row.recipe_id,
    takesNoStock: row.takes_no_stock,
    quotaPoolId: row.quota_pool_id === null ? null : toPoolId(row.quota_pool_id),
    widest: parsed(row.widest).map(({ sku, units }) => ({ skuId: toSkuId(sku), units })),
  }))
}

function parsed(widest: ListingRow['widest']): readonly { readonly sku: string; readonly units: number }[] {
  return typeof widest === 'string' ? JSON.parse(widest) : widest
}

interface VersionRow {
  readonly id: string
  readonly recipe_id: string
  readonly effective_ms: number
  readonly sku_id: string
  readonly units: number
}

/** Every granted version of these recipes, and these versions, oldest first. */
export async function readVersionNames(
  em: Em,
  { recipeIds, versionIds }: { readonly recipeIds: readonly string[]; readonly versionIds: readonly string[] },
): Promise<readonly VersionName[]> {
  const { rows } = await sql<VersionRow>`
    select v.id, v.recipe_id, ${msOf('v.effective_at')} as effective_ms, c.sku_id, c.units
      from ${sql.table('recipe_version')} v
      join ${sql.table('recipe_component')} c on c.recipe_version_id = v.id
     where v.granted_at is not null and (v.recipe_id = any(${ids(recipeIds)}::bigint[]) or v.id = any(${ids(versionIds)}::bigint[]))
     order by v.effective_at, v.version, v.id, c.sku_id`.execute(merchantDb(em))
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, parts]) => {
    const [first] = parts
    if (!first) return []
    const components = parts.map(({ sku_id: skuId, units }): { skuId: SkuId; units: number } => ({
      skuId: toSkuId(skuId),
      units,
    }))
    return [{ id, recipeId: first.recipe_id, effectiveAtMs: first.effective_ms, components }]
  })
}

export interface LockedListing {
  readonly id: string
  readonly recipeId: string | null
  readonly quota: { readonly poolId: string; readonly units: number; readonly covers: readonly Cover[] } | null
}

/** Keeps what listings sell as it is until the transaction ends, and takes their quotas for it, in order of id. */
export async function lockListings(em: Em, listingIds: readonly string[]): Promise<readonly LockedListing[]> {
  const db = merchantDb(em)
  const listings = await sql<{ id: string; recipe_id: string | null }>`
    select id, recipe_id from ${sql.table('listing')} where id = any(${ids(listingIds)}::bigint[]) order by id for share`.execute(
    db,
  )
  const quotas = await sql<QuotaRow>`
    select listing_id, pool_id, quota, covers from ${sql.table('listing_quota')} where listing_id = any(${ids(listingIds)}::bigint[])
     order by listing_id, pool_id for update`.execute(db)
  return listings.rows.map(({ id, recipe_id: recipeId }) => {
    const found = quotas.rows.find((row) => row.listing_id === id)
    return { id, recipeId, quota: found ? toQuota(found) : null }
  })
}

interface QuotaRow {
  readonly listing_id: string
  readonly pool_id: string
  readonly quota: string
  readonly covers: readonly Cover[] | string
}

function toQuota({ pool_id: poolId, quota, covers }: QuotaRow): NonNullable<LockedListing['quota']> {
  return { poolId, units: Number(quota), covers: typeof covers === 'string' ? JSON.parse(covers) : covers }
}

export async function writeCovers(em: Em, covers: ReadonlyMap<string, readonly Cover[]>): Promise<void> {
  await sql`
    update ${sql.table('listing_quota')} q set covers = v.covers::jsonb
      from unnest(${[...covers.keys()]}::bigint[], ${[...covers.values()].map((all) => JSON.stringify(all))}::text[]) as v (listing_id, covers)
     where q.listing_id = v.listing_id`.execute(merchantDb(em))
}

export async function writeQuotas(em: Em, quotas: ReadonlyMap<string, number>): Promise<void> {
  // A listing has one quota, in the pool it sells from.
  await sql`
    update ${sql.table('listing_quota')} q set quota = v.quota
      from unnest(${ids([...quotas.keys()])}::bigint[], ${ids([...quotas.values()].map(String))}::bigint[]) as v (listing_id, quota)
     where q.listing_id = v.listing_id`.execute(merchantDb(em))
}
