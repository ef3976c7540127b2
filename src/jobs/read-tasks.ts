import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { ChannelTask } from './channel-task.ts'

/** How a task of a channel stands. */
export interface TaskStanding {
  /** When it last came to its end; null: not yet. */
  readonly doneAt: Date | null
  /** When it is due; null: under way, or only when asked for. */
  readonly dueAt: Date | null
  readonly running: boolean
  /** Why it failed last, and how often in a row; null after a success. */
  readonly problem: string | null
  readonly failures: number
}

interface Row extends Omit<TaskStanding, 'doneAt' | 'dueAt'> {
  readonly id: string
  readonly done_ms: number | null
  readonly due_ms: number | null
}

/** By channel; one that never had this task is not in the map. */
export async function readTasks(
  em: Em,
  { channelIds, task }: { readonly channelIds: readonly string[]; readonly task: ChannelTask },
): Promise<ReadonlyMap<string, TaskStanding>> {
  const { rows } = await sql<Row>`
    select channel_id as id, ${msOf('done_at')} as done_ms, ${msOf('due_at')} as due_ms, holder is not null as running,
           problem, failures
      from ${sql.table('channel_task')}
     where task = ${task} and channel_id = any(${channelIds}::bigint[])`.execute(merchantDb(em))
  return new Map(
    rows.map(({ id, done_ms: done, due_ms: due, ...standing }) => [
      id,
      { ...standing, doneAt: dateOf(done), dueAt: dateOf(due) },
    ]),
  )
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}
