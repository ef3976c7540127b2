import { IsolationLevel } from '@mikro-orm/core'
import { sql } from 'kysely'
import { readBook, type RuleBook, type RuleShelf } from '../allocation/read-rules.ts'
import type { ChannelState } from '../domain/channel-state.ts'
import { readActivities, type ListingActivity } from '../campaigns/read-minimums.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import { readFree } from './read-free.ts'
import { readTags } from './read-tags.ts'
import { readCampaignLocks, type CampaignLocks } from './read-campaign-locks.ts'
import type { Demand } from '../domain/publishing/demand.ts'
import { msOf } from '../stock/sql/instants.ts'

/** One listing as the planner sees it. */
export interface PlanListing {
  readonly id: string
  readonly channelId: string
  readonly recipeId: string | null
  readonly state: ChannelState
  readonly wanted: number | null
  readonly isDue: boolean
  readonly isBlocked: boolean
  readonly frozenUntilMs: number | null
  /** It should have no more than this: what another hand put on sale is cut back. */
  readonly cutTo: number | null
  /** It should have no less than this: an operator wants it to sell so many now. */
  readonly boostTo: number | null
  readonly sold: number
  readonly soldSeen: number
  /** Null: it was never reckoned. */
  readonly demand: Demand | null
  /** Up to when its shop's orders are booked; null: not known. */
  readonly takenThroughMs: number | null
  /** How long its sales have stayed unseen of late. */
  readonly unseenMs: number
  readonly takesAt: 'order' | 'payment' | 'unknown'
  /** Its platform shows orders only once they are paid or grouped: how long they stay unseen nobody knows. */
  readonly hidesOrders: boolean
}

export interface PlanFacts {
  readonly listings: readonly PlanListing[]
  /** What one set claims, per component the most of all versions it is open for. */
  readonly parts: ReadonlyMap<string, readonly { readonly skuId: string; readonly units: number }[]>
  /** What a set takes by a version that waits to be granted, by listing. */
  readonly pending: ReadonlyMap<string, readonly { readonly skuId: string; readonly units: number }[]>
  /** In the order in which the channel sells from its pools. */
  readonly quotas: ReadonlyMap<string, readonly { readonly poolId: string; readonly units: number }[]>
  readonly balances: readonly {
    readonly poolId: string
    readonly skuId: string
    /** Below zero: so much is promised beyond what is there, or missed by campaigns. */
    readonly freeUnits: number
    readonly leftToOthersPercent: number
    /** Kept for campaigns, or missed by them: not to be shared. */
    readonly lockedUnits?: number
    /** How many units may be shown beyond the goods; left out: none. */
    readonly overcommit?: { readonly units: number; readonly perDay: number }
  }[]
  /** What campaigns have of a listing's quota and keep for it, by listing and pool. */
  readonly locks: ReadonlyMap<string, CampaignLocks>
  /** What activities of platforms want to see of listings: nothing takes them below that. */
  readonly least?: ReadonlyMap<string, number>
  /** Who gets how much: the rules there are, whenever they count. */
  readonly book: RuleBook
  /** Of each SKU that has any, where rules go by tags. */
  readonly tags: ReadonlyMap<string, readonly string[]>
}

export interface ReadPlan {
  readonly now: Date
  /** Where the rules are kept from one time to the next. */
  readonly shelf?: RuleShelf | undefined
  /** Rules that are only tried may go by tags where none does that counts. */
  readonly withTags?: boolean
}

/** Everything that competes for these SKUs: the listings that sell them, and what else those are made of. */
export function readPlan(em: Em, skuIds: readonly string[], wanted: ReadPlan): Promise<PlanFacts> {
  // On one snapshot: units on their way from one place to another must be seen in one of them.
  const options = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true }
  return em.transactional((tx) => readAll(tx, skuIds, wanted), options)
}

async function readAll(em: Em, skuIds: readonly string[], { now, shelf, withTags }: ReadPlan): Promise<PlanFacts> {
  const own = await readParts(em, skuIds)
  const all = [...new Set([...own.values()].flatMap((parts) => parts.map(({ skuId }) => skuId)))]
  const others = all.filter((id) => !skuIds.includes(id))
  const parts = others.length === 0 ? own : new Map([...own, ...(await readParts(em, others))])
  const listingIds = [...parts.keys()]
  const nothing = { listings: [], parts, pending: new Map(), quotas: new Map(), balances: [], locks: new Map(), tags: new Map() }
  if (listingIds.length === 0) return { ...nothing, book: { version: 0, rules: [] } }
  const pending = await readPending(em, listingIds)
  const skus = [...new Set([...parts.values(), ...pending.values()].flatMap((list) => list.map(({ skuId }) => skuId)))]
  const book = await (shelf ? shelf.newest(em) : readBook(em))
  const activities = new Map((await readActivities(em, listingIds, now)).map((one) => [one.listingId, one]))
  const listings = await readListings(em, listingIds, { now, activities })
  return {
    book,
    tags: (withTags ?? book.rules.some(({ scope }) => scope.kind === 'tag')) ? await readTags(em, skus) : new Map(),
    parts,
    pending,
    listings,
    locks: await readCampaignLocks(em, { skuIds: skus, listings, now }),
    least: new Map([...activities.values()].map(({ listingId, least }) => [listingId, least])),
    quotas: await readQuotas(em, listingIds),
    balances: await readFree(em, skus, now),
  }
}

