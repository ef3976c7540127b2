import { sql, type RawBuilder } from 'kysely'
import type { StockSemantics } from '../channels/semantics.ts'
import type { StockCommand } from '../domain/publishing/command.ts'
import { gather } from '../db/gather.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { readListings, type ShopListing } from '../listings/shop-listing.ts'
import { manyIds } from '../stock/sql/columns.ts'
import { readOpenCommands } from '../stock/sql/commands.ts'
import { instant } from '../stock/sql/instants.ts'
import { isThere } from '../stock/sql/is-there.ts'
import { publishedColumns, toPublished, type PublishedRow } from '../stock/sql/publishing.ts'
import type { Published } from '../stock/engine/published.ts'
import type { Publishing } from './publishing.ts'

/** One listing the publisher has to look at. */
export interface WorkItem {
  readonly listing: ShopListing
  readonly semantics: StockSemantics
  readonly published: Published
  readonly revision: string
  readonly joined: boolean
  readonly quota: number
  readonly commands: readonly StockCommand[]
  readonly reading: boolean
  /** What a reading that waits leaves to be taken off, less what was moved since; null: none waits. */
  readonly forSale: number | null
  /** Nobody has looked yet at what its last settled reading says of other hands: it is not raised before. */
  readonly unjudged: boolean
}

interface DueRow extends PublishedRow {
  readonly joined: boolean
  readonly quota: string | null
  readonly reading: boolean
  readonly for_sale: string | null
  readonly unjudged: boolean
  readonly unsettled: boolean
}

/** What is due, or chosen: some rows of the publisher, of which `dueColumns` tells more. */
const dueColumns = sql`
  ${publishedColumns}, l.joined,
  (select sum(q.quota) from ${sql.table('listing_quota')} q where q.listing_id = p.listing_id) as quota,
  coalesce(w.waits, false) as reading, w.for_sale,
  ${isThere(sql`from ${sql.table('stock_reading')} r
    where r.listing_id = p.listing_id and r.judged_at is null and r.closed_at is not null and r.outcome = 'settled'`)} as unjudged,
  ${isThere(sql`from ${sql.table('stock_command')} c where c.listing_id = p.listing_id and c.state <> 'closed'`)} as unsettled`

/** Each looked up by itself: a planner that expects many rows would read all listings, or all readings, to find those of a few. */
const besideIt = sql`
  cross join lateral (select i.joined_at is not null as joined from ${sql.table('listing')} i where i.id = p.listing_id offset 0) l
   left join lateral (
        select true as waits, greatest(0, r.sellable_units) + coalesce((
                 select sum(case when c.kind = 'lower' then -c.freed else c.units end)
                   from ${sql.table('stock_try')} t
                  cross join lateral (select x.kind, x.freed, x.units from ${sql.table('stock_command')} x where x.id = t.command_id offset 0) c
                  where t.listing_id = r.listing_id and t.number > r.tries_before and t.outcome = 'acknowledged'), 0) as for_sale
          from ${sql.table('stock_reading')} r where r.listing_id = p.listing_id and r.closed_at is null offset 0) w on true`

/** Listings of the channel that are due, the ones that have waited for longest first. */
export async function readWork({ em, connection, clock }: Publishing, limit: number): Promise<readonly WorkItem[]> {
  const rows = await dueOf(em, { channelId: connection.channel.id, nowMs: clock.now().getTime(), limit })
  return readRest(em, connection, rows)
}

interface DueAsked {
  readonly channelId: string
  readonly nowMs: number
  readonly limit: number
}

const dueOf = gather<DueAsked, readonly DueRow[]>(async (em, asked) => {
  const { rows } = await sql<DueRow>`
    select ${dueColumns}
      from unnest(${manyIds(asked.map(({ channelId }) => channelId))},
                  (select ${asked.map(({ nowMs }) => instant(nowMs))}::timestamptz[])::timestamptz[],
                  ${manyIds(asked.map(({ limit }) => String(limit)))}) as a (channel_id, now, most)
      cross join lateral (
        select p.* from ${sql.table('listing_publishing')} p
         where p.channel_id = a.channel_id and p.next_at <= a.now order by p.next_at, p.listing_id limit a.most) p
      ${besideIt}
     order by p.next_at, p.listing_id`.execute(merchantDb(em))
  const byChannel = Map.groupBy(rows, ({ channel_id: id }) => id)
  return asked.map(({ channelId }) => byChannel.get(channelId) ?? [])
})

