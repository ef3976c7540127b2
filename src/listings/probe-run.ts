import { sql } from 'kysely'
import { z } from 'zod'
import type { ProbeObservation, ProbePlan } from '../channels/probe.ts'
import type { StockSemantics } from '../channels/semantics.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'

const WatchStep = z.union([
  z.object({ do: z.literal('read') }),
  z.object({ do: z.literal('wait'), for: z.enum(['an order of this listing', 'its cancellation']) }),
])
const Seen = z.union([
  z.object({
    saw: z.literal('reading'),
    shownUnits: z.number(),
    reservedUnits: z.number().nullable(),
    answeredAtMs: z.number(),
  }),
  z.object({ saw: z.literal('order'), units: z.number() }),
])
export type WatchStep = z.infer<typeof WatchStep>
export type Seen = z.infer<typeof Seen>

export const probeStates = ['watching', 'concluded', 'inconclusive'] as const

/** One plan of one listing, as far as it has come. */
export interface ProbeRun {
  readonly id: string
  readonly listingId: string
  readonly fact: string
  readonly steps: readonly WatchStep[]
  /** The number of the step that is next; as many as there are steps: all are done. */
  readonly step: number
  readonly seen: readonly Seen[]
  /** The order it watches, once there is one. */
  readonly orderId: string | null
  readonly state: (typeof probeStates)[number]
  readonly reason: string | null
  readonly startedAt: Date
  readonly endedAt: Date | null
}

interface Row {
  readonly id: string
  readonly listing_id: string
  readonly fact: string
  readonly steps: unknown
  readonly step: number
  readonly seen: unknown
  readonly order_id: string | null
  readonly state: ProbeRun['state']
  readonly reason: string | null
  readonly started_ms: number
  readonly ended_ms: number | null
}

const columns = sql`r.id, r.listing_id, r.fact, r.steps, r.step, r.seen, r.order_id, r.state, r.reason,
  ${msOf('r.started_at')} as started_ms, ${msOf('r.ended_at')} as ended_ms`

/**
 * Steps that only read and wait, where every order that moves the counters is sure to be seen: in the lists, or in a reserved
 * counter that was shown to count them all. Orders of groups that are not full are in no list while they matter.
 */
export function watchableSteps({ needs, steps }: ProbePlan, { hidden }: StockSemantics): readonly WatchStep[] | null {
  if (needs !== 'nothing' || hidden.orders === 'ungrouped') return null
  if (hidden.orders === 'unpaid' && !hidden.counterCountsAll) return null
  const watched = steps.flatMap((step) => (step.do === 'lower' ? [] : [step]))
  return watched.length === steps.length ? watched : null
}

/** Begins to watch, if somebody has asked for it: one plan of a listing at a time. */
export async function startRun(
  tx: Em,
  { listingId, plans, semantics, now }: { listingId: string; plans: readonly ProbePlan[]; semantics: StockSemantics; now: Date },
): Promise<void> {
  const [first] = plans.flatMap((plan) => {
    const steps = watchableSteps(plan, semantics)
    return steps ? [{ fact: plan.fact, steps }] : []
  })
  const db = merchantDb(tx)
  if (!first) {
    await sql`update ${sql.table('listing')} set watch_asked = false where id = ${listingId} and watch_asked`.execute(db)
    return
  }
  await sql`
    insert into ${sql.table('probe_run')} (channel_id, listing_id, fact, steps, step, seen, state, started_at, began_at, next_at)
    select l.channel_id, l.id, ${first.fact}, ${JSON.stringify(first.steps)}::jsonb, 0, '[]'::jsonb, 'watching', t.now, t.now, t.now
      from ${sql.table('listing')} l, (select ${now}::timestamptz as now) t
     where l.id = ${listingId} and l.watch_asked
        on conflict (listing_id) where state = 'watching' do nothing`.execute(db)
}

export async function readDueRuns(em: Em, channelId: string, now: Date, limit: number): Promise<readonly ProbeRun[]> {
  const { rows } = await sql<Row>`
    select ${columns} from ${sql.table('probe_run')} r
     where r.channel_id = ${channelId} and r.state = 'watching' and r.next_at <= ${now}::timestamptz
     order by r.next_at, r.id limit ${limit}`.execute(merchantDb(em))
  return rows.map(toRun)
}

export async function readNextRun(em: Em, channelId: string): Promise<Date | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select (extract(epoch from min(next_at)) * 1000)::float8 as ms from ${sql.table('probe_run')}
     where channel_id = ${channelId} and state = 'watching'`.execute(merchantDb(em))
  const ms = rows[0]?.ms ?? null
  return ms === null ? null : new Date(ms)
}

const RUNS_EACH = 10

/** The newest of each listing, newest first. */
export async function readRuns(em: Em, listingIds: readonly string[]): Promise<ReadonlyMap<string, readonly ProbeRun[]>> {
  const { rows } = await sql<Row>`
    select ${columns}
      from (select *, row_number() over (partition by listing_id order by id desc) as n from ${sql.table('probe_run')}
             where listing_id = any(${ids(listingIds)}::bigint[])) r
     where n <= ${RUNS_EACH} order by listing_id, n`.execute(merchantDb(em))
  return Map.groupBy(rows.map(toRun), ({ listingId }) => listingId)
}

function toRun(row: Row): ProbeRun {
  return {
    id: row.id,
    listingId: row.listing_id,
    fact: row.fact,
    steps: z.array(WatchStep).parse(fromJson(row.steps)),
    step: row.step,
    seen: z.array(Seen).parse(fromJson(row.seen)),
    orderId: row.order_id,
    state: row.state,
    reason: row.reason,
    startedAt: new Date(row.started_ms),
    endedAt: row.ended_ms === null ? null : new Date(row.ended_ms),
  }
}

function fromJson(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}

export function toObservation(seen: Seen): ProbeObservation {
  if (seen.saw === 'order') return seen
  return { saw: 'reading', shownUnits: seen.shownUnits, reservedUnits: seen.reservedUnits }
}

export function inWords(seen: Seen): string {
  if (seen.saw === 'order') return `an order of ${seen.units}`
  return seen.reservedUnits === null ? `shown ${seen.shownUnits}` : `shown ${seen.shownUnits}, reserved ${seen.reservedUnits}`
}
