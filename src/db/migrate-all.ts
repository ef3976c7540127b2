import pg from 'pg'
import { merchantMigrations, sharedMigrations } from '../../migrations/index.ts'
import type { Clock } from '../clock.ts'
import { SHARED_SCHEMA } from './merchant-db.ts'
import { migrateJobs } from './migrate-jobs.ts'
import { migrateSchema } from './migrate.ts'
import { seedMerchant } from './seed-merchant.ts'

/** A migration waits for running statements, but not so long that everyone queues up behind it. */
const LOCK_TIMEOUT_MS = 60_000

/** Brings the shared tables and every merchant's to this program's version. Safe with several processes at once. */
export async function migrateAll(options: {
  readonly url: string
  readonly clock: Clock
  readonly signal: AbortSignal
}): Promise<void> {
  await withMigrationClient(options.url, async (client) => {
    await migrateSchema(client, { schema: SHARED_SCHEMA, migrations: sharedMigrations, signal: options.signal })
    await migrateJobs(client, options)
    const { rows } = await client.query<{ schema_name: string; ready: boolean }>(
      `select schema_name, ready_at is not null as ready from ${SHARED_SCHEMA}.merchant order by id`,
    )
    for (const { schema_name: schema } of rows) {
      await migrateSchema(client, { schema, migrations: merchantMigrations, signal: options.signal })
    }
    // A creation that was killed is finished here.
    for (const { schema_name: schema } of rows.filter(({ ready }) => !ready)) {
      await seedMerchant(client, { schema, now: options.clock.now() })
      await client.query(`update ${SHARED_SCHEMA}.merchant set ready_at = $1 where ready_at is null and schema_name = $2`, [
        options.clock.now(),
        schema,
      ])
    }
  })
}

/** Connects apart from the pool: its time-outs are for buyers, and a migration may take longer. */
export async function withMigrationClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, lock_timeout: LOCK_TIMEOUT_MS, application_name: 'onepool migration' })
  client.on('error', () => undefined) // The statement under way fails with the same error.
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
