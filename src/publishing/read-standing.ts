import { sql } from 'kysely'
import type { ChannelState } from '../domain/channel-state.ts'
import { gather } from '../db/gather.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { manyIds } from '../stock/sql/columns.ts'
import { instant, msOf } from '../stock/sql/instants.ts'
import { KEEP_READINGS_MS } from '../watching/judge-counters.ts'
import type { Publishing } from './publishing.ts'

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

/** Looked up row by row: there are few of these rows, and a planner that has not counted them yet must not read every listing. */
function channelOf(row: 'q' | 'k') {
  return sql`(select l.channel_id from ${sql.table('listing')} l where l.id = ${sql.ref(`${row}.listing_id`)})`
}

/** `newcomers`: whether there are any costs a look at all that have yet to join. */
export async function readStanding(
  { em, connection, clock }: Pick<Publishing, 'em' | 'connection' | 'clock'>,
  { newcomers }: { readonly newcomers: boolean } = { newcomers: false },
): Promise<ChannelStanding> {
  const { id, code } = connection.channel
  const standing = await standingOf(em, { id, newcomers, keptMs: clock.now().getTime() - KEEP_READINGS_MS })
  if (!standing) throw new Error(`channel ${code} has gone`)
  return standing
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
    select c.id, c.state,
           (select ${msOf('through')} from ${sql.table('channel_watermark')} w
             where w.channel_id = c.id and w.proof = 'taken at order') as taken_ms,
           (select ${msOf('next_at')} from ${sql.table('listing_publishing')} p
             where p.channel_id = c.id and p.next_at is not null order by p.next_at limit 1) as next_ms,
           array(select r.listing_id::text from ${sql.table('stock_reading')} r
                  where r.closed_at is null and r.channel_id = c.id
                    and r.answered_at <= (select max(w.through) from ${sql.table('channel_watermark')} w where w.channel_id = c.id)
                  order by r.answered_at, r.listing_id limit 1000) as waiting,
           (select true from ${sql.table('stock_reading')} r
             where r.judged_at is null and r.closed_at is not null and r.channel_id = c.id and r.shown_units is not null
             order by r.answered_at limit 1) is not null as unjudged,
           (select true from ${sql.table('stock_reading')} r
             where r.judged_at is null and r.closed_at is not null and r.channel_id = c.id and r.shown_units is null
             order by r.answered_at limit 1) is not null
        or coalesce((select min(r.judged_at) from ${sql.table('stock_reading')} r) < ${kept}::timestamptz, false) as idle,
           exists (select from ${sql.table('listing_finding')} f where f.channel_id = c.id and f.covered_at is null) as uncovered,
           exists (select from ${sql.table('listing_quota')} q
                    where q.quota < 0 and ${channelOf('q')} = c.id) as negative,
           c.id = any(${manyIds(looked)}) and exists (
             select from ${sql.table('listing')} l
              where l.channel_id = c.id and l.joined_at is null and l.recipe_id is not null and l.gone_at is null
                and (select p.listing_id from ${sql.table('listing_publishing')} p where p.listing_id = l.id) is null) as newcomers,
           exists (select from ${sql.table('listing')} l where l.channel_id = c.id and l.sold_ahead) as ahead,
           exists (select from ${sql.table('probe_run')} r
                    where r.channel_id = c.id and r.state = 'watching' and r.lowers and r.step = 0) as probing,
           exists (select from ${sql.table('stock_command')} k where k.state = 'open' and ${channelOf('k')} = c.id) as open,
           exists (select from ${sql.table('selling_scope')} s where s.stops) as stopping
      from ${sql.table('channel')} c where c.id = any(${manyIds(asked.map(({ id }) => id))})`.execute(merchantDb(em))
  const found = new Map(rows.map(({ id, ...row }) => [id, toStanding(row)]))
  return asked.map(({ id }) => found.get(id))
})

function toStanding({ taken_ms: takenThroughMs, next_ms: nextMs, waiting, ...found }: Omit<Row, 'id'>): ChannelStanding {
  return { ...found, takenThroughMs, nextMs, waiting: waiting ?? [] }
}
