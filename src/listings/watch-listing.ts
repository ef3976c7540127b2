import { sql } from 'kysely'
import type { ShopConnection } from '../channels/shop-connections.ts'
import { aboutTheListing, ChannelError } from '../channels/errors.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { watchNext, type TouchedOrder, type Watched, type WatchNext } from '../domain/watch-step.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import { keepFacts } from './keep-facts.ts'
import { inWords, readDueRuns, readNextRun, toObservation, type ProbeRun, type Seen } from './probe-run.ts'
import { readListings, type ShopListing } from './shop-listing.ts'

export interface Watching {
  readonly connection: Pick<ShopConnection, 'channel' | 'connector'>
  readonly em: Em
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
}

const RUNS_A_TURN = 20
const STEPS_A_TURN = 10
const LOOK_AGAIN_MS = 30_000
/** A unit that comes back has so long to do so before the counter is read. */
const COMES_BACK_MS = 60_000
const PATIENCE_MS = 7 * 86_400_000

/** Takes the plans that are due as far as they go. They only read: what a turn that broke off had read is read again. */
export async function watchListings(watching: Watching): Promise<Date | null> {
  const { em, clock, signal, connection } = watching
  for (const run of await readDueRuns(em.fork(), connection.channel.id, clock.now(), RUNS_A_TURN)) {
    signal.throwIfAborted()
    await advance(watching, run)
  }
  return readNextRun(em.fork(), connection.channel.id)
}

async function advance(watching: Watching, begun: ProbeRun): Promise<void> {
  const { em, clock } = watching
  const [listing] = await readListings(em.fork(), sql`l.id = ${begun.listingId} and l.gone_at is null`)
  if (!listing) return end(watching, begun, 'the shop no longer lists it')
  if (clock.now().getTime() - begun.startedAt.getTime() > PATIENCE_MS) return end(watching, begun, 'nobody did so within a week')
  let run = begun
  for (let n = 0; n < STEPS_A_TURN; n += 1) {
    const next = watchNext(await readWatched(em.fork(), run))
    const after = await take(watching, { run, listing, next })
    if (!after) return
    run = after
  }
}

interface Taken {
  readonly run: ProbeRun
  readonly listing: ShopListing
  readonly next: WatchNext
}

/** Returns the run when it goes on at once. */
async function take(watching: Watching, { run, listing, next }: Taken): Promise<ProbeRun | undefined> {
  switch (next.do) {
    case 'wait':
      return save(watching, run, { restMs: LOOK_AGAIN_MS })
    case 'begin again':
      return save(watching, { ...run, step: 0, seen: [], orderId: null }, { restMs: LOOK_AGAIN_MS, anew: true })
    case 'keep order': {
      const { orderId, units } = next
      return save(watching, { ...run, step: run.step + 1, orderId, seen: [...run.seen, { saw: 'order', units }] })
    }
    case 'pass':
      return save(watching, { ...run, step: run.step + 1 }, { restMs: COMES_BACK_MS })
    case 'read':
      return read(watching, run, listing)
    case 'conclude':
      return conclude(watching, run, listing)
    case 'end':
      return end(watching, run, next.why)
  }
}

async function read(watching: Watching, run: ProbeRun, listing: ShopListing): Promise<ProbeRun | undefined> {
  const { connection, signal } = watching
  const [reading] = await connection.connector.readStock([listing.ref], signal)
  if (!reading || 'missing' in reading) return end(watching, run, 'its counter cannot be read')
  const { shownUnits, reservedUnits, answeredAt } = reading
  const seen: Seen = { saw: 'reading', shownUnits, reservedUnits, answeredAtMs: answeredAt.getTime() }
  return save(watching, { ...run, step: run.step + 1, seen: [...run.seen, seen] })
}

