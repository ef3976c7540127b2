import { Logger, runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { openPool } from './open-pool.ts'

/** Where the library keeps the durable jobs. */
export const JOBS_SCHEMA = 'graphile_worker'

/**
 * Brings the tables of the job library to its version. Of several processes that start at once, one does it: the library
 * lets them race, and its `create schema if not exists` then fails in some of them.
 */
export async function migrateJobs(
  client: pg.ClientBase,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted()
  const pool = openPool({ url, max: 1, name: 'onepool migration' })
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`onepool migrate ${JOBS_SCHEMA}`])
    await runMigrations({ pgPool: pool, schema: JOBS_SCHEMA, logger: new Logger(() => () => undefined) })
  } finally {
    // Ends the lock; nothing was written on this connection.
    await client.query('rollback')
    await pool.end()
  }
}
