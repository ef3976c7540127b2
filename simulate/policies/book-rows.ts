import { sql } from 'kysely'
import type { BalanceState, Marks } from './books.ts'

/** What of the product's tables says where units are. Lists come read, or as they came over the line. */
export interface BookRow {
  readonly balances: readonly BalanceRow[] | string
  readonly holds: readonly HoldRow[] | string
  readonly quotas: readonly QuotaRow[] | string
  readonly claims: readonly ClaimRow[] | string
  readonly versions: readonly VersionRow[] | string
  readonly shops: readonly ShopRow[] | string
  readonly granted: number
  readonly charged: number
}

export interface BalanceRow extends Omit<BalanceState, 'good' | 'claimed' | 'known' | 'shipped'> {
  /** By its code. */
  readonly sku: string
}

/** What a channel's holds keep of a good in a pool, by what a set was when it was ordered. */
export interface HoldRow {
  readonly code: string
  readonly pool: number
  readonly sku: string
  readonly version: string | null
  readonly known: number
  readonly shipped: number
  readonly unpaid: number
}

export interface QuotaRow {
  readonly code: string
  readonly pool: number
  readonly units: number
}

/** What a set of a channel's quota claims of a good. */
export interface ClaimRow {
  readonly code: string
  readonly sku: string
  readonly units: number
}

export interface VersionRow {
  readonly id: string
  readonly ms: number
  readonly parts: readonly { readonly sku: string; readonly units: number }[]
}

export interface ShopRow {
  readonly code: string
  readonly open: number
  readonly since: number | null
  readonly settled: number | null
  readonly marks: Marks | null
}

function listOf(rows: ReturnType<typeof sql>) {
  return sql`(select coalesce(json_agg(r), '[]') from (${rows}) r)`
}

const balances = sql`
  select p.position - 1 as pool, s.code as sku, b.on_hand as "onHand", b.free, b.held, b.quota, b.lock_kept + b.safety_kept as kept,
         b.deficit, b.overcommit
    from ${sql.table('pool_balance')} b join ${sql.table('pool')} p on p.id = b.pool_id join ${sql.table('sku')} s on s.id = b.sku_id
   order by b.pool_id, b.sku_id`

const left = sql`greatest(h.units - h.released - h.shipped, 0)`
const holds = sql`
  select c.code, p.position - 1 as pool, s.code as sku, h.recipe_version_id::text as version, sum(${left}) as known,
         sum(h.shipped) as shipped, coalesce(sum(${left}) filter (where o.state = 'held'), 0) as unpaid
    from ${sql.table('hold')} o join ${sql.table('hold_line')} h on h.hold_id = o.id
    join ${sql.table('channel')} c on c.id = o.channel_id join ${sql.table('pool')} p on p.id = h.pool_id
    join ${sql.table('sku')} s on s.id = h.sku_id
   group by c.code, p.position, s.code, h.recipe_version_id`

const quotas = sql`
  select c.code, p.position - 1 as pool, sum(q.quota) as units
    from ${sql.table('listing_quota')} q join ${sql.table('listing')} l on l.id = q.listing_id
    join ${sql.table('channel')} c on c.id = l.channel_id join ${sql.table('pool')} p on p.id = q.pool_id
   group by c.code, p.position`

const claims = sql`
  select c.code, s.code as sku, max(k.units) as units
    from ${sql.table('listing_open_version')} v join ${sql.table('recipe_component')} k using (recipe_version_id)
    join ${sql.table('listing')} l on l.id = v.listing_id join ${sql.table('channel')} c on c.id = l.channel_id
    join ${sql.table('sku')} s on s.id = k.sku_id
   group by c.code, s.code`

const versions = sql`
  select v.id::text, extract(epoch from v.effective_at) * 1000 as ms, json_agg(json_build_object('sku', s.code, 'units', k.units)) as parts
    from ${sql.table('recipe_version')} v join ${sql.table('recipe_component')} k on k.recipe_version_id = v.id
    join ${sql.table('sku')} s on s.id = k.sku_id
   where v.granted_at is not null group by v.id order by v.effective_at, v.version`

const shops = sql`
  select c.code,
         (select count(*) from ${sql.table('listing')} l join ${sql.table('stock_command')} k on k.listing_id = l.id
           where l.channel_id = c.id and k.state <> 'closed' and k.kind <> 'set_zero') as open,
         (select extract(epoch from min(k.created_at)) * 1000 from ${sql.table('listing')} l
            join ${sql.table('stock_command')} k on k.listing_id = l.id
           where l.channel_id = c.id and k.state <> 'closed') as since,
         (select extract(epoch from max(r.answered_at)) * 1000 from ${sql.table('listing')} l
            join ${sql.table('stock_reading')} r on r.listing_id = l.id
           where l.channel_id = c.id and r.outcome in ('settled', 'joined')) as settled,
         (select json_object_agg(w.proof, extract(epoch from w.through) * 1000) from ${sql.table('channel_watermark')} w
           where w.channel_id = c.id) as marks
    from ${sql.table('channel')} c`

export const bookStatement = sql<BookRow>`
  select ${listOf(balances)} as balances, ${listOf(holds)} as holds, ${listOf(quotas)} as quotas, ${listOf(claims)} as claims,
         ${listOf(versions)} as versions, ${listOf(shops)} as shops,
         (select granted_per_day from ${sql.table('overcommit_budget')}) as granted,
         (select coalesce(sum(units), 0)::integer from ${sql.table('overcommit_charge')}) as charged`
