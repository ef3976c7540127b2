import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

/** What is done for the whole installation from time to time, by one process at a time. */
export type HouseTask = 'tidy' | 'audit' | 'forget' | 'rewrap' | 'announce' | 'authorisations' | 'order-watch'

/** The right to do one of them for a while. */
export interface HouseLease {
  readonly task: HouseTask
  readonly fence: string
  /** How often it has failed in a row before this lease. */
  readonly failures: number
}

export interface HouseStanding {
  readonly task: string
  readonly due: boolean
  /** What the task counted when it last came to its end. */
  readonly found: number | null
}

/** How every task stands; those that are new to the database are due at once. */
export async function readHouseTasks(
  em: Em,
  { tasks, now }: { readonly tasks: readonly HouseTask[]; readonly now: Date },
): Promise<readonly HouseStanding[]> {
  const read = async () => {
    const { rows } = await sql<{ task: string; due: boolean; found: string | null }>`
      select task, (leased_until is null and due_at <= ${now}::timestamptz) or leased_until <= ${now}::timestamptz as due, found
        from ${sql.table('house_task')} where task = any(${tasks}::text[])`.execute(sharedDb(em))
    return rows.map(({ found, ...rest }) => ({ ...rest, found: found === null ? null : Number(found) }))
  }
  const known = await read()
  if (known.length === tasks.length) return known
  await sql`
    insert into ${sql.table('house_task')} (task, due_at)
    select task, ${now}::timestamptz from unnest(${tasks}::text[]) as t(task) on conflict (task) do nothing`.execute(sharedDb(em))
  return read()
}

interface Terms {
  readonly holder: string
  readonly now: Date
  readonly leaseMs: number
}

/** The lease of the task, where it is due and in nobody's hands, or in those of a process that has died. */
export async function takeHouseTask(em: Em, task: HouseTask, { holder, now, leaseMs }: Terms): Promise<HouseLease | undefined> {
  const { rows } = await sql<{ fence: string; failures: number }>`
    update ${sql.table('house_task')}
       set holder = ${holder}, fence = fence + 1, leased_until = ${after(now, leaseMs)}::timestamptz
     where task = ${task}
       and ((leased_until is null and due_at <= ${now}::timestamptz) or leased_until <= ${now}::timestamptz)
    returning fence, failures`.execute(sharedDb(em))
  const [row] = rows
  return row && { task, ...row }
}

/** Keeps a lease for longer; false when it has gone to somebody else. */
export async function renewHouseTask(
  em: Em,
  { task, fence }: HouseLease,
  { now, leaseMs }: { readonly now: Date; readonly leaseMs: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table('house_task')} set leased_until = ${after(now, leaseMs)}::timestamptz
     where task = ${task} and fence = ${fence} and holder is not null`.execute(sharedDb(em))
  return (numAffectedRows ?? 0n) > 0n
}

/** Gives the lease back; without effect when it has gone. `found` is undefined after a failure. */
export async function endHouseTask(
  em: Em,
  { task, fence }: HouseLease,
  { now, dueAt, found }: { readonly now: Date; readonly dueAt: Date; readonly found: number | undefined },
): Promise<void> {
  const isDone = found !== undefined
  await sql`
    update ${sql.table('house_task')}
       set holder = null, leased_until = null, due_at = ${dueAt}::timestamptz,
           failures = case when ${isDone}::boolean then 0 else failures + 1 end,
           found = coalesce(${found ?? null}::bigint, found),
           done_at = case when ${isDone}::boolean then ${now}::timestamptz else done_at end
     where task = ${task} and fence = ${fence} and holder is not null`.execute(sharedDb(em))
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms)
}
