import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { StockPolicy } from './shop-listing.ts'

/** A listing that is locked for the transaction, with what a new mapping of it depends on. */
export interface NamedListing {
  readonly id: string
  readonly channelId: string
  readonly key: string
  readonly merchantCode: string | null
  readonly recipeId: string | null
  readonly mappedBy: 'code' | 'hand' | null
  readonly stockPolicy: StockPolicy
  readonly ambiguous: boolean
  /** It may still sell units of what it is mapped to. */
  readonly inUse: boolean
}

interface Wish {
  readonly channel: string
  readonly listing: string | null
  readonly merchantCode: string | null
}

interface Row {
  readonly id: string
  readonly channel_id: string
  readonly external_id: string
  readonly merchant_code: string | null
  readonly recipe_id: string | null
  readonly mapped_by: 'code' | 'hand' | null
  readonly stock_policy: StockPolicy
  readonly ambiguous: boolean
}

/** Locks what these rows name, in order of id, and tells what each of them names: a code may name several listings. */
export async function lockNamed(
  tx: Em,
  wishes: readonly Wish[],
): Promise<(wish: Wish) => readonly NamedListing[] | 'no channel'> {
  const db = merchantDb(tx)
  const channels = await sql<{ id: string; code: string }>`
    select id, code from ${sql.table('channel')}
     where platform <> 'direct' and code = any(${[...new Set(wishes.map(({ channel }) => channel))]}::text[])`.execute(db)
  const idOf = new Map(channels.rows.map(({ id, code }) => [code, id]))
  const known = wishes.flatMap((wish) => {
    const channelId = idOf.get(wish.channel)
    return channelId === undefined ? [] : [{ ...wish, channelId }]
  })
  const byKey = known.filter(({ listing }) => listing !== null)
  const byCode = known.filter(({ listing }) => listing === null)
  const { rows } = await sql<Row>`
    select l.id, l.channel_id, l.external_id, l.merchant_code, l.recipe_id, l.mapped_by, l.stock_policy, l.ambiguous
      from ${sql.table('listing')} l
     where l.item_id is not null and (
           (l.channel_id, l.external_id) in (
             select * from unnest(${byKey.map(({ channelId }) => channelId)}::bigint[], ${byKey.map(({ listing }) => listing)}::text[]))
        or (l.gone_at is null and (l.channel_id, l.merchant_code) in (
             select * from unnest(${byCode.map(({ channelId }) => channelId)}::bigint[],
                                  ${byCode.map(({ merchantCode }) => merchantCode)}::text[]))))
     order by l.id for update of l`.execute(db)
  const used = await sql<{ listing_id: string }>`
    select distinct listing_id from ${sql.table('listing_quota')}
     where quota <> 0 and listing_id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(db)
  const inUse = new Set(used.rows.map(({ listing_id: id }) => id))
  const listings = rows.map((row) => toNamed(row, inUse))
  const keyed = new Map(listings.map((listing) => [`${listing.channelId}/${listing.key}`, listing]))
  const coded = Map.groupBy(listings, ({ channelId, merchantCode }) => `${channelId}/${merchantCode ?? ''}`)
  return ({ channel, listing, merchantCode }) => {
    const channelId = idOf.get(channel)
    if (channelId === undefined) return 'no channel'
    if (listing === null) return coded.get(`${channelId}/${merchantCode ?? ''}`) ?? []
    const found = keyed.get(`${channelId}/${listing}`)
    return found ? [found] : []
  }
}

function toNamed(row: Row, inUse: ReadonlySet<string>): NamedListing {
  return {
    id: row.id,
    channelId: row.channel_id,
    key: row.external_id,
    merchantCode: row.merchant_code,
    recipeId: row.recipe_id,
    mappedBy: row.mapped_by,
    stockPolicy: row.stock_policy,
    ambiguous: row.ambiguous,
    inUse: inUse.has(row.id),
  }
}
