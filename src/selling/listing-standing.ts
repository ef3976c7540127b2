import { sql } from 'kysely'
import type { Platforms } from '../channels/connect.ts'
import { connectNobody } from '../channels/connect-nobody.ts'
import { cadence } from '../channels/estimate-calls.ts'
import { frozenUntil } from '../campaigns/read-minimums.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { guaranteeOf, type Guarantee } from '../domain/publishing/guarantee.ts'
import { readListings, type ShopListing } from '../listings/shop-listing.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'

export const sellingStates = ['not joined', 'idle', 'raising', 'lowering', 'unknown', 'stopping', 'stopped'] as const
export type SellingState = (typeof sellingStates)[number]

export interface PoolQuota {
  readonly pool: string
  readonly units: number
}

/** The last call that told the shop a change. Instants are the shop's clock. */
export interface LastTold {
  readonly kind: string
  readonly units: number
  readonly at: Date
  readonly outcome: string | null
  readonly shownUnits: number | null
}

/** Its shop has not taken the last changes of its number. Instants of our clock. */
export interface FailingStanding {
  readonly tries: number
  readonly since: Date
  /** No raise is begun before. */
  readonly nextAt: Date
  /** What the shop said last, or that nothing came. */
  readonly answer: string
}

/** How a listing is published. */
export interface ListingStanding {
  readonly state: SellingState
  readonly joinedAt: Date | null
  readonly quotaUnits: number
  readonly quotas: readonly PoolQuota[]
  readonly wantedUnits: number | null
  /** Of its quota, so many may be units that other shops show, too. */
  readonly overcommitUnits: number
  readonly lastTold: LastTold | null
  readonly blockedUntil: Date | null
  readonly raisesBlocked: string | null
  readonly unknownSince: Date | null
  readonly failing: FailingStanding | null
  readonly stoppedAt: Date | null
  readonly stoppedBy: string | null
  readonly stopToldAt: Date | null
  readonly doubtedSince: Date | null
  readonly readAt: Date | null
  readonly guarantee: Guarantee
}

interface Row {
  readonly id: string
  readonly platform: string
  readonly joined_ms: number | null
  readonly wanted: string | null
  readonly quotas: readonly PoolQuota[] | string | null
  readonly open_kind: string | null
  readonly unknown_ms: number | null
  readonly told:
    { kind: string; units: number; at: number; outcome: string | null; shown: number | null; answer: string } | string | null
  readonly frozen_ms: number | null
  readonly failing_tries: number | null
  readonly failing_ms: number | null
  readonly failing_again_ms: number | null
  readonly raises_blocked: string | null
  readonly stopped_ms: number | null
  readonly stopped_by: string | null
  readonly stop_told_ms: number | null
  readonly doubted_ms: number | null
  readonly seen_ms: number | null
  readonly untaken: string
  readonly edited: string
  readonly beyond: string
  readonly freed: string
  readonly lists_late: boolean
}

const DAY_MS = 86_400_000

/** By listing; one that was never mapped is not in the map. */
export async function readListingStandings(
  em: Em,
  { listingIds, platforms, now }: { readonly listingIds: readonly string[]; readonly platforms: Platforms; readonly now: Date },
): Promise<ReadonlyMap<string, ListingStanding>> {
  const rows = await readRows(em, listingIds, now)
  const listings = new Map((await readListings(em, sql`l.id = any(${ids(listingIds)}::bigint[])`)).map((one) => [one.id, one]))
  return new Map(
    rows.flatMap((row) => {
      const listing = listings.get(row.id)
      return listing ? [[row.id, toStanding(row, listing, { platforms, now })]] : []
    }),
  )
}

