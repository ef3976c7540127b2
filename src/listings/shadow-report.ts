import { sql, type RawBuilder } from 'kysely'
import { sharedSets, type Claim } from '../domain/equal-share.ts'
import { assert } from '../domain/assert.ts'
import { toSkuId } from '../domain/ids.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { readBalances } from '../stock/read/read-balances.ts'
import { listingLimits } from './limits.ts'

interface Row {
  readonly listing_id: string
  readonly pool_id: string
  readonly sku_id: string
  readonly units: number
  readonly sharers: number
  readonly place: number
}

/**
 * Sets each of these listings would be shown with if all that is free now were shared evenly among the listings that sell it,
 * by id. A listing that is not mapped, not on sale or never written is not in the map: it would be shown nothing by us.
 */
export async function wouldPublish(em: Em, listingIds: readonly string[], now: Date): Promise<ReadonlyMap<string, number>> {
  assert(listingIds.length <= listingLimits.pageSize, `${listingIds.length} listings in one report`)
  return sharesOf(em, sql`select id from ${sql.table('listing')} where id = any(${listingIds}::bigint[])`, now)
}

/** The same for every listing of a channel, with as many statements. */
export function wouldPublishOf(em: Em, channelId: string, now: Date): Promise<ReadonlyMap<string, number>> {
  return sharesOf(em, sql`select id from ${sql.table('listing')} where channel_id = ${channelId}`, now)
}

async function sharesOf(em: Em, chosen: RawBuilder<unknown>, now: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await readSharers(em, chosen, now)
  const skuIds = [...new Set(rows.map((row) => row.sku_id))].map(toSkuId)
  const balances = skuIds.length === 0 ? [] : await readBalances(em, { skuIds, nowMs: now.getTime() })
  const freeOf = new Map(balances.map(({ poolId, skuId, free }) => [`${poolId}/${skuId}`, free]))
  const toClaim = (row: Row): Claim => ({
    poolId: row.pool_id,
    units: row.units,
    freeUnits: freeOf.get(`${row.pool_id}/${row.sku_id}`) ?? 0,
    sharers: row.sharers,
    place: row.place,
  })
  const byListing = Map.groupBy(rows, (row) => row.listing_id)
  return new Map([...byListing].map(([id, own]) => [id, sharedSets(own.map(toClaim))]))
}

/** Every listing that can be sold shares what its components have in each pool its channel sells from. */
async function readSharers(em: Em, chosen: RawBuilder<unknown>, now: Date): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with wanted as (
      select distinct c.sku_id
        from ${sql.table('listing')} l
        join ${sql.table('recipe_version')} v on v.recipe_id = l.recipe_id
        join ${sql.table('recipe_component')} c on c.recipe_version_id = v.id
       where l.id in (${chosen})),
    touched as (
      select distinct v.recipe_id
        from wanted
        join ${sql.table('recipe_component')} c on c.sku_id = wanted.sku_id
        join ${sql.table('recipe_version')} v on v.id = c.recipe_version_id),
    in_effect as (
      select distinct on (v.recipe_id) v.recipe_id, v.id
        from touched join ${sql.table('recipe_version')} v on v.recipe_id = touched.recipe_id
       where v.granted_at is not null and v.effective_at <= ${now}::timestamptz
       order by v.recipe_id, v.effective_at desc, v.version desc),
    sharer as (
      select l.id as listing_id, p.pool_id, c.sku_id, c.units,
             count(*) over (partition by p.pool_id, c.sku_id)::int as sharers,
             row_number() over (partition by p.pool_id, c.sku_id order by l.id)::int as place
        from in_effect e
        join ${sql.table('listing')} l on l.recipe_id = e.recipe_id
        join ${sql.table('channel')} h on h.id = l.channel_id and h.state in ('shadow', 'joining', 'live')
        join ${sql.table('channel_pool')} p on p.channel_id = l.channel_id
        join ${sql.table('recipe_component')} c on c.recipe_version_id = e.id
       where l.on_sale and l.gone_at is null and not l.ambiguous and not l.combined and l.stock_policy = 'normal')
    select listing_id, pool_id, sku_id, units, sharers, place from sharer
     where listing_id in (${chosen})`.execute(merchantDb(em))
  return rows
}