/** The listings of the channel that a condition on `p` chooses, in its order. */
export async function readItems({ em, connection }: Publishing, chosen: RawBuilder<unknown>): Promise<readonly WorkItem[]> {
  const { rows } = await sql<DueRow>`
    select ${dueColumns} from ${sql.table('listing_publishing')} p ${besideIt}
     where p.channel_id = ${connection.channel.id} and ${chosen}`.execute(merchantDb(em.fork()))
  return readRest(em, connection, rows)
}

/** What else is known of them. */
async function readRest(em: Em, { connector }: Publishing['connection'], rows: readonly DueRow[]): Promise<readonly WorkItem[]> {
  if (rows.length === 0) return []
  const listingIds = rows.map(({ listing_id: id }) => id)
  // Nearly always none is under way.
  const unsettled = rows.flatMap(({ listing_id: id, unsettled }) => (unsettled ? [id] : []))
  const [known, open] = await Promise.all([listingsOf(em, listingIds), unsettled.length > 0 ? commandsOf(em, unsettled) : []])
  const listings = new Map(known.map((one) => [one.id, one]))
  const commands = Map.groupBy(open, ({ listingId }) => listingId)
  return rows.flatMap((row) => {
    const { listing_id: id, quota, for_sale: forSale, revision, joined, reading, unjudged } = row
    const listing = listings.get(id)
    if (!listing) return []
    const found = {
      quota: Number(quota ?? 0),
      forSale: forSale === null ? null : Number(forSale),
      revision,
      joined,
      reading,
      unjudged,
    }
    const semantics = connector.semanticsOf(listing)
    return [{ ...found, listing, semantics, published: toPublished(row), commands: commands.get(id) ?? [] }]
  })
}

const listingsOf = ofListings(
  (em, listingIds) => readListings(em, sql`l.id = any(${manyIds(listingIds)})`),
  ({ id }) => id,
)
const commandsOf = ofListings(readOpenCommands, ({ listingId }) => listingId)

/** Rows of listings: several turns look at theirs at nearly the same time. */
function ofListings<Row>(read: (em: Em, listingIds: readonly string[]) => Promise<readonly Row[]>, idOf: (row: Row) => string) {
  return gather<readonly string[], readonly Row[]>(async (em, asked) => {
    const rows = Map.groupBy(await read(em, asked.flat()), idOf)
    return asked.map((listingIds) => listingIds.flatMap((id) => rows.get(id) ?? []))
  })
}

interface Enrolling {
  readonly channelId: string
  readonly now: Date
  /** The listing up to which they are looked at already. */
  readonly above: string
  readonly limit: number
}

/**
 * Listings that have yet to join are looked at from now on, so many at a time. Looked up row by row, in the order of an index. Returns up to
 * which; null: all of them are.
 */
export async function enrolListings(tx: Em, { channelId, now, above, limit }: Enrolling): Promise<string | null> {
  const { rows } = await sql<{ listings: number; last: string | null }>`
    with chosen as materialized (
      select l.id, l.channel_id from ${sql.table('listing')} l
       where l.channel_id = ${channelId} and l.id > ${above} and l.joined_at is null and l.recipe_id is not null and l.gone_at is null
         and (select p.listing_id from ${sql.table('listing_publishing')} p where p.listing_id = l.id) is null
       order by l.id limit ${limit}),
    enrolled as (
      insert into ${sql.table('listing_publishing')} (listing_id, channel_id, next_at)
      select id, channel_id, ${now}::timestamptz from chosen order by id
          on conflict do nothing)
    select count(*)::int as listings, max(id) as last from chosen`.execute(merchantDb(tx))
  const [chosen] = rows
  return chosen && chosen.listings === limit ? chosen.last : null
}

/**
 * Whether all the shop lists was read once, and every mapped listing of it is in the arithmetic, none in doubt since the database was
 * restored: what nobody has read yet may be on sale too.
 */
export async function hasJoined(em: Em, channelId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table('listing')}
     where channel_id = ${channelId} and joined_at is null and recipe_id is not null and gone_at is null
     union all
    select 1 from ${sql.table('listing_publishing')} p join ${sql.table('listing')} l on l.id = p.listing_id
     where p.channel_id = ${channelId} and p.doubted_at is not null and l.recipe_id is not null and l.gone_at is null
     union all
    select 1 from ${sql.table('channel_task')} t where t.channel_id = ${channelId} and t.task = 'discovery' and t.done_at is null limit 1`.execute(
    merchantDb(em),
  )
  return rows.length === 0
}