async function readRows(em: Em, listingIds: readonly string[], now: Date): Promise<readonly Row[]> {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  const { rows } = await sql<Row>`
    select l.id, c.platform, ${msOf('l.joined_at')} as joined_ms, p.wanted,
           (select json_agg(json_build_object('pool', o.code, 'units', q.quota) order by cp.position, o.code)
              from ${sql.table('listing_quota')} q join ${sql.table('pool')} o on o.id = q.pool_id
              left join ${sql.table('channel_pool')} cp on cp.channel_id = l.channel_id and cp.pool_id = q.pool_id
             where q.listing_id = l.id) as quotas,
           (select s.kind from ${sql.table('stock_command')} s where s.listing_id = l.id and s.state <> 'closed'
             order by s.kind = 'set_zero' desc, s.created_at limit 1) as open_kind,
           (select extract(epoch from min(s.created_at)) * 1000 from ${sql.table('stock_command')} s
             where s.listing_id = l.id and s.state = 'unknown')::float8 as unknown_ms,
           (select json_build_object('kind', s.kind, 'units', s.units, 'at', extract(epoch from t.signed_at) * 1000,
                                     'outcome', t.outcome, 'shown', t.resulting_units,
                                     'answer', coalesce(nullif(concat_ws(' ', t.code, t.message), ''), t.outcome, 'no answer'))
              from ${sql.table('stock_try')} t join ${sql.table('stock_command')} s on s.id = t.command_id
             where t.listing_id = l.id order by t.number desc limit 1) as told,
           greatest(${msOf('p.frozen_until')}, extract(epoch from ${frozenUntil(sql`p.listing_id`, now)})::float8 * 1000) as frozen_ms, p.raises_blocked, ${msOf('p.stopped_at')} as stopped_ms, p.stopped_by,
           p.failing_tries, ${msOf('p.failing_since')} as failing_ms, ${msOf('p.failing_again_at')} as failing_again_ms,
           ${msOf('p.stop_told_at')} as stop_told_ms, ${msOf('p.doubted_at')} as doubted_ms, ${msOf('p.seen_to')} as seen_ms,
           (select coalesce(sum(n.units), 0) from ${sql.table('channel_order_line')} n
             where n.listing_id = l.id and n.state = 'created' and n.present) as untaken,
           (select coalesce(sum(f.above_quota), 0) from ${sql.table('listing_finding')} f
             where f.listing_id = l.id and f.kind = 'raised' and f.found_at > ${dayAgo}::timestamptz) as edited,
           (select coalesce(sum(least(b.overcommit, greatest(q.quota, 0))), 0)
              from ${sql.table('listing_quota')} q
              join ${sql.table('listing_open_version')} v on v.listing_id = q.listing_id
              join ${sql.table('recipe_component')} k on k.recipe_version_id = v.recipe_version_id
              join ${sql.table('pool_balance')} b on b.pool_id = q.pool_id and b.sku_id = k.sku_id
             where q.listing_id = l.id and b.overcommit > 0) as beyond,
           (select coalesce(sum(r.freed_units), 0) from ${sql.table('stock_reading')} r
             where r.listing_id = l.id and r.freed_units > 0 and r.closed_at > ${dayAgo}::timestamptz) as freed,
           exists (select from ${sql.table('channel_reconciliation')} n
                    where n.channel_id = l.channel_id and n.missed > 0 and n.ended_at > ${dayAgo}::timestamptz) as lists_late
      from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
      left join ${sql.table('listing_publishing')} p on p.listing_id = l.id
     where l.id = any(${ids(listingIds)}::bigint[])`.execute(merchantDb(em))
  return rows
}

function toStanding(
  row: Row,
  listing: ShopListing,
  { platforms, now }: { readonly platforms: Platforms; readonly now: Date },
): ListingStanding {
  const quotas: readonly PoolQuota[] = (typeof row.quotas === 'string' ? JSON.parse(row.quotas) : row.quotas) ?? []
  const told: Exclude<Row['told'], string> = typeof row.told === 'string' ? JSON.parse(row.told) : row.told
  const frozen = dateOf(row.frozen_ms)
  return {
    state: stateOf(row),
    joinedAt: dateOf(row.joined_ms),
    quotaUnits: quotas.reduce((sum, { units }) => sum + units, 0),
    quotas,
    wantedUnits: row.wanted === null ? null : Number(row.wanted),
    overcommitUnits: Number(row.beyond),
    lastTold: told && {
      kind: told.kind,
      units: told.units,
      outcome: told.outcome,
      at: new Date(told.at),
      shownUnits: told.shown,
    },
    blockedUntil: frozen !== null && frozen > now ? frozen : null,
    raisesBlocked: row.raises_blocked,
    unknownSince: dateOf(row.unknown_ms),
    failing: failingOf(row, told?.answer ?? 'no answer'),
    stoppedAt: dateOf(row.stopped_ms),
    stoppedBy: row.stopped_by,
    stopToldAt: dateOf(row.stop_told_ms),
    doubtedSince: dateOf(row.doubted_ms),
    readAt: dateOf(row.seen_ms),
    guarantee: guaranteeFor(row, listing, platforms),
  }
}

function failingOf(row: Row, answer: string): FailingStanding | null {
  const [since, nextAt] = [dateOf(row.failing_ms), dateOf(row.failing_again_ms)]
  return since && nextAt ? { tries: row.failing_tries ?? 0, since, nextAt, answer } : null
}

function stateOf({ joined_ms, stopped_ms, stop_told_ms, unknown_ms, open_kind }: Row): SellingState {
  if (joined_ms === null) return 'not joined'
  if (stopped_ms !== null) return stop_told_ms === null ? 'stopping' : 'stopped'
  if (unknown_ms !== null) return 'unknown'
  if (open_kind === null) return 'idle'
  return open_kind === 'raise' ? 'raising' : 'lowering'
}

function guaranteeFor(row: Row, listing: ShopListing, platforms: Platforms): Guarantee {
  const connector = connectNobody(platforms, row.platform)
  const semantics = connector?.semanticsOf(listing)
  const takesAt = semantics?.takesAt ?? 'unknown'
  return guaranteeOf({
    takesAt,
    call: semantics?.call ?? 'none',
    hidden: semantics?.hidden.orders ?? 'none',
    counterCountsAll: semantics?.hidden.counterCountsAll ?? false,
    requestLifetimeMs: connector?.limits.requestLifetimeMs ?? 0,
    lagMs: Math.max(0, ...(connector?.orderLists ?? []).map(({ lagMs }) => lagMs)),
    readingsMs: cadence.readingsMs,
    untakenUnits: takesAt === 'order' ? 0 : Number(row.untaken),
    editedUnits: Number(row.edited),
    beyondUnits: Number(row.beyond),
    freedUnits: Number(row.freed),
    listsWereLate: row.lists_late,
    doubtedMs: row.doubted_ms,
    joined: row.joined_ms !== null,
  })
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}
