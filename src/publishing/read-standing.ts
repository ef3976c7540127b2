import { sql } from 'kysely'
import type { ChannelState } from '../domain/channel-state.ts'
import { gather } from '../db/gather.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { manyIds } from '../stock/sql/columns.ts'
import { isThere } from '../stock/sql/is-there.ts'
import { instant, msOf } from '../stock/sql/instants.ts'
import { KEEP_READINGS_MS } from '../watching/judge-counters.ts'
import type { Publishing } from './publishing.ts'

/** The oldest ones: the others are seen once something was done with those. */
const UNJUDGED_LOOKED_AT = 100

/** What there is to be done for a channel, all of one instant: whoever finds nothing here need not look any further. */
export interface ChannelStanding {
  readonly state: ChannelState
  /** Up to which instant of the shop's clock its orders are booked; null: none yet. */
  readonly takenThroughMs: number | null
  /** When a listing of it is due next, or has to wait for something. */
  readonly nextMs: number | null
  /** Listings whose readings a watermark has passed: the others wait, and need not be looked at, until the orders before them are booked. */
  readonly waiting: readonly string[]
  /** Settled readings wait until it is judged what they say of other hands. */
  readonly unjudged: boolean
  /** Readings that tell nothing, or that nobody needs any more. */
  readonly idle: boolean
  /** What hands changed is not in the books yet. */
  readonly uncovered: boolean
  /** Quotas below zero. */
  readonly negative: boolean
  /** Mapped listings that nobody looks after yet; false where that was not asked. */
  readonly newcomers: boolean
  /** Listings that are sold ahead of their goods. */
  readonly ahead: boolean
  /** Plans that find out what a lowering does have not begun. */
  readonly probing: boolean
  /** Commands without an answer that no worker waits for any more. */
  readonly open: boolean
  /** Something is stopped: what has come under it since has to be found. */
  readonly stopping: boolean
}

interface Row extends Omit<ChannelStanding, 'takenThroughMs' | 'nextMs' | 'waiting'> {
  readonly id: string
  readonly taken_ms: number | null
  readonly next_ms: number | null
  readonly waiting: readonly string[] | null
}

/** How a channel stands after moves of a turn. */
export interface LeftStanding extends Pick<ChannelStanding, 'nextMs'> {
  /** Readings may be settled or judged, or quotas charged: `readStanding` tells which. */
  readonly more: boolean
}

type Asking = Pick<Publishing, 'em' | 'connection' | 'clock'>

/** `newcomers`: whether there are any costs a look at all that have yet to join. */
export async function readStanding(
  { em, connection, clock }: Asking,
  { newcomers }: { readonly newcomers: boolean } = { newcomers: false },
): Promise<ChannelStanding> {
  const { id, code } = connection.channel
  const standing = await standingOf(em, { id, newcomers, keptMs: clock.now().getTime() - KEEP_READINGS_MS })
  if (!standing) throw new Error(`channel ${code} has gone`)
  return standing
}

/**
 * What the moves of a turn may have left to be done. Anything else comes from others, and whoever does it makes the channel due: it may
 * just as well come after the last look of a turn.
 */
export async function readLeft({ em, connection }: Omit<Asking, 'clock'>): Promise<LeftStanding> {
  return leftOf(em, connection.channel.id)
}

/** Looked up row by row: there are few of these rows, and a planner that has not counted them yet must not read every listing. */
function channelOf(row: 'q' | 'k') {
  return sql`(select l.channel_id from ${sql.table('listing')} l where l.id = ${sql.ref(`${row}.listing_id`)})`
}

function nextOf() {
  return sql`(select ${msOf('next_at')} from ${sql.table('listing_publishing')} p
             where p.channel_id = c.id and p.next_at is not null order by p.next_at limit 1)`
}

interface Asked {
  readonly id: string
  readonly newcomers: boolean
  /** Judged readings from before are not needed any more. */
  readonly keptMs: number
}

