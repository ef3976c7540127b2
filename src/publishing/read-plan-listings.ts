import { sql } from 'kysely'
import type { ListingActivity } from '../campaigns/read-minimums.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ChannelState } from '../domain/channel-state.ts'
import type { Demand } from '../domain/publishing/demand.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { PlanListing } from './read-plan.ts'

interface ListingRow {
  readonly id: string
  readonly channel_id: string
  readonly recipe_id: string | null
  readonly state: ChannelState
  readonly wanted: string | null
  readonly due: boolean
  readonly blocked: boolean
  readonly frozen_ms: number | null
  readonly cut_to: string | null
  readonly boost_to: string | null
  readonly sold: string
  readonly sold_seen: string
  readonly demand: number
  readonly demand_units: number
  readonly demand_seconds: number
  readonly demand_ms: number | null
  readonly taken_ms: number | null
  readonly unseen_ms: string | null
  readonly takes_at: PlanListing['takesAt']
  readonly hides: boolean
}

interface ReadListings {
  readonly now: Date
  readonly activities: ReadonlyMap<string, ListingActivity>
}

/** The listings that sell, row by row like everything else that is read for a plan. */
export async function readListings(
  em: Em,
  listingIds: readonly string[],
  { now, activities }: ReadListings,
): Promise<readonly PlanListing[]> {
  const { rows } = await sql<ListingRow>`
    select p.listing_id as id, p.channel_id, l.recipe_id, c.state, p.wanted, p.next_at is not null as due,
           p.raises_blocked is not null or l.ambiguous or l.gone_at is not null as blocked, ${msOf('p.frozen_until')} as frozen_ms,
           case when p.cut_until > ${now}::timestamptz then p.cut_to end as cut_to,
           case when p.boost_until > ${now}::timestamptz then p.boost_to end as boost_to,
           p.sold, p.sold_seen, p.demand, p.demand_units, p.demand_seconds, ${msOf('p.demand_at')} as demand_ms, ${msOf('w.through')} as taken_ms,
           w.unseen_ms, l.takes_at, c.platform in ('jd', 'pinduoduo') as hides
      from ${sql.table('listing_publishing')} p
     cross join lateral (select i.recipe_id, i.ambiguous, i.gone_at, i.takes_at from ${sql.table('listing')} i
                          where i.id = p.listing_id and i.joined_at is not null offset 0) l
      join ${sql.table('channel')} c on c.id = p.channel_id
      left join ${sql.table('channel_watermark')} w on w.channel_id = c.id and w.proof = 'taken at order'
     where p.listing_id = any(${ids(listingIds)}::bigint[])
     order by p.listing_id`.execute(merchantDb(em))
  return rows.map((row) => ({
    id: row.id,
    channelId: row.channel_id,
    recipeId: row.recipe_id,
    state: row.state,
    wanted: row.wanted === null ? null : Number(row.wanted),
    isDue: row.due,
    isBlocked: row.blocked,
    frozenUntilMs: laterOf(row.frozen_ms, activities.get(row.id)?.frozenUntilMs ?? null),
    cutTo: row.cut_to === null ? null : Number(row.cut_to),
    boostTo: row.boost_to === null ? null : Number(row.boost_to),
    sold: Number(row.sold),
    soldSeen: Number(row.sold_seen),
    demand: toDemand(row),
    takenThroughMs: row.taken_ms,
    unseenMs: Number(row.unseen_ms ?? 0),
    takesAt: row.takes_at,
    hidesOrders: row.hides,
  }))
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

function toDemand(row: ListingRow): Demand | null {
  if (row.demand_ms === null) return null
  return { units: row.demand_units, seconds: row.demand_seconds, perSecond: row.demand, atMs: row.demand_ms }
}
