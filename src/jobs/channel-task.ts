import { sql, type RawBuilder } from 'kysely'
import { merchantDb, merchantSchema } from '../db/merchant-db.ts'
import { gather } from '../db/gather.ts'
import type { Em } from '../db/orm.ts'

/** What a worker does for a channel from time to time; each has its own lease. */
export type ChannelTask =
  'discovery' | 'probe' | 'tokens' | 'orders' | 'publish' | 'watch' | 'stop' | 'ship' | 'refunds' | 'push' | 'reconcile'

/** The right to do one task of one channel for a while. Each lease has a larger fence than every one before it. */
export interface Lease {
  readonly channelId: string
  readonly task: ChannelTask
  readonly holder: string
  /** A whole number as text: it only ever grows. */
  readonly fence: string
  /** How often the task has failed in a row before this lease. */
  readonly failures: number
  /** The version of the channel's authorisation as the lease was taken; left out where there is none, or nobody has looked. */
  readonly authorisation?: string
}

interface Terms {
  readonly task: ChannelTask
  readonly holder: string
  readonly now: Date
  readonly leaseMs: number
}

/** The lease of the channel that has been due for longest, if any is due and in nobody's hands. */
export async function takeDueTask(em: Em, terms: Terms): Promise<Lease | undefined> {
  const [lease] = await takeDueTasks(em, { ...terms, atMost: 1 })
  return lease
}

/**
 * The leases of the channels that have been due for longest, of those that are in nobody's hands. One whose worker has died is due again
 * as soon as its lease has run out.
 */
export async function takeDueTasks(
  em: Em,
  { task, holder, now, leaseMs, atMost }: Terms & { readonly atMost: number },
): Promise<readonly Lease[]> {
  const { rows } = await sql<{ channel_id: string; fence: string; failures: number; authorisation: string | null }>`
    with chosen as (
      select channel_id from ${sql.table('channel_task')}
       where task = ${task} and (leased_until <= ${now}::timestamptz or (leased_until is null and due_at <= ${now}::timestamptz))
       order by due_at nulls first, channel_id limit ${atMost} for update skip locked)
    update ${sql.table('channel_task')} t
       set holder = ${holder}, fence = t.fence + 1, leased_until = ${after(now, leaseMs)}::timestamptz, due_at = null
      from chosen where t.channel_id = chosen.channel_id and t.task = ${task}
    returning t.channel_id, t.fence, t.failures, (
              select a.version from ${sql.table('channel_authorisation')} a where a.channel_id = t.channel_id) as authorisation`.execute(
    merchantDb(em),
  )
  return rows.map(({ channel_id: channelId, fence, failures, authorisation }) => {
    const lease = { channelId, task, holder, fence, failures }
    return authorisation === null ? lease : { ...lease, authorisation }
  })
}

/** The lease of one channel, due or not, unless somebody has it: for who is told from outside when to work. */
export async function takeTaskOf(
  em: Em,
  { channelId, task, holder, now, leaseMs }: Terms & Pick<Lease, 'channelId'>,
): Promise<Lease | undefined> {
  const { rows } = await sql<{ fence: string; failures: number }>`
    insert into ${sql.table('channel_task')} as t (channel_id, task, holder, fence, leased_until)
    values (${channelId}, ${task}, ${holder}, 1, ${after(now, leaseMs)}::timestamptz)
        on conflict (channel_id, task) do update
       set holder = excluded.holder, fence = t.fence + 1, leased_until = excluded.leased_until, due_at = null
     where t.leased_until is null or t.leased_until <= ${now}::timestamptz
    returning t.fence, t.failures`.execute(merchantDb(em))
  const [row] = rows
  return row && { channelId, task, holder, fence: row.fence, failures: row.failures }
}

/** Keeps a lease for longer; false when it has gone to somebody else. */
export async function renewTask(
  em: Em,
  lease: Lease,
  { now, leaseMs }: { readonly now: Date; readonly leaseMs: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table('channel_task')} set leased_until = ${after(now, leaseMs)}::timestamptz
     where ${isMine(lease)}`.execute(merchantDb(em))
  return (numAffectedRows ?? 0n) > 0n
}

/**
 * Whether the lease still counts, inside the transaction that books what was done under it: from here to its end nobody
 * else gets the lease, so a worker that was frozen beyond its time books nothing (R11).
 */
export async function checkFence(tx: Em, lease: Lease): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table('channel_task')} where ${isMine(lease)} for share`.execute(merchantDb(tx))
  return rows.length === 1
}

/** How a turn of a task ended. */
export interface TaskEnd {
  readonly now: Date
  /** When it is due again, unless somebody has asked for it earlier; null: only when somebody asks. */
  readonly dueAt: Date | null
  /** What an operator has to know of a failure; null after a success. */
  readonly problem: string | null
  /** Counts what was done meanwhile. */
  readonly counter?: Counter
}

