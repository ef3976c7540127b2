import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { readBook } from '../allocation/read-rules.ts'
import { rulesAt } from '../domain/allocation/effective-rule.ts'
import { EVERYBODY_ALIKE } from '../domain/allocation/rule.ts'
import type { PoolId, SkuId } from '../domain/ids.ts'
import { toPoolId, toSkuId } from '../domain/ids.ts'
import type { ComingGoods, PlanInput, ShortNeed, SubstitutePlace } from '../domain/shortfall-plan.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { readBalances, type PoolStock } from '../stock/read/read-balances.ts'
import { msOf } from '../stock/sql/instants.ts'
import { readPenalties } from './penalties.ts'

/** So many orders are weighed against each other; the rest, which would be defended first, are left alone. */
const NEEDS_MAX = 300

export interface ShortBalance extends PoolStock {
  readonly sku: string
  readonly pool: string
}

/** Where real orders need more than there is, the largest first; at most `first`. */
export async function readShortBalances(
  em: Em,
  { nowMs, first }: { readonly nowMs: number; readonly first: number },
): Promise<readonly ShortBalance[]> {
  const { rows } = await sql<{ pool_id: string; sku_id: string; sku: string; pool: string }>`
    select b.pool_id, b.sku_id, s.code as sku, p.code as pool
      from ${sql.table('pool_balance')} b
      join ${sql.table('sku')} s on s.id = b.sku_id
      join ${sql.table('pool')} p on p.id = b.pool_id
     where b.deficit > 0
     order by b.deficit desc, b.sku_id, b.pool_id limit ${first * 2}`.execute(merchantDb(em.fork()))
  const balances = await readBalances(em.fork(), { skuIds: [...new Set(rows.map((row) => toSkuId(row.sku_id)))], nowMs })
  const names = new Map(rows.map((row) => [`${row.pool_id}/${row.sku_id}`, row]))
  return balances
    .flatMap((balance) => {
      const row = names.get(`${balance.poolId}/${balance.skuId}`)
      return row && balance.shortfall > 0 ? [{ ...balance, sku: row.sku, pool: row.pool }] : []
    })
    .toSorted((a, b) => b.shortfall - a.shortfall || (a.sku < b.sku ? -1 : 1))
    .slice(0, first)
}

/** One of them by its codes. */
export async function readShortBalance(
  em: Em,
  at: { readonly pool: string; readonly sku: string; readonly nowMs: number },
): Promise<ShortBalance | undefined> {
  const { rows } = await sql<{ pool_id: string; sku_id: string }>`
    select p.id as pool_id, s.id as sku_id from ${sql.table('pool')} p cross join ${sql.table('sku')} s
     where p.code = ${at.pool} and s.code = ${at.sku}`.execute(merchantDb(em.fork()))
  const [row] = rows
  if (!row) return undefined
  const wanted = { skuIds: [toSkuId(row.sku_id)], poolIds: [toPoolId(row.pool_id)], nowMs: at.nowMs }
  const [balance] = await readBalances(em.fork(), wanted)
  return balance && { ...balance, sku: at.sku, pool: at.pool }
}

/** All that a plan depends on. */
export async function readPlanInput(em: Em, short: ShortBalance, nowMs: number): Promise<PlanInput> {
  const { poolId, skuId, shortfall: shortUnits } = short
  const rankOf = await readRanks(em, skuId, nowMs)
  const [needs, substitutes, coming, penalties] = await Promise.all([
    readNeeds(em, { poolId, skuId }, rankOf),
    readSubstitutes(em, { poolId, skuId, nowMs }),
    readComing(em, { poolId, skuId }),
    readPenalties(em),
  ])
  return { shortUnits, needs, substitutes, coming, penalties, nowMs }
}

/** The same facts have the same fingerprint; time alone changes nothing. */
export function fingerprintOf({ nowMs: _now, ...facts }: PlanInput): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32)
}

/** Which channels come first for this SKU, by the rules that count now. An order that no channel sent stands with the first. */
async function readRanks(em: Em, skuId: SkuId, nowMs: number): Promise<(channelId: string | null) => number> {
  const { rules } = await readBook(em.fork())
  const { rows } = await sql<{ tags: readonly string[] | string }>`
    select to_json(tags) as tags from ${sql.table('sku')} where id = ${skuId}`.execute(merchantDb(em.fork()))
  const [{ tags } = { tags: [] }] = rows
  const known = rulesAt(rules, nowMs).for({ id: skuId, tags: typeof tags === 'string' ? JSON.parse(tags) : tags })
  return (channelId) => (channelId === null ? EVERYBODY_ALIKE.rank : known.of(channelId).rank)
}

