import { sql, type RawBuilder } from 'kysely'
import type { ListingActivity } from '../campaigns/read-minimums.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ChannelState } from '../domain/channel-state.ts'
import type { Demand } from '../domain/publishing/demand.ts'
import { manyIds } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { PlanFacts, PlanListing } from './read-plan.ts'

interface ListingRow {
  readonly id: string
  readonly channel_id: string
  readonly recipe_id: string | null
  readonly wanted: string | null
  readonly due: boolean
  readonly blocked: boolean
  readonly frozen_ms: number | null
  readonly cut_to: string | null
  readonly boost_to: string | null
  readonly sold: string
  readonly sold_seen: string
  readonly sold_orders: string
  readonly sold_orders_seen: string
  readonly demand: number
  readonly demand_units: number
  readonly demand_seconds: number
  readonly demand_squares: number
  readonly demand_ms: number | null
  readonly takes_at: PlanListing['takesAt']
  /** Null: it has no quota anywhere. */
  readonly pool_id: string | null
  readonly quota: string | null
}

interface ReadListings {
  readonly now: Date
  readonly activities: ReadonlyMap<string, ListingActivity>
  /** By id. */
  readonly channels: ReadonlyMap<string, PlanChannel>
}

/** The listings that sell and their quotas, row by row like everything else that is read for a plan: a row for each pool. */
export async function readListings(
  em: Em,
  listingIds: readonly string[],
  { now, activities, channels }: ReadListings,
): Promise<Pick<PlanFacts, 'listings' | 'quotas'>> {
  const { rows } = await sql<ListingRow>`
    select p.listing_id as id, p.channel_id, l.recipe_id, p.wanted, p.next_at is not null as due,
           p.raises_blocked is not null or l.ambiguous or l.gone_at is not null as blocked, ${msOf('p.frozen_until')} as frozen_ms,
           case when p.cut_until > ${now}::timestamptz then p.cut_to end as cut_to,
           case when p.boost_until > ${now}::timestamptz then p.boost_to end as boost_to,
           p.sold, p.sold_seen, p.sold_orders, p.sold_orders_seen, p.demand, p.demand_units, p.demand_seconds, p.demand_squares, ${msOf('p.demand_at')} as demand_ms, l.takes_at,
           q.pool_id, q.quota
      from ${sql.table('listing_publishing')} p
     cross join lateral (select i.recipe_id, i.ambiguous, i.gone_at, i.takes_at, i.joined_at from ${sql.table('listing')} i
                          where i.id = p.listing_id offset 0) l
      left join lateral (select o.pool_id, o.quota from ${sql.table('listing_quota')} o where o.listing_id = p.listing_id offset 0) q on true
     where p.listing_id = any(${manyIds(listingIds)}) and l.joined_at is not null
     order by p.listing_id, q.pool_id`.execute(merchantDb(em))
  const quotas = new Map<string, { readonly poolId: string; readonly units: number }[]>()
  const listings: PlanListing[] = []
  for (const row of rows) {
    const quota = row.pool_id === null ? null : { poolId: row.pool_id, units: Number(row.quota) }
    if (listings.at(-1)?.id === row.id) {
      if (quota) quotas.get(row.id)?.push(quota)
      continue
    }
    if (quota) quotas.set(row.id, [quota])
    const channel = channels.get(row.channel_id)
    if (!channel) throw new Error(`listing ${row.id} has no channel`)
    listings.push(toListing(row, channel, activities.get(row.id)?.frozenUntilMs ?? null))
  }
  for (const { id, channelId } of listings) {
    const own = quotas.get(id)
    if (own && own.length > 1) own.sort(inOrderOf(channels.get(channelId)?.pools ?? []))
  }
  return { listings, quotas }
}

/** The pools a channel sells from in its order, then those it sells from no more. */
function inOrderOf(pools: readonly string[]) {
  const place = (id: string): number => (pools.includes(id) ? pools.indexOf(id) : pools.length)
  return (a: { readonly poolId: string }, b: { readonly poolId: string }): number => place(a.poolId) - place(b.poolId)
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

function toListing(row: ListingRow, channel: PlanChannel, activityFrozenMs: number | null): PlanListing {
  return {
    id: row.id,
    channelId: row.channel_id,
    recipeId: row.recipe_id,
    state: channel.state,
    wanted: row.wanted === null ? null : Number(row.wanted),
    isDue: row.due,
    isBlocked: row.blocked,
    frozenUntilMs: laterOf(row.frozen_ms, activityFrozenMs),
    cutTo: row.cut_to === null ? null : Number(row.cut_to),
    boostTo: row.boost_to === null ? null : Number(row.boost_to),
    sold: Number(row.sold),
    soldSeen: Number(row.sold_seen),
    soldOrders: Number(row.sold_orders),
    soldOrdersSeen: Number(row.sold_orders_seen),
    demand: toDemand(row),
    takenThroughMs: channel.taken_ms,
    unseenMs: Number(channel.unseen_ms ?? 0),
    takesAt: row.takes_at,
    hidesOrders: channel.hides,
  }
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

function toDemand(row: ListingRow): Demand | null {
  if (row.demand_ms === null) return null
  const { demand_units: units, demand_seconds: seconds, demand_squares: squares } = row
  return { units, seconds, squares, perSecond: row.demand, atMs: row.demand_ms }
}
