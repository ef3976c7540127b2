import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
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
}

export async function readMinimums(em: Em, listingIds: readonly string[], nowMs: number): Promise<readonly ListingMinimum[]> {
  if (listingIds.length === 0) return []
  const { rows } = await sql<ListingMinimum>`
    select i.id as "listingId", o.code as channel, i.external_id as listing, c.code as campaign, l.line, l.minimum::float8 as minimum,
           coalesce((select sum(q.quota) from ${sql.table('listing_quota')} q where q.listing_id = i.id), 0)::float8 as shown
      from ${sql.table('campaign')} c
      join ${sql.table('campaign_line')} l on l.campaign_id = c.id and l.minimum > 0 and not l.removed
      join ${sql.table('listing')} i on i.id = any(${listingIds}::bigint[]) and ${sellsLine}
      join ${sql.table('channel')} o on o.id = i.channel_id
     where ${isEnrolled(nowMs)}
     order by i.id, c.id, l.line`.execute(merchantDb(em))
  return rows
}

/** A listing `i` sells the line `l`. */
const sellsLine: RawBuilder<unknown> = sql`
  case when l.listing_id is not null then i.id = l.listing_id
       else i.recipe_id = l.recipe_id and exists (
            select from ${sql.table('campaign_channel')} x where x.campaign_id = l.campaign_id and x.channel_id = i.channel_id) end`

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
       join ${sql.table('campaign_line')} l on l.campaign_id = c.id and not l.removed
       join ${sql.table('listing')} i on i.id = ${listingId} and ${sellsLine}
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
