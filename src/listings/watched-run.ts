import { sql } from 'kysely'
import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { TouchedOrder, Watched } from '../domain/watch-step.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import type { ProbeRun, WatchStep } from './probe-run.ts'

export interface Watching {
  readonly connection: Pick<ShopConnection, 'channel' | 'connector'>
  readonly em: Em
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What else may have moved the counters since it began, on one snapshot. */
export async function readWatched(em: Em, run: ProbeRun): Promise<Watched> {
  const { rows } = await sql<{ wrote: boolean; unsettled: boolean; booked_ms: number | null; orders: string }>`
    select exists (select from ${sql.table('stock_try')} t where t.listing_id = r.listing_id and t.recorded_at >= r.began_at) as wrote,
           exists (select from ${sql.table('stock_command')} c where c.listing_id = r.listing_id and c.state <> 'closed') as unsettled,
           (select case when count(*) = 2 then (extract(epoch from min(w.through)) * 1000)::float8 end
              from ${sql.table('channel_watermark')} w
             where w.channel_id = r.channel_id and w.proof in ('taken at order', 'back')) as booked_ms,
           (select coalesce(json_agg(o), '[]'::json)::text from (
              select o.order_id as "orderId", sum(l.units) as units, (extract(epoch from o.created_at) * 1000)::float8 as "createdAtMs",
                     (extract(epoch from o.paid_at) * 1000)::float8 as "paidAtMs",
                     json_agg(l.state) as states
                from ${sql.table('channel_order')} o
                join ${sql.table('channel_order_line')} l on l.channel_id = o.channel_id and l.order_id = o.order_id
               where o.channel_id = r.channel_id and o.recorded_at >= r.began_at and l.listing_id = r.listing_id and l.present
               group by o.order_id, o.created_at, o.paid_at order by o.order_id limit 3) o) as orders
      from ${sql.table('probe_run')} r where r.id = ${run.id}`.execute(merchantDb(em))
  const [row] = rows
  const orders: readonly TouchedOrder[] = row ? JSON.parse(row.orders) : []
  const readings = run.seen.flatMap((seen) => (seen.saw === 'reading' ? [seen.answeredAtMs] : []))
  const step = run.steps[run.step]
  return {
    step: step ? nameOf(step) : null,
    orderId: run.orderId,
    readAtMs: readings.at(-1) ?? null,
    orders,
    wrote: row?.wrote ?? true,
    unsettled: row?.unsettled ?? true,
    bookedThroughMs: row?.booked_ms ?? null,
  }
}

export async function save(
  { em, lease, clock }: Watching,
  run: ProbeRun,
  { restMs = 0, anew = false }: { readonly restMs?: number; readonly anew?: boolean } = {},
): Promise<ProbeRun | undefined> {
  const now = clock.now()
  await fenced(em.fork(), lease, async (tx) => {
    await sql`
      update ${sql.table('probe_run')}
         set step = ${run.step}, seen = ${JSON.stringify(run.seen)}::jsonb, order_id = ${run.orderId}::text,
             next_at = ${new Date(now.getTime() + restMs)}::timestamptz,
             began_at = case when ${anew} then ${now}::timestamptz else began_at end
       where id = ${run.id} and state = 'watching'`.execute(merchantDb(tx))
  })
  return restMs === 0 ? run : undefined
}

export async function end({ em, lease, clock }: Watching, run: ProbeRun, reason: string): Promise<undefined> {
  const now = clock.now()
  await fenced(em.fork(), lease, async (tx) => {
    await close(tx, run, { state: 'inconclusive', reason, now })
    // Who wants it tried again asks again.
    await sql`update ${sql.table('listing')} set watch_asked = false, lower_asked = false where id = ${run.listingId}`.execute(
      merchantDb(tx),
    )
  })
}

export async function close(
  tx: Em,
  { id }: ProbeRun,
  { state, reason, now }: { readonly state: ProbeRun['state']; readonly reason: string | null; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('probe_run')} set state = ${state}, reason = ${reason}::text, ended_at = ${now}::timestamptz, next_at = null
     where id = ${id} and state = 'watching'`.execute(merchantDb(tx))
}

function nameOf(step: WatchStep): Watched['step'] {
  if (step.do === 'wait') return step.for
  // Steps that lower are taken by the publisher, and looked at apart.
  return step.do === 'need' || step.do === 'lower' ? null : step.do
}
