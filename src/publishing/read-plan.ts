import { sql } from 'kysely'
import { readBook, type RuleBook, type RuleShelf } from '../allocation/read-rules.ts'
import type { ChannelState } from '../domain/channel-state.ts'
import { hasActivities, readActivities } from '../campaigns/read-minimums.ts'
import { assert } from '../domain/assert.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { allOf, inPipeline, type Pipeline } from '../db/pipeline.ts'
import { ids } from '../stock/sql/columns.ts'
import { parsed } from '../stock/sql/parsed.ts'
import { readFree } from './read-free.ts'
import {
  channelsAsJson,
  readSellers,
  toListings,
  withActivities,
  type PlanChannel,
  type SellerRow,
} from './read-plan-listings.ts'
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
  return inPipeline(em, (pipeline) => readAll(pipeline, skuIds, wanted))
}

async function readAll(pipeline: Pipeline, skuIds: readonly string[], { now, shelf, withTags }: ReadPlan): Promise<PlanFacts> {
  const { em } = pipeline
  const [occasions, own] = await pipeline.beginReading(() => allOf([readOccasions(em, now), readSellers(em, skuIds, now)]))
  const rows = await withOtherSellers(em, own, { skuIds, now })
  const { listings, parts, quotas } = toListings(rows, occasions.channels)
  const listingIds = listings.map(({ id }) => id)
  const pending: PlanFacts['pending'] = occasions.pending ? await readPending(em, listingIds) : new Map()
  const skus = skusOf([parts, pending])
  const book = await (shelf ? shelf.newest(em, occasions.rules) : readBook(em, occasions.rules))
  const byTags = withTags ?? book.rules.some(({ scope }) => scope.kind === 'tag')
  const rest = allOf([
    readFree(em, skus, now),
    occasions.activities ? readActivities(em, listingIds, now) : [],
    occasions.tagged ? readSimilar(em, skus) : new Map<string, readonly TagDemand[]>(),
    occasions.locks ? readCampaignLocks(em, { skuIds: skus, listings, now }) : new Map<string, CampaignLocks>(),
    byTags ? readTags(em, skus) : new Map<string, readonly string[]>(),
  ])
  pipeline.keep(rest)
  await pipeline.commit()
  const [free, activities, similar, locks, tags] = await rest
  return {
    book,
    tags,
    parts,
    pending,
    listings: withActivities(listings, activities),
    locks,
    least: new Map(activities.map(({ listingId, least }) => [listingId, least])),
    quotas,
    similar,
    balances: free.map((balance) => {
      const known = similar.get(balance.skuId)
      return known ? { ...balance, similarPerSecond: similarPerSecond(known) } : balance
    }),
  }
}

/** With the listings that sell what else these are made of. */
async function withOtherSellers(
  em: Em,
  own: readonly SellerRow[],
  { skuIds, now }: { readonly skuIds: readonly string[]; readonly now: Date },
): Promise<readonly SellerRow[]> {
  const asked = new Set(skuIds)
  const others = new Set(own.flatMap(({ sku_id: id }) => (asked.has(id) ? [] : id)))
  if (others.size === 0) return own
  const known = new Set(own.map(({ id }) => id))
  const more = (await readSellers(em, [...others], now)).filter(({ id }) => !known.has(id))
  return [...own, ...more].toSorted((a, b) => Number(a.id) - Number(b.id))
}

function skusOf(all: readonly PlanFacts['parts'][]): readonly string[] {
  const skus = new Set<string>()
  for (const parts of all) for (const list of parts.values()) for (const { skuId } of list) skus.add(skuId)
  return [...skus]
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

async function readPending(em: Em, listingIds: readonly string[]): Promise<PlanFacts['pending']> {
  const { rows } = await sql<{ listing_id: string; sku_id: string; units: number }>`
    select l.id as listing_id, c.sku_id, max(c.units) as units
      from ${sql.table('recipe_version')} v
      join ${sql.table('listing')} l on l.recipe_id = v.recipe_id
      join ${sql.table('recipe_component')} c on c.recipe_version_id = v.id
     where v.granted_at is null and l.id = any(${ids(listingIds)}::bigint[])
     group by l.id, c.sku_id`.execute(merchantDb(em))
  return new Map(
    [...Map.groupBy(rows, (row) => row.listing_id)].map(([id, parts]) => [
      id,
      parts.map(({ sku_id: skuId, units }) => ({ skuId, units })),
    ]),
  )
}
