import { sql } from 'kysely'
import { sharedDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'

const KEPT_MS = 30 * 86_400_000
const JOBS_MAX = 10_000

/** Jobs that were given up are kept for a month, so that somebody can look into why. */
export async function forgetFailedJobs(em: Em, { now }: { readonly now: Date }): Promise<void> {
  await sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs
       where attempts >= max_attempts and locked_at is null and updated_at < ${new Date(now.getTime() - KEPT_MS)}::timestamptz
       order by id limit ${JOBS_MAX}))`.execute(sharedDb(em))
}
