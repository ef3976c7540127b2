import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import { instant } from '../stock/sql/instants.ts'

/** What the activity of a platform wants to see for sale of a listing, from its enrolment to its end. */
export interface ListingMinimum {
  readonly listingId: string
  readonly channel: string
  readonly listing: string
  readonly campaign: string
  readonly line: number
  readonly minimum: number
  /** What it may sell now. */
  readonly shown: number
  /** What it sells, and what the line sells: a listing of another recipe does not sell for the line. */
  readonly recipeId: string | null
  readonly lineRecipeId: string
}

export async function readMinimums(em: Em, listingIds: readonly string[], nowMs: number): Promise<readonly ListingMinimum[]> {
  if (listingIds.length === 0) return []
  const { rows } = await sql<ListingMinimum>`
    select i.id as "listingId", o.code as channel, i.external_id as listing, c.code as campaign, l.line, l.minimum::float8 as minimum,
           i.recipe_id as "recipeId", l.recipe_id as "lineRecipeId",
           coalesce((select sum(q.quota) from ${sql.table('listing_quota')} q where q.listing_id = i.id), 0)::float8 as shown
      from ${sql.table('campaign')} c
      join ${lineListings} y on y.campaign_id = c.id and y.listing_id = any(${listingIds}::bigint[])
      join ${sql.table('campaign_line')} l on l.id = y.line_id and l.minimum > 0
      join ${sql.table('listing')} i on i.id = y.listing_id
      join ${sql.table('channel')} o on o.id = i.channel_id
     where ${isEnrolled(nowMs)}
     order by i.id, c.id, l.line`.execute(merchantDb(em))
  return rows
}

/** Which listings sell which lines that were not taken out: two ways, each with an index of its own. */
export const lineListings: RawBuilder<unknown> = sql`
  (select l.campaign_id, l.id as line_id, l.listing_id
     from ${sql.table('campaign_line')} l where l.listing_id is not null and not l.removed
    union all
   select l.campaign_id, l.id, i.id
     from ${sql.table('campaign_line')} l
     join ${sql.table('campaign_channel')} x on x.campaign_id = l.campaign_id
     join ${sql.table('listing')} i on i.recipe_id = l.recipe_id and i.channel_id = x.channel_id
    where l.listing_id is null and not l.removed)`

/** A granted campaign `c` is enrolled at its platform, or on sale, and has not ended. */
function isEnrolled(nowMs: number): RawBuilder<unknown> {
  const now = instant(nowMs)
  return sql`
    c.granted_at is not null and c.tended_phase is distinct from 'closed' and least(c.ends_at, c.ended_at) > ${now}::timestamptz
    and least(c.enrols_at, c.starts_at - c.lead_ms * interval '1 millisecond') <= ${now}::timestamptz`
}

/** Until when the platform of a listing refuses lowerings of it, as its campaigns say: a sub-select. `listingId` names its id. */
export function frozenUntil(listingId: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`
    (select max(c.ends_at)
       from ${sql.table('campaign')} c
       join ${lineListings} y on y.campaign_id = c.id and y.listing_id = ${listingId}
      where c.freezes and not c.cancelled and c.granted_at is not null
        and c.enrols_at <= ${now}::timestamptz and c.ends_at > ${now}::timestamptz)`
}

/** What it costs to take these listings down to nothing. */
export function costsOf(minimums: readonly ListingMinimum[]): readonly string[] {
  return minimums
    .filter(({ shown }) => shown > 0)
    .map(
      ({ channel, listing, campaign, line, minimum, shown }) =>
        `listing ${listing} of channel ${channel} shows ${shown}; the minimum of line ${line} of campaign ${campaign} is ${minimum}`,
    )
}

/** What it costs that these listings sell something else from now on, or nothing: `recipeOf` says what, where that is known. */
export function costsOfMapping(
  minimums: readonly ListingMinimum[],
  recipeOf: (listingId: string) => string | null,
): readonly string[] {
  return minimums
    .filter(({ listingId, recipeId, lineRecipeId }) => recipeId === lineRecipeId && recipeOf(listingId) !== lineRecipeId)
    .map(
      ({ channel, listing, campaign, line, minimum, shown }) =>
        `listing ${listing} of channel ${channel} shows ${shown} and would sell no more for line ${line} of campaign ${campaign}, ` +
        `whose minimum is ${minimum}`,
    )
}

/** What activities of platforms say of a listing. */
export interface ListingActivity {
  readonly listingId: string
  /** The most that any wants to see for sale; 0: none does. */
  readonly least: number
  /** Until when lowerings are refused; null: they are not. */
  readonly frozenUntilMs: number | null
}

/** Activities of platforms that may say something of a listing now: of campaign `c`. */
function isActive(now: Date): RawBuilder<unknown> {
  return sql`
    c.granted_at is not null and not c.cancelled and c.ends_at > ${now}::timestamptz
    and least(c.enrols_at, c.starts_at - c.lead_ms * interval '1 millisecond') <= ${now}::timestamptz`
}

/** Whether any does: a condition. */
export function hasActivities(now: Date): RawBuilder<unknown> {
  return sql`exists (select from ${sql.table('campaign')} c where ${isActive(now)})`
}

/** Of many listings in one statement: those that some activity says something of. */
export async function readActivities(em: Em, listingIds: readonly string[], now: Date): Promise<readonly ListingActivity[]> {
  if (listingIds.length === 0) return []
  const { rows } = await sql<ListingActivity>`
    select y.listing_id as "listingId", coalesce(max(l.minimum) filter (where ${isEnrolled(now.getTime())}), 0)::float8 as least,
           (extract(epoch from max(c.ends_at) filter (where c.freezes and c.enrols_at <= ${now}::timestamptz)) * 1000)::float8
             as "frozenUntilMs"
      from ${sql.table('campaign')} c
      join ${lineListings} y on y.campaign_id = c.id and y.listing_id = any(${ids(listingIds)}::bigint[])
      join ${sql.table('campaign_line')} l on l.id = y.line_id and (l.minimum > 0 or c.freezes)
     where ${isActive(now)}
     group by y.listing_id`.execute(merchantDb(em))
  return rows
}
