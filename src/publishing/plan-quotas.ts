import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { RuleShelf } from '../allocation/read-rules.ts'
import { allocate } from '../domain/allocation/allocate.ts'
import type { RuledPolicy } from '../domain/allocation/policy.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import { makingAllDue } from '../jobs/channel-task.ts'
import { ids, numbers } from '../stock/sql/columns.ts'
import { instant } from '../stock/sql/instants.ts'
import { planGranted, type OnShown } from './ask-overcommits.ts'
import { LoweringsThatWait } from './lowerings-that-wait.ts'
import { planWanted, type Planned } from './plan-wanted.ts'
import { raisesOutOfReach } from './raises-out-of-reach.ts'
import { readPlan, type PlanFacts } from './read-plan.ts'

export interface Planning {
  readonly em: Em
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How units are shared; left out, by the rules and by demand. */
  readonly policy?: RuledPolicy
  /** Who grants what may be shown beyond the goods; left out: what was granted before counts. */
  readonly granting?: StockDesk
  /** Somebody looks at everything before long: what is not urgent may wait for that. */
  readonly mayWait?: boolean
  /** Keeps the rules from one page to the next. */
  readonly shelf?: RuleShelf
}

export interface PlanDone {
  /** SKUs that were looked at. */
  readonly skus: number
  /** Listings of which something else is wanted now. */
  readonly changed: number
  /** Channels that have something to publish now. */
  readonly channels: readonly string[]
}

const SKUS_AT_ONCE = 500
/** Lines of the ledger are committed a little after the instant they carry. */
const OVERLAP_MS = 15_000

/** Which lines of the ledger, and which listings that have joined, have been looked at: one for each merchant and process. */
export class LedgerCursor {
  #throughMs: number
  #throughId = '0'
  #seen = new Set<string>()

  constructor(throughMs: number) {
    this.#throughMs = throughMs
  }