/** What is written down with the end of a turn: a statement of its own would cost as much again. */
export interface Counter {
  /** What this merchant's turns have counted; null: nothing. Whoever takes it writes it down, or puts it back. */
  take(schema: string): Counted | null
}

export interface Counted {
  readonly statement: RawBuilder<unknown>
  putBack(): void
}

/** Gives the lease back and says when the task is due again; without effect when the lease has gone. */
export function endTask(em: Em, lease: Lease, end: TaskEnd): Promise<void> {
  return endTogether(em, { lease, end })
}

interface Ended {
  readonly lease: Lease
  readonly end: TaskEnd
}

const endTogether = gather<Ended, void>(async (em, ended) => {
  // Of several counters one: they may have counted for the same channel, which one statement adds to once. The others write by themselves.
  const counter = ended.find(({ end }) => end.counter)?.end.counter
  const counted = counter?.take(merchantSchema(em)) ?? null
  try {
    await writeEnds(em, ended, counted)
  } catch (error) {
    counted?.putBack()
    throw error
  }
  return ended.map(() => undefined)
})

async function writeEnds(em: Em, ended: readonly Ended[], counted: Counted | null): Promise<void> {
  const beside = counted ? sql`, counted as (${counted.statement})` : sql``
  await sql`
    with ended as (
      select t.channel_id, t.task, v.at, v.due_at, v.problem
        from ${sql.table('channel_task')} t
        join unnest(
               ${ended.map(({ lease }) => lease.channelId)}::bigint[], ${ended.map(({ lease }) => lease.task)}::text[],
               ${ended.map(({ lease }) => lease.fence)}::bigint[], ${ended.map(({ end }) => end.now)}::timestamptz[],
               ${ended.map(({ end }) => end.dueAt)}::timestamptz[], ${ended.map(({ end }) => end.problem)}::text[])
               as v (channel_id, task, fence, at, due_at, problem)
             on v.channel_id = t.channel_id and v.task = t.task and v.fence = t.fence
       where t.holder is not null
       order by t.channel_id, t.task for update of t)${beside}
    update ${sql.table('channel_task')} t
       set holder = null, leased_until = null, due_at = least(t.due_at, ended.due_at), problem = ended.problem,
           failures = case when ended.problem is null then 0 else t.failures + 1 end,
           done_at = case when ended.problem is null then ended.at else t.done_at end
      from ended where t.channel_id = ended.channel_id and t.task = ended.task`.execute(merchantDb(em))
}

/** Gives back the lease of a turn that was cut off: it is due at once, for whoever comes next. */
export async function returnTask(em: Em, lease: Lease, now: Date): Promise<void> {
  await sql`
    update ${sql.table('channel_task')} set holder = null, leased_until = null, due_at = least(due_at, ${now}::timestamptz)
     where ${isMine(lease)}`.execute(merchantDb(em))
}

interface Due {
  readonly task: ChannelTask
  readonly at: Date
}

/** Makes a task due at this time, or earlier where it was so already. */
export function makeDue(em: Em, { channelId, ...due }: Due & { readonly channelId: string }): Promise<void> {
  return makeAllDue(em, { channelIds: [channelId], ...due })
}

/** The same for a task of several channels. */
export async function makeAllDue(em: Em, due: AllDue): Promise<void> {
  if (due.channelIds.length > 0) await makingAllDue(due).execute(merchantDb(em))
}

interface AllDue extends Due {
  readonly channelIds: readonly string[]
}

/** The same as a statement, for whoever writes in one what there is to be done, and that it is due. */
export function makingAllDue({ channelIds, task, at }: AllDue): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table('channel_task')} as t (channel_id, task, due_at)
    select distinct v.id, ${task}::text, ${at}::timestamptz from unnest(${channelIds}::bigint[]) as v (id) order by v.id
        on conflict (channel_id, task) do update set due_at = least(t.due_at, excluded.due_at)`
}

/** Says when a task is due, whatever was said before; null: when somebody asks for it. */
export async function setDue(
  em: Em,
  { channelId, task, at }: { readonly channelId: string; readonly task: ChannelTask; readonly at: Date | null },
): Promise<void> {
  await sql`
    insert into ${sql.table('channel_task')} (channel_id, task, due_at) values (${channelId}, ${task}, ${at}::timestamptz)
        on conflict (channel_id, task) do update set due_at = excluded.due_at`.execute(merchantDb(em))
}

/** The condition under which a row of `channel_task` is still this lease's. */
export function isMine({ channelId, task, fence }: Lease) {
  return sql`channel_id = ${channelId} and task = ${task} and fence = ${fence} and holder is not null`
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms)
}