async function conclude(watching: Watching, run: ProbeRun, listing: ShopListing): Promise<undefined> {
  const { connection, em, lease, clock, signal } = watching
  try {
    const { plans } = await connection.connector.probeListing(listing, signal)
    const facts = plans.find(({ fact }) => fact === run.fact)?.conclude(run.seen.map(toObservation)) ?? null
    if (!facts) return await end(watching, run, 'the numbers fit no answer: somebody else may have moved them')
    const observed = run.seen.map(inWords)
    const evidence = Object.entries(facts).map(([fact, value]) => ({ fact, concluded: String(value), observed }))
    await fenced(em.fork(), lease, async (tx) => {
      await close(tx, run, { state: 'concluded', reason: null, now: clock.now() })
      // It is looked into anew, and the next plan begins where another is open.
      await keepFacts(tx, { listing, facts, evidence, open: null, now: clock.now() })
    })
    return undefined
  } catch (error) {
    if (!(error instanceof ChannelError && aboutTheListing.has(error.fault))) throw error
    return end(watching, run, 'the platform does not tell of it any more')
  }
}

/** What else may have moved the counters since it began, on one snapshot. */
async function readWatched(em: Em, run: ProbeRun): Promise<Watched> {
  const { rows } = await sql<{ wrote: boolean; unsettled: boolean; booked_ms: number | null; orders: string }>`
    select exists (select from ${sql.table('stock_try')} t where t.listing_id = r.listing_id and t.recorded_at >= r.began_at) as wrote,
           exists (select from ${sql.table('stock_command')} c where c.listing_id = r.listing_id and c.state <> 'closed') as unsettled,
           (select case when count(*) = 2 then (extract(epoch from min(w.through)) * 1000)::float8 end
              from ${sql.table('channel_watermark')} w
             where w.channel_id = r.channel_id and w.proof in ('taken at order', 'back')) as booked_ms,
           (select coalesce(json_agg(o), '[]'::json)::text from (
              select o.order_id as "orderId", sum(l.units) as units, (extract(epoch from o.created_at) * 1000)::float8 as "createdAtMs",
                     json_agg(l.state) as states
                from ${sql.table('channel_order')} o
                join ${sql.table('channel_order_line')} l on l.channel_id = o.channel_id and l.order_id = o.order_id
               where o.channel_id = r.channel_id and o.recorded_at >= r.began_at and l.listing_id = r.listing_id and l.present
               group by o.order_id, o.created_at order by o.order_id limit 3) o) as orders
      from ${sql.table('probe_run')} r where r.id = ${run.id}`.execute(merchantDb(em))
  const [row] = rows
  const orders: readonly TouchedOrder[] = row ? JSON.parse(row.orders) : []
  const readings = run.seen.flatMap((seen) => (seen.saw === 'reading' ? [seen.answeredAtMs] : []))
  const step = run.steps[run.step]
  return {
    step: !step ? null : step.do === 'read' ? 'read' : step.for,
    orderId: run.orderId,
    readAtMs: readings.at(-1) ?? null,
    orders,
    wrote: row?.wrote ?? true,
    unsettled: row?.unsettled ?? true,
    bookedThroughMs: row?.booked_ms ?? null,
  }
}

async function save(
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

async function end({ em, lease, clock }: Watching, run: ProbeRun, reason: string): Promise<undefined> {
  const now = clock.now()
  await fenced(em.fork(), lease, async (tx) => {
    await close(tx, run, { state: 'inconclusive', reason, now })
    // Who wants it tried again asks again.
    await sql`update ${sql.table('listing')} set watch_asked = false where id = ${run.listingId}`.execute(merchantDb(tx))
  })
}

async function close(
  tx: Em,
  { id }: ProbeRun,
  { state, reason, now }: { readonly state: ProbeRun['state']; readonly reason: string | null; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('probe_run')} set state = ${state}, reason = ${reason}::text, ended_at = ${now}::timestamptz, next_at = null
     where id = ${id} and state = 'watching'`.execute(merchantDb(tx))
}