const standingOf = gather<Asked, ChannelStanding | undefined>(async (em, asked) => {
  const kept = instant(Math.min(...asked.map(({ keptMs }) => keptMs)))
  const looked = asked.filter(({ newcomers }) => newcomers).map(({ id }) => id)
  const { rows } = await sql<Row>`
    select c.id, c.state, ${msOf('w.taken')} as taken_ms, ${nextOf()} as next_ms,
           array(select r.listing_id::text from ${sql.table('stock_reading')} r
                  where r.closed_at is null and r.channel_id = c.id and r.answered_at <= w.through
                  order by r.answered_at, r.listing_id limit 1000) as waiting,
           j.unjudged,
           j.idle or coalesce((select min(r.judged_at) from ${sql.table('stock_reading')} r) < ${kept}::timestamptz, false) as idle,
           ${isThere(sql`from ${sql.table('listing_finding')} f where f.channel_id = c.id and f.covered_at is null`)} as uncovered,
           ${isThere(sql`from ${sql.table('listing_quota')} q where q.below_zero and ${channelOf('q')} = c.id`)} as negative,
           c.id = any(${manyIds(looked)}) and ${isThere(sql`from ${sql.table('listing')} l
                    where l.channel_id = c.id and l.joined_at is null and l.recipe_id is not null and l.gone_at is null
                      and (select p.listing_id from ${sql.table('listing_publishing')} p where p.listing_id = l.id) is null`)} as newcomers,
           ${isThere(sql`from ${sql.table('listing')} l where l.channel_id = c.id and l.sold_ahead`)} as ahead,
           ${isThere(sql`from ${sql.table('probe_run')} r
                    where r.channel_id = c.id and r.state = 'watching' and r.lowers and r.step = 0`)} as probing,
           ${isThere(sql`from ${sql.table('stock_command')} k where k.state = 'open' and ${channelOf('k')} = c.id`)} as open,
           exists (select from ${sql.table('selling_scope')} s where s.stops) as stopping
      from ${sql.table('channel')} c
      cross join lateral (
            select max(w.through) as through, max(w.through) filter (where w.proof = 'taken at order') as taken
              from ${sql.table('channel_watermark')} w where w.channel_id = c.id) w
      cross join lateral (
            select coalesce(bool_or(r.shown_units is not null), false) as unjudged, coalesce(bool_or(r.shown_units is null), false) as idle
              from (select r.shown_units from ${sql.table('stock_reading')} r
                     where r.judged_at is null and r.closed_at is not null and r.channel_id = c.id
                     order by r.answered_at limit ${UNJUDGED_LOOKED_AT}) r) j
     where c.id = any(${manyIds(asked.map(({ id }) => id))})`.execute(merchantDb(em))
  const found = new Map(rows.map(({ id, ...row }) => [id, toStanding(row)]))
  return asked.map(({ id }) => found.get(id))
})

function toStanding({ taken_ms: takenThroughMs, next_ms: nextMs, waiting, ...found }: Omit<Row, 'id'>): ChannelStanding {
  return { ...found, takenThroughMs, nextMs, waiting: waiting ?? [] }
}

const leftOf = gather<string, LeftStanding>(async (em, channelIds) => {
  const { rows } = await sql<{ readonly id: string; readonly next_ms: number | null; readonly more: boolean }>`
    select c.id, ${nextOf()} as next_ms,
           ${isThere(sql`from ${sql.table('stock_reading')} r
                    where r.judged_at is null and r.closed_at is not null and r.channel_id = c.id order by r.answered_at`)}
        or coalesce((select min(r.answered_at) from ${sql.table('stock_reading')} r where r.closed_at is null and r.channel_id = c.id)
                 <= (select max(w.through) from ${sql.table('channel_watermark')} w where w.channel_id = c.id), false)
        or exists (select from ${sql.table('listing_quota')} q where q.below_zero) as more
      from unnest(${manyIds(channelIds)}) as c (id)`.execute(merchantDb(em))
  const found = new Map(rows.map(({ id, next_ms: nextMs, more }) => [id, { nextMs, more }]))
  return channelIds.map((id) => found.get(id) ?? { nextMs: null, more: true })
})
