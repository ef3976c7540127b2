import { sql, type RawBuilder } from 'kysely'
import type { ListingActivity } from '../campaigns/read-minimums.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ChannelState } from '../domain/channel-state.ts'
import type { Demand } from '../domain/publishing/demand.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { PlanFacts, PlanListing } from './read-plan.ts'

/** A listing, one of its components and one of its pools. What is as it is for nearly all listings is null then. */
export interface SellerRow {
  readonly id: string
  readonly sku_id: string
  readonly units: number
  readonly channel_id: string
  readonly recipe_id: string | null
  readonly wanted: string | null
  readonly due: boolean | null
  readonly blocked: boolean | null
  readonly frozen_ms: number | null
  readonly cut_to: string | null
  readonly boost_to: string | null
  readonly sold: string
  /** Null: all that was sold. */
  readonly sold_seen: string | null
  readonly sold_orders: string
  readonly sold_orders_seen: string | null
  readonly demand: number
  readonly demand_units: number
  readonly demand_seconds: number
  readonly demand_squares: number
  readonly demand_ms: number | null
  /** Null: at the order. */
  readonly takes_at: PlanListing['takesAt'] | null
  /** Null: it has no quota anywhere. */
  readonly pool_id: string | null
  readonly quota: string | null
}

/**
 * The listings that sell these SKUs in the order of their ids, with all they are made of. Looked up row by row: a catalogue is reckoned some
 * goods at a time, and no part of it may read all listings. Whether one has joined is asked only of the row that was found: beside its id
 * PostgreSQL takes it for cheaper, while few have joined, to go through all that have.
 */
export async function readSellers(em: Em, skuIds: readonly string[], now: Date): Promise<readonly SellerRow[]> {
  const { rows } = await sql<SellerRow>`
    select s.listing_id as id, s.sku_id, s.units, p.channel_id, l.recipe_id, p.wanted, nullif(p.next_at is not null, false) as due,
           nullif(p.raises_blocked is not null or l.ambiguous or l.gone_at is not null, false) as blocked,
           ${msOf('p.frozen_until')} as frozen_ms,
           case when p.cut_until > ${now}::timestamptz then p.cut_to end as cut_to,
           case when p.boost_until > ${now}::timestamptz then p.boost_to end as boost_to,
           p.sold, nullif(p.sold_seen, p.sold) as sold_seen, p.sold_orders, nullif(p.sold_orders_seen, p.sold_orders) as sold_orders_seen,
           p.demand, p.demand_units, p.demand_seconds, p.demand_squares, ${msOf('p.demand_at')} as demand_ms,
           nullif(l.takes_at, 'order') as takes_at, q.pool_id, q.quota
      from (select o.listing_id, c.sku_id, max(c.units) as units
              from (select distinct v.listing_id
                      from ${sql.table('recipe_component')} c
                     cross join lateral (select o.listing_id from ${sql.table('listing_open_version')} o
                                          where o.recipe_version_id = c.recipe_version_id offset 0) v
                     where c.sku_id = any(${ids(skuIds)}::bigint[])) sellers
             cross join lateral (select v.listing_id, v.recipe_version_id from ${sql.table('listing_open_version')} v
                                  where v.listing_id = sellers.listing_id offset 0) o
             cross join lateral (select x.sku_id, x.units from ${sql.table('recipe_component')} x
                                  where x.recipe_version_id = o.recipe_version_id offset 0) c
             group by o.listing_id, c.sku_id) s
     cross join lateral (select i.* from ${sql.table('listing_publishing')} i where i.listing_id = s.listing_id offset 0) p
     cross join lateral (select i.recipe_id, i.ambiguous, i.gone_at, i.takes_at, i.joined_at from ${sql.table('listing')} i
                          where i.id = s.listing_id offset 0) l
      left join lateral (select o.pool_id, o.quota from ${sql.table('listing_quota')} o where o.listing_id = s.listing_id offset 0) q on true
     where l.joined_at is not null
     order by s.listing_id, s.sku_id`.execute(merchantDb(em))
  return rows
}

interface Sellers extends Pick<PlanFacts, 'parts' | 'quotas'> {
  readonly listings: readonly PlanListing[]
}