interface Goods {
  readonly poolId: PoolId
  readonly skuId: SkuId
}

/**
 * Orders that hold these goods. A unit is priced as its listing shows now; one of a set that has several of them at its part of the
 * set, one of a set with other goods at all of it: a set is called off as a whole.
 */
async function readNeeds(
  em: Em,
  { poolId, skuId }: Goods,
  rankOf: (channelId: string | null) => number,
): Promise<readonly ShortNeed[]> {
  const { rows } = await sql<NeedRow>`
    select coalesce(h.reference, h.id::text) as reference, h.channel_id, c.platform,
           sum(open.units) as units, sum(open.units * open.price_fen) / sum(open.units) filter (where open.price_fen is not null) as price_fen,
           ${msOf('x.ordered_at')} as ordered_ms, ${msOf('x.ship_by')} as ship_by_ms
      from ${sql.table('hold_line')} l
      join ${sql.table('hold')} h on h.id = l.hold_id
      left join ${sql.table('channel')} c on c.id = h.channel_id
      left join ${sql.table('channel_order')} o
             on o.channel_id = h.channel_id and h.reference = c.code || ':' || o.order_id
      left join ${sql.table('channel_order_line')} ol
             on ol.channel_id = o.channel_id and ol.order_id = o.order_id and ol.line = l.line
      left join ${sql.table('listing')} p on p.id = ol.listing_id
      cross join lateral (select coalesce(o.created_at, h.created_at) as ordered_at, o.ship_by) x
      cross join lateral (
             select greatest(l.units - l.released - l.shipped, 0) as units,
                    p.price_fen * coalesce(l.sets, l.units)::double precision / l.units as price_fen) open
     where l.sku_id = ${skuId} and l.pool_id = ${poolId} and l.expires_at is null and l.units > l.released + l.shipped
       and h.state = 'committed'
     group by h.id, h.reference, h.channel_id, c.platform, x.ordered_at, x.ship_by
     order by x.ship_by desc nulls first, x.ordered_at desc, reference desc
     limit ${NEEDS_MAX}`.execute(merchantDb(em.fork()))
  return rows.map((row) => ({
    reference: row.reference,
    channelId: row.channel_id,
    platform: row.platform,
    units: Number(row.units),
    orderedAtMs: row.ordered_ms,
    shipByMs: row.ship_by_ms,
    priceFen: row.price_fen === null ? null : Math.round(row.price_fen),
    rank: rankOf(row.channel_id),
  }))
}

interface NeedRow {
  readonly reference: string
  readonly channel_id: string | null
  readonly platform: string | null
  readonly units: string
  readonly ordered_ms: number
  readonly ship_by_ms: number | null
  readonly price_fen: number | null
}

async function readSubstitutes(
  em: Em,
  { poolId, skuId, nowMs }: Goods & { readonly nowMs: number },
): Promise<readonly SubstitutePlace[]> {
  const all = (await readBalances(em.fork(), { skuIds: [skuId], nowMs })).filter((one) => one.poolId !== poolId && one.free > 0)
  if (all.length === 0) return []
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from ${sql.table('pool')} where id = any(${all.map((one) => one.poolId)}::bigint[])`.execute(
    merchantDb(em.fork()),
  )
  const codes = new Map(rows.map(({ id, code }) => [id, code]))
  return all.flatMap(({ poolId: id, free }) => {
    const pool = codes.get(id)
    return pool === undefined ? [] : [{ pool, units: free }]
  })
}

/** Units still to come with open receipts, less those that presale orders and listings wait for. */
async function readComing(em: Em, { poolId, skuId }: Goods): Promise<readonly ComingGoods[]> {
  const { rows } = await sql<{ id: string; due_ms: number; units: string }>`
    select id, (extract(epoch from due_on::timestamp) * 1000)::float8 as due_ms,
           units
      from ${sql.table('expected_receipt')} r,
           lateral (select expected - arrived - greatest(0, presale_orders + presale_quota - (arrived - released)) as units) left_over
     where r.pool_id = ${poolId} and r.sku_id = ${skuId} and r.state = 'open' and units > 0
     order by r.due_on, r.id limit 20`.execute(merchantDb(em.fork()))
  return rows.map(({ id, due_ms: dueAtMs, units }) => ({ receipt: id, dueAtMs, units: Number(units) }))
}