async function readParts(em: Em, skuIds: readonly string[]): Promise<PlanFacts['parts']> {
  const { rows } = await sql<{ listing_id: string; sku_id: string; units: number }>`
    select o.listing_id, c.sku_id, max(c.units) as units
      from (select distinct v.listing_id
              from ${sql.table('recipe_component')} c
              join ${sql.table('listing_open_version')} v on v.recipe_version_id = c.recipe_version_id
             where c.sku_id = any(${ids(skuIds)}::bigint[])) sellers
      join ${sql.table('listing_open_version')} o on o.listing_id = sellers.listing_id
      join ${sql.table('recipe_component')} c on c.recipe_version_id = o.recipe_version_id
     group by o.listing_id, c.sku_id`.execute(merchantDb(em))
  return byListing(rows)
}

async function readPending(em: Em, listingIds: readonly string[]): Promise<PlanFacts['pending']> {
  const { rows } = await sql<{ listing_id: string; sku_id: string; units: number }>`
    select l.id as listing_id, c.sku_id, max(c.units) as units
      from ${sql.table('recipe_version')} v
      join ${sql.table('listing')} l on l.recipe_id = v.recipe_id
      join ${sql.table('recipe_component')} c on c.recipe_version_id = v.id
     where v.granted_at is null and l.id = any(${ids(listingIds)}::bigint[])
     group by l.id, c.sku_id`.execute(merchantDb(em))
  return byListing(rows)
}

interface PartRow {
  readonly listing_id: string
  readonly sku_id: string
  readonly units: number
}

function byListing(rows: readonly PartRow[]): PlanFacts['parts'] {
  return new Map(
    [...Map.groupBy(rows, ({ listing_id: id }) => id)].map(([id, parts]) => [
      id,
      parts.map(({ sku_id: skuId, units }) => ({ skuId, units })),
    ]),
  )
}

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

async function readListings(
  em: Em,
  listingIds: readonly string[],
  { now, activities }: ReadListings,
): Promise<readonly PlanListing[]> {
  // Said of both tables: the planner carries no list over from one to the other, and would read all listings there are.
  const chosen = ids(listingIds)
  const { rows } = await sql<ListingRow>`
    select p.listing_id as id, p.channel_id, l.recipe_id, c.state, p.wanted, p.next_at is not null as due,
           p.raises_blocked is not null or l.ambiguous or l.gone_at is not null as blocked, ${msOf('p.frozen_until')} as frozen_ms,
           case when p.cut_until > ${now}::timestamptz then p.cut_to end as cut_to,
           case when p.boost_until > ${now}::timestamptz then p.boost_to end as boost_to,
           p.sold, p.sold_seen, p.demand, p.demand_units, p.demand_seconds, ${msOf('p.demand_at')} as demand_ms, ${msOf('w.through')} as taken_ms,
           w.unseen_ms, l.takes_at, c.platform in ('jd', 'pinduoduo') as hides
      from ${sql.table('listing_publishing')} p
      join ${sql.table('listing')} l on l.id = p.listing_id
      join ${sql.table('channel')} c on c.id = p.channel_id
      left join ${sql.table('channel_watermark')} w on w.channel_id = c.id and w.proof = 'taken at order'
     where p.listing_id = any(${chosen}::bigint[]) and l.id = any(${chosen}::bigint[]) and l.joined_at is not null
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

async function readQuotas(em: Em, listingIds: readonly string[]): Promise<PlanFacts['quotas']> {
  const chosen = ids(listingIds)
  const { rows } = await sql<{ listing_id: string; pool_id: string; quota: string }>`
    select q.listing_id, q.pool_id, q.quota
      from ${sql.table('listing_quota')} q
      join ${sql.table('listing')} l on l.id = q.listing_id
      left join ${sql.table('channel_pool')} c on c.channel_id = l.channel_id and c.pool_id = q.pool_id
     where q.listing_id = any(${chosen}::bigint[]) and l.id = any(${chosen}::bigint[])
     order by q.listing_id, c.position nulls last, q.pool_id`.execute(merchantDb(em))
  return new Map(
    [...Map.groupBy(rows, ({ listing_id: id }) => id)].map(([id, quotas]) => [
      id,
      quotas.map(({ pool_id: poolId, quota }) => ({ poolId, units: Number(quota) })),
    ]),
  )
}
