import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ProbeRun, Seen } from './probe-run.ts'

interface Acted {
  readonly run: ProbeRun
  readonly commandId: string
  /** Before its first reading. */
  readonly begunAt: Date
  readonly seen: readonly Seen[]
  readonly now: Date
}

/** Every step of a plan that lowers is done: it is judged once every order up to here is booked. */
export async function keepActed(tx: Em, { run, commandId, begunAt, seen, now }: Acted): Promise<void> {
  await sql`
    update ${sql.table('probe_run')}
       set step = ${run.steps.length}, seen = ${JSON.stringify(seen)}::jsonb, command_id = ${commandId}::uuid,
           began_at = ${begunAt}::timestamptz, acted_at = ${now}::timestamptz, next_at = ${now}::timestamptz
     where id = ${run.id} and state = 'watching'`.execute(merchantDb(tx))
}

/** Nothing was found out; who wants it tried again asks again. */
export async function endRun(
  tx: Em,
  { run, reason, now }: { readonly run: ProbeRun; readonly reason: string; readonly now: Date },
): Promise<void> {
  const db = merchantDb(tx)
  await sql`
    update ${sql.table('probe_run')} set state = 'inconclusive', reason = ${reason}, ended_at = ${now}::timestamptz, next_at = null
     where id = ${run.id} and state = 'watching'`.execute(db)
  await sql`update ${sql.table('listing')} set watch_asked = false, lower_asked = false where id = ${run.listingId}`.execute(db)
}

/** What else may have moved a number while a plan lowered it. */
export interface Beside {
  /** Orders of the listing that were there by its last reading, and may have changed since a minute before the first. */
  readonly orders: number
  /** Requests of other commands in the meantime. */
  readonly tries: number
  /** Up to here every order that was taken, and every unit that came back, is booked; null: not known. */
  readonly bookedThroughMs: number | null
  /** Units its quota has, and commands that are not settled: while it waits to begin. */
  readonly quota: number
  readonly unsettled: boolean
}

/** Stamps of orders are whole seconds. */
const DOUBT_MS = 1_000

export async function readBeside(em: Em, run: ProbeRun): Promise<Beside> {
  const readMs = run.seen.flatMap((seen) => (seen.saw === 'reading' ? [seen.answeredAtMs] : []))
  const [firstMs = 0, lastMs = 0] = [readMs[0], readMs.at(-1)]
  const { rows } = await sql<{
    orders: number
    tries: number
    booked_ms: number | null
    quota: string | null
    unsettled: boolean
  }>`
    select (select count(distinct o.order_id)::int from ${sql.table('channel_order')} o
              join ${sql.table('channel_order_line')} l on l.channel_id = o.channel_id and l.order_id = o.order_id
             where o.channel_id = r.channel_id and l.listing_id = r.listing_id and o.recorded_at >= r.began_at
               and o.modified_at >= to_timestamp(${firstMs - DOUBT_MS * 60}::float8 / 1000) and o.created_at <= to_timestamp(${lastMs + DOUBT_MS}::float8 / 1000)) as orders,
           (select count(*)::int from ${sql.table('stock_try')} t
             where t.listing_id = r.listing_id and t.recorded_at between r.began_at and r.acted_at
               and t.command_id <> r.command_id) as tries,
           (select case when count(*) = 2 then (extract(epoch from min(w.through)) * 1000)::float8 end
              from ${sql.table('channel_watermark')} w
             where w.channel_id = r.channel_id and w.proof in ('taken at order', 'back')) as booked_ms,
           (select sum(q.quota) from ${sql.table('listing_quota')} q where q.listing_id = r.listing_id) as quota,
           exists (select from ${sql.table('stock_command')} c where c.listing_id = r.listing_id and c.state <> 'closed') as unsettled
      from ${sql.table('probe_run')} r where r.id = ${run.id}`.execute(merchantDb(em))
  const [row] = rows
  return {
    orders: row?.orders ?? 0,
    tries: row?.tries ?? 0,
    bookedThroughMs: row?.booked_ms ?? null,
    quota: Number(row?.quota ?? 0),
    unsettled: row?.unsettled ?? true,
  }
}

export type LoweringNext =
  { readonly do: 'wait' | 'ask the publisher' | 'conclude' } | { readonly do: 'end'; readonly why: string }

/** R10: nothing is concluded where anything else may have moved the number between the first reading and the last. */
export function loweringNext(run: ProbeRun, { orders, tries, bookedThroughMs, quota, unsettled }: Beside): LoweringNext {
  const readings = run.seen.flatMap((seen) => (seen.saw === 'reading' ? [seen] : []))
  const last = readings.at(-1)
  if (run.step === 0 || !last) {
    const need = run.steps[0]
    const isMet = need?.do === 'need' && (need.what === 'two units for sale' ? quota >= 2 : quota <= 0)
    return { do: isMet && !unsettled ? 'ask the publisher' : 'wait' }
  }
  if (tries > 0) return { do: 'end', why: 'another command moved the number meanwhile' }
  if (readings.some(({ reservedUnits }) => reservedUnits !== last.reservedUnits))
    return { do: 'end', why: 'somebody ordered meanwhile' }
  if (orders > 0) return { do: 'end', why: 'an order of the listing was placed or changed meanwhile' }
  return { do: bookedThroughMs !== null && bookedThroughMs > last.answeredAtMs + DOUBT_MS ? 'conclude' : 'wait' }
}
