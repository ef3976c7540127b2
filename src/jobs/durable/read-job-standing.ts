import { sql } from 'kysely'
import { sharedDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'

/** How durable jobs of all merchants stand. */
export interface JobStanding {
  /** Due, and begun by nobody. */
  readonly waiting: number
  /** Given up; they are kept for a month. */
  readonly failed: number
  /** How long the one that has waited longest has been due. */
  readonly oldestSeconds: number
}

export async function readJobStanding(em: Em, now: Date): Promise<JobStanding> {
  const { rows } = await sql<{ waiting: string; failed: string; oldest: number }>`
    select count(*) filter (where due) as waiting, count(*) filter (where attempts >= max_attempts and locked_at is null) as failed,
           coalesce(extract(epoch from ${now}::timestamptz - min(run_at) filter (where due)), 0)::double precision as oldest
      from (select *, attempts < max_attempts and locked_at is null and run_at <= ${now}::timestamptz as due
              from graphile_worker.jobs) j`.execute(sharedDb(em))
  const [row] = rows
  return { waiting: Number(row?.waiting ?? 0), failed: Number(row?.failed ?? 0), oldestSeconds: row?.oldest ?? 0 }
}
