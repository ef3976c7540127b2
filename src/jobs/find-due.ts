import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ChannelTask } from './channel-task.ts'

/** So many merchants are looked at in one statement. */
const MERCHANTS_MAX = 100

export interface DueTask {
  readonly schema: string
  readonly task: string
}

/** Which tasks are due for some channel of which merchants. It promises nothing: whoever takes the lease decides. */
export async function findDue(
  em: Em,
  { schemas, tasks, now }: { readonly schemas: readonly string[]; readonly tasks: readonly ChannelTask[]; readonly now: Date },
): Promise<readonly DueTask[]> {
  const found: DueTask[] = []
  for (let from = 0; from < schemas.length; from += MERCHANTS_MAX) {
    const looks = schemas.slice(from, from + MERCHANTS_MAX).map(
      (schema) => sql`
        select distinct ${schema}::text as schema, task from ${sql.table(`${schema}.channel_task`)}
         where (leased_until <= ${now}::timestamptz or (leased_until is null and due_at <= ${now}::timestamptz))
           and task = any(${tasks}::text[])`,
    )
    const { rows } = await sql<DueTask>`${sql.join(looks, sql` union all `)}`.execute(sharedDb(em))
    found.push(...rows)
  }
  return found
}
