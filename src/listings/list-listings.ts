import { sql } from 'kysely'
import type { Em } from '../db/orm.ts'
import { numberAfter, toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { withFinding, type Finding } from './listing-findings.ts'
import { readListings, type MappingState, type ShopListing } from './shop-listing.ts'

export interface ListListings extends PageWanted {
  readonly channelId: string
  readonly mapping: MappingState | null
  /** The key of one listing. */
  readonly key: string | null
  /** Only those the linter says this of. */
  readonly finding: Finding['kind'] | null
  /** Also what the shop no longer lists. */
  readonly gone: boolean
}

/** The listings of a channel in the order in which they were found; the key of a row is its id. */
export async function listListings(
  em: Em,
  { channelId, mapping, key, finding, gone, first, after }: ListListings,
  now: Date,
): Promise<Listed<ShopListing>> {
  const from = numberAfter(after)
  const rows = await readListings(
    em,
    sql`l.channel_id = ${channelId} and (${from}::bigint is null or l.id > ${from}::bigint) and (${gone} or l.gone_at is null)
        and (${key}::text is null or l.external_id = ${key}::text)
        and (${mapping}::text is null or ${mapping}::text =
             case when l.ambiguous then 'ambiguous' when l.recipe_id is null then 'unmapped' else 'mapped' end)
        and ${finding === null ? sql`true` : sql`l.id in (${withFinding(finding, channelId, now)})`}
      order by l.id limit ${first + 1}`,
  )
  return toListed(rows, first)
}

/** Listings by id. */
export async function findListings(em: Em, ids: readonly string[]): Promise<ReadonlyMap<string, ShopListing>> {
  const rows = await readListings(em, sql`l.id = any(${ids}::bigint[])`)
  return new Map(rows.map((listing) => [listing.id, listing]))
}
