import { sql } from 'kysely'
import { toPoolId, toSkuId, type PoolId } from '../../domain/ids.ts'
import type { Cover, CoveredQuota } from '../../domain/quota-cover.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'
import type { ListingName } from '../engine/names.ts'
import type { ListingQuota } from '../engine/listing-quota.ts'
import type { Joined } from '../engine/published.ts'
import { ids, manyIds, manyTexts, numbers, texts } from './columns.ts'
import { insertQuotaChanges } from './quota-changes.ts'
import { parsed } from './parsed.ts'
import { sendAll } from './send-all.ts'

interface ListingRow {
  readonly id: string
  readonly channel_id: string
  readonly external_id: string
  readonly recipe_id: string | null
  readonly takes_no_stock: boolean
  readonly joins: boolean
  readonly sold_ahead: boolean
  /** Those of its quotas, and those its channel sells from: the merchant's first one where there are neither. */
  readonly quota_pools: readonly string[] | string | null
  readonly channel_pools: readonly string[] | string | null
  readonly open_parts: readonly OpenPart[] | string | null
}

/** A version it is open for, and one SKU of it: none where the version is made of nothing. */
type OpenPart = readonly [version: string, sku: string | null, units: number | null]

/** What is set aside for `l` beyond what its shop may sell already, in sets of the newest version. */
const aheadRoom = sql`(
    select coalesce(min(floor((greatest(coalesce(q.granted, 0) - coalesce(q.sold, 0), 0) - coalesce(q.to_lower, 0))::numeric / c.units)), 0)
           - coalesce((select sum(o.quota) from ${sql.table('listing_quota')} o where o.listing_id = l.id), 0)
      from ${sql.table('recipe_component')} c
      left join ${sql.table('presale_quota')} q on q.sku_id = c.sku_id and q.listing_id = l.id
     where c.recipe_version_id = (
           select v.id from ${sql.table('recipe_version')} v
            where v.recipe_id = l.recipe_id and v.granted_at is not null order by v.effective_at desc, v.version desc limit 1))`

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
    with asked as materialized (
      select f.id from unnest(${manyIds(channelIds)}, ${manyTexts(keys)}) as k (channel_id, external_id)
        join ${sql.table('listing')} f using (channel_id, external_id)
       union
      select i.id from unnest(${manyIds(listingIds)}) as i (id))
    select l.id, l.channel_id, l.external_id, l.recipe_id, l.stock_policy = 'no_stock' as takes_no_stock, l.joined_at is null as joins,
           l.sold_ahead,
           (select json_agg(q.pool_id::text order by q.pool_id) from ${sql.table('listing_quota')} q where q.listing_id = l.id) as quota_pools,
           coalesce(
             (select json_agg(c.pool_id::text order by c.position) from ${sql.table('channel_pool')} c where c.channel_id = l.channel_id),
             (select json_build_array(p.id::text) from ${sql.table('pool')} p
               where not exists (select from ${sql.table('listing_quota')} q where q.listing_id = l.id)
               order by p.position, p.id limit 1)) as channel_pools,
           (select json_agg(json_build_array(o.recipe_version_id::text, c.sku_id::text, c.units) order by o.recipe_version_id)
              from ${sql.table('listing_open_version')} o
              left join ${sql.table('recipe_component')} c on c.recipe_version_id = o.recipe_version_id
             where o.listing_id = l.id) as open_parts
      from asked join ${sql.table('listing')} l on l.id = asked.id`.execute(merchantDb(em))
  const ahead = rows.filter((row) => row.sold_ahead).map(({ id }) => id)
  const rooms = ahead.length > 0 ? await readAheadRooms(em, ahead) : NO_ROOMS
  return rows.map((row) => toName(row, rooms.get(row.id) ?? null))
}

const NO_ROOMS: ReadonlyMap<string, number> = new Map()

function toName(row: ListingRow, room: number | null): ListingName {
  const parts = parsed<OpenPart>(row.open_parts)
  return {
    id: row.id,
    channelId: row.channel_id,
    key: row.external_id,
    recipeId: row.recipe_id,
    takesNoStock: row.takes_no_stock,
    // In the channel's order; what it sells from besides comes behind.
    pools: [...new Set([...parsed<string>(row.channel_pools), ...parsed<string>(row.quota_pools)])].map(toPoolId),
    joined: row.quota_pools !== null,
    joins: row.joins,
    openVersions: [...new Set(parts.map(([version]) => version))],
    aheadRoom: room,
    widest: widestOf(parts),
  }
}

/** Per SKU the most of all versions. */
function widestOf(parts: readonly OpenPart[]): ListingName['widest'] {
  const most = new Map<string, number>()
  for (const [, sku, units] of parts) if (sku !== null) most.set(sku, Math.max(units ?? 0, most.get(sku) ?? 0))
  return [...most].map(([sku, units]) => ({ skuId: toSkuId(sku), units }))
}

export interface LockedListing {
  readonly aheadRoom: number | null
  readonly id: string
  readonly recipeId: string | null
  readonly openVersions: readonly string[]
  readonly quotas: readonly (CoveredQuota & { readonly poolId: PoolId })[]
}

/**
 * Keeps what listings sell as it is until the transaction ends, and takes their quotas for it, in order of id. All of it is sent before this
 * returns; `joined`: some of them are believed to have quotas, which open versions.
 */
export async function lockListings(
  em: Em,
  listingIds: readonly string[],
  { joined }: { readonly joined: boolean },
): Promise<readonly LockedListing[]> {
  const db = merchantDb(em)
  const locking = sql<{ id: string; recipe_id: string | null; sold_ahead: boolean }>`
    select id, recipe_id, sold_ahead from ${sql.table('listing')} where id = any(${manyIds(listingIds)}) order by id for share`.execute(
    db,
  )
  const taking = sql<QuotaRow>`
    select listing_id, pool_id, quota, covers from ${sql.table('listing_quota')} where listing_id = any(${manyIds(listingIds)})
     order by listing_id, pool_id for update`.execute(db)
  // Read behind the locks: whoever opens or closes a version holds the quotas.
  const reading = joined ? readOpenVersions(em, listingIds) : []
  const [listings, quotas, versions] = await allOf([locking, taking, reading])
  const openOf = Map.groupBy(versions, ({ listing_id: id }) => id)
  const byListing = Map.groupBy(quotas.rows, ({ listing_id: id }) => id)
  const ahead = listings.rows.some(({ sold_ahead: isAhead }) => isAhead) ? await readAheadRooms(em, listingIds) : NO_ROOMS
  return listings.rows.map(({ id, recipe_id: recipeId }) => {
    const found = byListing.get(id) ?? []
    const openVersions = (openOf.get(id) ?? []).map(({ version_id: version }) => version)
    return {
      id,
      recipeId,
      openVersions,
      aheadRoom: ahead.get(id) ?? null,
      quotas: found.map(toQuota),
    }
  })
}

/** What is set aside for those of these listings that are sold ahead. Whoever changes it holds the locks of their quotas. */
async function readAheadRooms(em: Em, listingIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; room: string }>`
    select l.id, ${aheadRoom} as room from ${sql.table('listing')} l
     where l.id = any(${ids(listingIds)}::bigint[]) and l.sold_ahead`.execute(merchantDb(em))
  return new Map(rows.map(({ id, room }) => [id, Number(room)]))
}

interface QuotaRow {
  readonly listing_id: string
  readonly pool_id: string
  readonly quota: string
  readonly covers: readonly Cover[] | string
}

function toQuota({ pool_id: poolId, quota, covers }: QuotaRow) {
  return { poolId: toPoolId(poolId), units: Number(quota), covers: parsed<Cover>(covers) }
}

async function readOpenVersions(em: Em, listingIds: readonly string[]) {
  const { rows } = await sql<{ listing_id: string; version_id: string }>`
    select listing_id, recipe_version_id as version_id from ${sql.table('listing_open_version')}
     where listing_id = any(${manyIds(listingIds)}) order by listing_id, recipe_version_id`.execute(merchantDb(em))
  return rows
}

/** Stores what listings may still sell, by pool. Their rows are locked, or are made here for a listing that joins. */
export async function writeQuotas(em: Em, quotas: readonly ListingQuota[], nowMs: number): Promise<void> {
  await sql`
    with written as (
    insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota, covers)
    select v.listing_id, v.pool_id, v.quota, v.covers::jsonb from unnest(
      ${ids(quotas.map(({ listingId }) => listingId))}::bigint[], ${ids(quotas.map(({ poolId }) => poolId))}::bigint[],
      ${numbers(quotas.map(({ units }) => units))}::bigint[],
      ${texts(quotas.map(({ covers }) => JSON.stringify(covers)))}::text[]) as v (listing_id, pool_id, quota, covers)
        on conflict (listing_id, pool_id) do update set quota = excluded.quota, covers = excluded.covers
    returning listing_id)
    ${insertQuotaChanges(nowMs)}`.execute(merchantDb(em))
}

/** From here on these listings' numbers are in the arithmetic. */
export async function writeJoined(em: Em, joined: readonly Joined[], nowMs: number): Promise<void> {
  const versions = joined.flatMap(({ listingId, versionIds }) => versionIds.map((versionId) => ({ listingId, versionId })))
  const opening = sql`
    insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
    select * from unnest(
      ${ids(versions.map(({ listingId }) => listingId))}::bigint[], ${ids(versions.map(({ versionId }) => versionId))}::bigint[])
        on conflict do nothing`
  const several = joined.filter(({ versionIds }) => versionIds.length > 1).flatMap(({ versionIds }) => versionIds)
  // Older ones among them have to be closed again.
  const closing = sql`
      update ${sql.table('recipe_version')} set closes_earlier = true
       where id = any(${ids(several)}::bigint[]) and version > 1`
  const joining = sql`
    update ${sql.table('listing')} set joined_at = to_timestamp(${nowMs}::float8 / 1000)
     where id = any(${ids(joined.map(({ listingId }) => listingId))}::bigint[])`
  await sendAll(em, [...(versions.length > 0 ? [opening] : []), ...(several.length > 0 ? [closing] : []), joining])
}
