import { IsolationLevel } from '@mikro-orm/core'
import { sql } from 'kysely'
import { readBook, type RuleBook, type RuleShelf } from '../allocation/read-rules.ts'
import type { ChannelState } from '../domain/channel-state.ts'
import { hasActivities, readActivities } from '../campaigns/read-minimums.ts'
import { assert } from '../domain/assert.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import { parsed } from '../stock/sql/parsed.ts'
import { readFree } from './read-free.ts'
import { channelsAsJson, readListings, type PlanChannel } from './read-plan-listings.ts'
import { readTags } from './read-tags.ts'
import { readCampaignLocks, type CampaignLocks } from './read-campaign-locks.ts'
import { similarPerSecond, type TagDemand } from '../domain/publishing/similar-demand.ts'
import { readSimilar } from './read-similar.ts'
import type { Demand } from '../domain/publishing/demand.ts'

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
  /** Orders that took these. */
  readonly soldOrders: number
  readonly soldOrdersSeen: number
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
    /** How fast goods like it sell in a listing; left out: there are none that are known. */
    readonly similarPerSecond?: number
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
  /** Of each SKU that shares tags with goods that are known, how fast those sell. */
  readonly similar?: ReadonlyMap<string, readonly TagDemand[]>
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
  const asked = new Set(skuIds)
  const others = all.filter((id) => !asked.has(id))
  const parts = others.length === 0 ? own : new Map([...own, ...(await readParts(em, others))])
  const listingIds = [...parts.keys()]
  const nothing = { listings: [], parts, pending: new Map(), quotas: new Map(), balances: [], locks: new Map(), tags: new Map() }
  if (listingIds.length === 0) return { ...nothing, book: { version: 0, rules: [] } }
  const occasions = await readOccasions(em, now)
  const pending: PlanFacts['pending'] = occasions.pending ? await readPending(em, listingIds) : new Map()
  const skus = [...new Set([...parts.values(), ...pending.values()].flatMap((list) => list.map(({ skuId }) => skuId)))]
  const book = await (shelf ? shelf.newest(em, occasions.rules) : readBook(em, occasions.rules))
  const active = occasions.activities ? await readActivities(em, listingIds, now) : []
  const activities = new Map(active.map((one) => [one.listingId, one]))
  const similar = occasions.tagged ? await readSimilar(em, skus) : new Map<string, readonly TagDemand[]>()
  const { listings, quotas } = await readListings(em, listingIds, { now, activities, channels: occasions.channels })
  return {
    book,
    tags: (withTags ?? book.rules.some(({ scope }) => scope.kind === 'tag')) ? await readTags(em, skus) : new Map(),
    parts,
    pending,
    listings,
    locks: occasions.locks ? await readCampaignLocks(em, { skuIds: skus, listings, now }) : new Map(),
    least: new Map([...activities.values()].map(({ listingId, least }) => [listingId, least])),
    quotas,
    similar,
    balances: (await readFree(em, skus, now)).map((balance) => {
      const tags = similar.get(balance.skuId)
      return tags ? { ...balance, similarPerSecond: similarPerSecond(tags) } : balance
    }),
  }
}

interface Occasions {
  readonly pending: boolean
  readonly activities: boolean
  readonly locks: boolean
  /** Whether anything is known of goods by their tags. */
  readonly tagged: boolean
  /** The newest version of the rules; 0: there are none. */
  readonly rules: number
  readonly channels: ReadonlyMap<string, PlanChannel>
}

/** What there is not at all at most moments need not be looked for listing by listing. */
async function readOccasions(em: Em, now: Date): Promise<Occasions> {
  const { rows } = await sql<Omit<Occasions, 'channels'> & { readonly channels: readonly PlanChannel[] | string }>`
    select exists (select from ${sql.table('recipe_version')} v where v.granted_at is null) as pending,
           exists (select from ${sql.table('lock_line')} k where k.open) as locks,
           exists (select from ${sql.table('tag_demand')}) as tagged, ${hasActivities(now)} as activities,
           coalesce((select version from ${sql.table('rule_book')}), 0) as rules, ${channelsAsJson()} as channels`.execute(
    merchantDb(em),
  )
  const [found] = rows
  assert(found !== undefined, 'a statement without a table answers with one row')
  return { ...found, channels: new Map(parsed<PlanChannel>(found.channels).map((channel) => [channel.id, channel])) }
}

/** Looked up row by row: a catalogue is reckoned some goods at a time, and no part of it may read all listings. */
async function readParts(em: Em, skuIds: readonly string[]): Promise<PlanFacts['parts']> {
  const { rows } = await sql<{ listing_id: string; sku_id: string; units: number }>`
    select o.listing_id, c.sku_id, max(c.units) as units
      from (select distinct v.listing_id
              from ${sql.table('recipe_component')} c
             cross join lateral (select o.listing_id from ${sql.table('listing_open_version')} o
                                  where o.recipe_version_id = c.recipe_version_id offset 0) v
             where c.sku_id = any(${ids(skuIds)}::bigint[])) sellers
     cross join lateral (select v.listing_id, v.recipe_version_id from ${sql.table('listing_open_version')} v
                          where v.listing_id = sellers.listing_id offset 0) o
     cross join lateral (select x.sku_id, x.units from ${sql.table('recipe_component')} x
                          where x.recipe_version_id = o.recipe_version_id offset 0) c
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
  const parts = new Map<string, { readonly skuId: string; readonly units: number }[]>()
  for (const { listing_id: id, sku_id: skuId, units } of rows) {
    const known = parts.get(id)
    if (known) known.push({ skuId, units })
    else parts.set(id, [{ skuId, units }])
  }
  return parts
}