  /**
   * SKUs that something has happened to since the last time, whichever process it was. `newest` looks at higher ids only; lines
   * that were committed late are found by their time, and so is a listing that has joined: with nothing to sell it writes no line.
   */
  async changed({ em, clock }: Planning, look: 'newest' | 'all'): Promise<readonly string[]> {
    const nowMs = clock.now().getTime()
    const since = sql`recorded_at >= ${instant(this.#throughMs - OVERLAP_MS)}::timestamptz`
    const isNewest = look === 'newest' && this.#throughId !== '0'
    // By both ends, which nobody takes for a good part of the table.
    const newer = sql`id > ${this.#throughId}::bigint and id <= (select max(id) from ${sql.table('ledger')})`
    const { rows } = await sql<{ id: string; sku_id: string }>`
      select id, sku_id from ${sql.table('ledger')}
       where ${isNewest ? newer : since} order by id`.execute(merchantDb(em.fork()))
    const joined = isNewest ? [] : await readJoined(em, this.#throughMs - OVERLAP_MS)
    const fresh = [...rows, ...joined].filter(({ id }) => !this.#seen.has(id))
    this.#throughId = rows.at(-1)?.id ?? this.#throughId
    if (isNewest) for (const { id } of rows) this.#seen.add(id)
    else {
      this.#seen = new Set([...rows, ...joined].map(({ id }) => id))
      this.#throughMs = Math.max(this.#throughMs, nowMs)
    }
    return [...new Set(fresh.map(({ sku_id: id }) => id))]
  }
}

async function readJoined(em: Em, sinceMs: number): Promise<readonly { readonly id: string; readonly sku_id: string }[]> {
  const { rows } = await sql<{ id: string; sku_id: string }>`
    select distinct 'joined ' || l.id as id, c.sku_id
      from ${sql.table('listing')} l join ${sql.table('recipe_version')} v on v.recipe_id = l.recipe_id
      join ${sql.table('recipe_component')} c on c.recipe_version_id = v.id
     where l.joined_at >= ${instant(sinceMs)}::timestamptz`.execute(merchantDb(em.fork()))
  return rows
}

/**
 * Reckons anew what the listings of these SKUs should be able to sell. Only what changes is written, and its channels are
 * made due. Level-triggered: it compares what is with what should be, whatever it was told or missed before.
 */
export async function planQuotas(planning: Planning, skuIds: readonly string[]): Promise<PlanDone> {
  const { em, clock, signal, granting, mayWait = false, shelf = new RuleShelf(), policy = allocate } = planning
  const done = { skus: skuIds.length, changed: 0, channels: new Set<string>() }
  for (let start = 0; start < skuIds.length; start += SKUS_AT_ONCE) {
    signal.throwIfAborted()
    const some = skuIds.slice(start, start + SKUS_AT_ONCE)
    const read = await readPlan(em, some, { now: clock.now(), shelf })
    const nowMs = clock.now().getTime()
    const plan = (by: PlanFacts, onShown?: OnShown) => planOnce(by, { policy, nowMs, mayWait, onShown })
    const { facts, all, waits } = granting ? await planGranted(read, { em, desk: granting, nowMs, plan }) : plan(read)
    const asked = new Set(some)
    const waiting = raisesOutOfReach(all, facts, nowMs)
    const isAsked = ({ listing }: Planned): boolean => (facts.parts.get(listing.id) ?? []).some(({ skuId }) => asked.has(skuId))
    const changed = all.flatMap((one): readonly News[] => {
      const due = isDue(one) && !waiting.has(one.listing.id) && !waits.has(one)
      return isNews(one, due) && isAsked(one) ? [{ ...one, due }] : []
    })
    if (changed.length === 0) continue
    const due = changed.filter((one) => one.due)
    const channelIds = [...new Set(due.map(({ listing }) => listing.channelId))]
    await write(em, { changed, channelIds, nowMs })
    done.changed += due.length
    for (const id of channelIds) done.channels.add(id)
  }
  return { skus: done.skus, changed: done.changed, channels: [...done.channels].toSorted((a, b) => Number(a) - Number(b)) }
}

interface PlanningOnce extends Required<Pick<Planning, 'policy' | 'mayWait'>> {
  readonly nowMs: number
  readonly onShown: OnShown | undefined
}

function planOnce(facts: PlanFacts, { policy, nowMs, mayWait, onShown }: PlanningOnce) {
  const waits = new LoweringsThatWait()
  const onShared = mayWait && facts.pending.size === 0 ? { onShared: waits.see } : {}
  return { facts, waits, all: planWanted(facts, { policy, nowMs, ...onShared, ...(onShown ? { onShown } : {}) }) }
}

/** Looks at every SKU that is published, some at a time: what was missed is found here. Returns where to go on; null: at the end. */
export async function sweepQuotas(planning: Planning, above: string): Promise<{ readonly next: string | null } & PlanDone> {
  const { rows } = await sql<{ id: string }>`
    select distinct b.sku_id as id from ${sql.table('pool_balance')} b where b.sku_id > ${above}::bigint
     order by b.sku_id limit ${SKUS_AT_ONCE}`.execute(merchantDb(planning.em.fork()))
  const skuIds = rows.map(({ id }) => id)
  const done = await planQuotas(planning, skuIds)
  return { ...done, next: skuIds.length < SKUS_AT_ONCE ? null : (skuIds.at(-1) ?? null) }
}

interface News extends Planned {
  /** The publisher has something to do. */
  readonly due: boolean
}

function isNews({ listing, wanted }: Planned, due: boolean): boolean {
  return due || listing.wanted !== wanted || listing.sold !== listing.soldSeen
}

/** Whether the publisher has something to do: not where it looks at the listing anyway. */
function isDue({ listing, quota, wanted }: Planned): boolean {
  if (wanted === Math.max(0, quota)) return quota < 0 && !listing.isDue
  return !listing.isDue || listing.wanted !== wanted
}

interface Writing {
  readonly changed: readonly News[]
  /** Channels that have something to publish. */
  readonly channelIds: readonly string[]
  readonly nowMs: number
}

/** What is wanted, and that the channels are due, in one statement. Tasks are locked before listings, as everybody locks them. */
async function write(em: Em, { changed, channelIds, nowMs }: Writing): Promise<void> {
  const rows = changed.toSorted((a, b) => Number(a.listing.id) - Number(b.listing.id))
  const column = (of: (planned: News) => number | string | null): string => numbers(rows.map(of))
  const tells = channelIds.length > 0
  const told = tells
    ? sql`told as (${makingAllDue({ channelIds, task: 'publish', at: new Date(nowMs) })} returning t.channel_id),`
    : sql``
  await sql`
    with ${told} planned as (
      select p.listing_id, v.*
        from ${sql.table('listing_publishing')} p
        join unnest(
               ${ids(rows.map(({ listing }) => listing.id))}::bigint[], ${column(({ wanted }) => wanted)}::bigint[],
               ${column(({ due }) => String(due))}::boolean[], ${column(({ listing }) => listing.sold)}::bigint[],
               ${column(({ demand }) => demand.perSecond)}::float8[], ${column(({ demand }) => demand.units)}::float8[],
               ${column(({ demand }) => demand.seconds)}::float8[], ${column(({ demand }) => demand.atMs)}::float8[],
               ${column(({ listing }) => listing.soldOrders)}::bigint[], ${column(({ demand }) => demand.squares)}::float8[])
               as v (id, wanted, due, sold, demand, units, seconds, at_ms, orders, squares) on v.id = p.listing_id
       ${tells ? sql`where (select count(*) from told) > 0` : sql``}
       order by p.listing_id for update of p)
    update ${sql.table('listing_publishing')} p
       set wanted = planned.wanted, sold_seen = planned.sold, sold_orders_seen = planned.orders, demand = planned.demand,
           demand_squares = planned.squares,
           demand_units = planned.units, demand_seconds = planned.seconds, demand_at = to_timestamp(planned.at_ms / 1000),
           next_at = case when planned.due then ${instant(nowMs)}::timestamptz else p.next_at end,
           revision = p.revision + case when planned.due then 1 else 0 end
      from planned where p.listing_id = planned.listing_id`.execute(merchantDb(em))
}
