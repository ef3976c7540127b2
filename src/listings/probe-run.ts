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
  // Reads again and again until an order shows that was hidden meanwhile.
  z.object({ do: z.literal('sample') }),
  z.object({ do: z.literal('wait'), for: z.enum(['an order of this listing', 'its cancellation']) }),
  z.object({ do: z.literal('look'), for: z.string() }),
  // What has to hold before anything is lowered.
  z.object({ do: z.literal('need'), what: z.enum(['two units for sale', 'nothing for sale']) }),
  z.object({ do: z.literal('lower'), units: z.number(), keyName: z.string() }),
])
const Seen = z.union([
  z.object({
    saw: z.literal('reading'),
    shownUnits: z.number(),
    reservedUnits: z.number().nullable(),
    answeredAtMs: z.number(),
  }),
  z.object({ saw: z.literal('order'), units: z.number() }),
  z.object({ saw: z.literal('acknowledged'), resultingUnits: z.number().nullable(), repeated: z.boolean() }),
  z.object({ saw: z.literal('refused'), reason: z.string() }),
  z.object({
    saw: z.literal('samples'),
    samples: z.array(
      z.object({
        shownUnits: z.number(),
        reservedUnits: z.number().nullable(),
        sentAtMs: z.number(),
        answeredAtMs: z.number(),
      }),
    ),
    // No order that was traded up to here was new.
    quietThroughMs: z.number(),
  }),
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
  /** Its steps lower the number: the publisher takes them, all in one turn. */
  readonly lowers: boolean
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
  readonly lowers: boolean
  readonly started_ms: number
  readonly ended_ms: number | null
}

const columns = sql`r.id, r.listing_id, r.fact, r.steps, r.step, r.seen, r.order_id, r.state, r.reason, r.lowers,
  ${msOf('r.started_at')} as started_ms, ${msOf('r.ended_at')} as ended_ms`

/**
 * Steps that only read and wait, where every order that moves the counters is sure to be seen: in the lists, or in a reserved
 * counter that was shown to count them all. An order of a group that is not full is in no list while it matters: the counters are
 * sampled, to be compared once it shows.
 */
function watchableSteps({ fact, needs, steps }: ProbePlan, { hidden }: StockSemantics): readonly WatchStep[] | null {
  if (needs !== 'nothing') return null
  if (steps.every((step) => step.do === 'look')) return steps.flatMap((step) => (step.do === 'look' ? [step] : []))
  if (hidden.orders === 'ungrouped' && fact === 'reservedCountsAll') return [{ do: 'read' }, { do: 'sample' }]
  if (hidden.orders !== 'none' && !hidden.counterCountsAll) return null
  const watched = steps.flatMap((step) => (step.do === 'lower' || step.do === 'look' ? [] : [step]))
  return watched.length === steps.length ? watched : null
}

/** Steps that lower the number, after what they need. */
function loweringSteps({ needs, steps }: ProbePlan): readonly WatchStep[] | null {
  if (needs === 'nothing') return null
  const taken = steps.flatMap((step) => (step.do === 'read' || step.do === 'lower' ? [step] : []))
  return taken.length === steps.length ? [{ do: 'need', what: needs }, ...taken] : null
}

/** Begins what somebody has asked for: one plan of a listing at a time, those that lower first where they may. */
export async function startRun(
  tx: Em,
  { listingId, plans, semantics, now }: { listingId: string; plans: readonly ProbePlan[]; semantics: StockSemantics; now: Date },
): Promise<void> {
  const db = merchantDb(tx)
  const asked = await sql<{ lower: boolean }>`
    select lower_asked as lower from ${sql.table('listing')} where id = ${listingId} and watch_asked`.execute(db)
  const mayLower = asked.rows[0]?.lower === true
  const [first] = [
    ...(mayLower ? stepsOf(plans, loweringSteps) : []),
    ...stepsOf(plans, (plan) => watchableSteps(plan, semantics)),
  ]
  if (!first) {
    await sql`
      update ${sql.table('listing')} set watch_asked = false, lower_asked = false where id = ${listingId} and watch_asked`.execute(
      db,
    )
    return
  }
  const lowers = first.steps.some((step) => step.do === 'need')
  await sql`
    insert into ${sql.table('probe_run')} (channel_id, listing_id, fact, lowers, steps, step, seen, state, started_at, began_at, next_at)
    select l.channel_id, l.id, ${first.fact}, ${lowers}, ${JSON.stringify(first.steps)}::jsonb, 0, '[]'::jsonb, 'watching', t.now, t.now, t.now
      from ${sql.table('listing')} l, (select ${now}::timestamptz as now) t
     where l.id = ${listingId} and l.watch_asked
        on conflict (listing_id) where state = 'watching' do nothing`.execute(db)
}

function stepsOf(plans: readonly ProbePlan[], choose: (plan: ProbePlan) => readonly WatchStep[] | null) {
  return plans.flatMap((plan) => {
    const steps = choose(plan)
    return steps ? [{ fact: plan.fact, steps }] : []
  })
}

export async function readDueRuns(em: Em, channelId: string, now: Date, limit: number): Promise<readonly ProbeRun[]> {
  const { rows } = await sql<Row>`
    select ${columns} from ${sql.table('probe_run')} r
     where r.channel_id = ${channelId} and r.state = 'watching' and r.next_at <= ${now}::timestamptz
     order by r.next_at, r.id limit ${limit}`.execute(merchantDb(em))
  return rows.map(toRun)
}

/** Plans of the channel that lower, and have not begun to: the oldest first. */
export async function readLoweringRuns(em: Em, channelId: string, limit: number): Promise<readonly ProbeRun[]> {
  const { rows } = await sql<Row>`
    select ${columns} from ${sql.table('probe_run')} r
     where r.channel_id = ${channelId} and r.state = 'watching' and r.lowers and r.step = 0
     order by r.id limit ${limit}`.execute(merchantDb(em))
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
    lowers: row.lowers,
    startedAt: new Date(row.started_ms),
    endedAt: row.ended_ms === null ? null : new Date(row.ended_ms),
  }
}

function fromJson(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}

export function toObservations(seen: readonly Seen[]): readonly ProbeObservation[] {
  return seen.flatMap((each): ProbeObservation[] => {
    if (each.saw === 'samples') return []
    if (each.saw !== 'reading') return [each]
    return [{ saw: 'reading', shownUnits: each.shownUnits, reservedUnits: each.reservedUnits }]
  })
}

export function inWords(seen: Seen): string {
  if (seen.saw === 'order') return `an order of ${seen.units}`
  if (seen.saw === 'acknowledged') return 'lowered by 1: done'
  if (seen.saw === 'refused') return `lowered by 1: ${seen.reason}`
  if (seen.saw === 'samples') return seen.samples.length === 0 ? 'no sample' : `then ${seen.samples.map(counters).join('; ')}`
  return counters(seen)
}

function counters({ shownUnits, reservedUnits }: { readonly shownUnits: number; readonly reservedUnits: number | null }): string {
  return reservedUnits === null ? `shown ${shownUnits}` : `shown ${shownUnits}, reserved ${reservedUnits}`
}