/** `channels` by id. */
export function toListings(rows: readonly SellerRow[], channels: ReadonlyMap<string, PlanChannel>): Sellers {
  const parts = new Map<string, { readonly skuId: string; readonly units: number }[]>()
  const quotas = new Map<string, { readonly poolId: string; readonly units: number }[]>()
  const listings: PlanListing[] = []
  for (const row of rows) {
    const quota = row.pool_id === null ? null : { poolId: row.pool_id, units: Number(row.quota) }
    const known = parts.get(row.id)
    if (known) {
      const isFirst = known.length === 1 && known[0]?.skuId === row.sku_id
      if (quota && isFirst) quotas.get(row.id)?.push(quota)
      if (known.at(-1)?.skuId !== row.sku_id) known.push({ skuId: row.sku_id, units: row.units })
      continue
    }
    parts.set(row.id, [{ skuId: row.sku_id, units: row.units }])
    if (quota) quotas.set(row.id, [quota])
    const channel = channels.get(row.channel_id)
    if (!channel) throw new Error(`listing ${row.id} has no channel`)
    listings.push(toListing(row, channel))
  }
  for (const { id, channelId } of listings) {
    const own = quotas.get(id)
    if (own && own.length > 1) own.sort(inOrderOf(channels.get(channelId)?.pools ?? []))
  }
  return { listings, parts, quotas }
}

/** What activities of platforms freeze is lowered no sooner than they allow. */
export function withActivities(listings: readonly PlanListing[], activities: readonly ListingActivity[]): readonly PlanListing[] {
  if (activities.length === 0) return listings
  const frozen = new Map(activities.map(({ listingId, frozenUntilMs }) => [listingId, frozenUntilMs]))
  return listings.map((one) => ({ ...one, frozenUntilMs: laterOf(one.frozenUntilMs, frozen.get(one.id) ?? null) }))
}

/** The pools a channel sells from in its order, then those it sells from no more. */
function inOrderOf(pools: readonly string[]) {
  const place = (id: string): number => (pools.includes(id) ? pools.indexOf(id) : pools.length)
  return (a: { readonly poolId: string }, b: { readonly poolId: string }): number =>
    place(a.poolId) - place(b.poolId) || Number(a.poolId) - Number(b.poolId)
}

/** What all listings of a channel share. */
export interface PlanChannel {
  readonly id: string
  readonly state: ChannelState
  readonly hides: boolean
  readonly taken_ms: number | null
  readonly unseen_ms: number | null
  readonly pools: readonly string[]
}

/** All channels as JSON, in a select list: one more statement would cost more than they do. */
export function channelsAsJson(): RawBuilder<unknown> {
  return sql`coalesce((
           select json_agg(json_build_object(
                    'id', c.id::text, 'state', c.state, 'hides', c.platform in ('jd', 'pinduoduo'), 'taken_ms', ${msOf('w.through')},
                    'unseen_ms', w.unseen_ms, 'pools', array(
                      select x.pool_id::text from ${sql.table('channel_pool')} x where x.channel_id = c.id order by x.position)))
             from ${sql.table('channel')} c
             left join ${sql.table('channel_watermark')} w on w.channel_id = c.id and w.proof = 'taken at order'), '[]')`
}

function toListing(row: SellerRow, channel: PlanChannel): PlanListing {
  const [sold, soldOrders] = [Number(row.sold), Number(row.sold_orders)]
  return {
    id: row.id,
    channelId: row.channel_id,
    recipeId: row.recipe_id,
    state: channel.state,
    wanted: row.wanted === null ? null : Number(row.wanted),
    isDue: row.due ?? false,
    isBlocked: row.blocked ?? false,
    frozenUntilMs: row.frozen_ms,
    cutTo: row.cut_to === null ? null : Number(row.cut_to),
    boostTo: row.boost_to === null ? null : Number(row.boost_to),
    sold,
    soldSeen: row.sold_seen === null ? sold : Number(row.sold_seen),
    soldOrders,
    soldOrdersSeen: row.sold_orders_seen === null ? soldOrders : Number(row.sold_orders_seen),
    demand: toDemand(row),
    takenThroughMs: channel.taken_ms,
    unseenMs: Number(channel.unseen_ms ?? 0),
    takesAt: row.takes_at ?? 'order',
    hidesOrders: channel.hides,
  }
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

function toDemand(row: SellerRow): Demand | null {
  if (row.demand_ms === null) return null
  const { demand_units: units, demand_seconds: seconds, demand_squares: squares } = row
  return { units, seconds, squares, perSecond: row.demand, atMs: row.demand_ms }
}
