import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

/** How many listings a channel has, by what is known of them. */
export interface ListingCounts {
  readonly listed: number
  readonly mapped: number
  readonly unmapped: number
  readonly ambiguous: number
  readonly noStock: number
  /** Mapped ones with facts that are not settled or not looked into yet. */
  readonly open: number
}

interface Row extends ListingCounts {
  readonly channel_id: string
}

/** By channel; one without listings is not in the map. */
export async function countListings(em: Em, channelIds: readonly string[]): Promise<ReadonlyMap<string, ListingCounts>> {
  const { rows } = await sql<Row>`
    select channel_id, count(*)::int as listed,
           count(*) filter (where recipe_id is not null and not ambiguous)::int as mapped,
           count(*) filter (where recipe_id is null and not ambiguous and stock_policy = 'normal')::int as unmapped,
           count(*) filter (where ambiguous)::int as ambiguous,
           count(*) filter (where stock_policy = 'no_stock')::int as "noStock",
           count(*) filter (where recipe_id is not null and (open_facts is null or open_facts <> '{}'))::int as open
      from ${sql.table('listing')}
     where channel_id = any(${channelIds}::bigint[]) and gone_at is null and item_id is not null
     group by channel_id`.execute(merchantDb(em))
  return new Map(rows.map(({ channel_id: id, ...counts }) => [id, counts]))
}
