import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Migration } from '../../migrations/migration.ts'

/** The database's history is not the beginning of this program's: it was changed after the fact, or is of a newer program. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
}

interface Progress {
  readonly name: string
  readonly hashes: readonly string[]
  readonly complete: boolean
}

/**
 * Brings one schema to the end of `migrations`, making it where it is missing.
 *
 * Each statement and its mark commit together, under a lock that lasts as long as that transaction. So any number of processes may do
 * this at once, also through a transaction pooler, and one that is killed is carried on by whoever comes next.
 * @throws HistoryError before anything is changed.
 */
export async function migrateSchema(
  client: pg.ClientBase,
  options: { readonly schema: string; readonly migrations: readonly Migration[]; readonly signal: AbortSignal },
): Promise<void> {
  const schema = pg.escapeIdentifier(options.schema)
  if (await isComplete(client, options)) return
  await prepare(client, options.schema)
  for (const migration of options.migrations) {
    const steps = migration.up(schema).length
    // One more than there are statements: another process may have done the last one between our looks.
    for (let tries = 0; tries <= steps; tries += 1) {
      options.signal.throwIfAborted()
      if ((await takeStep(client, { ...options, migration })) === 'complete') break
    }
  }
}

/** A schema that is up to date costs one query and no lock. */
async function isComplete(
  client: pg.ClientBase,
  options: { readonly schema: string; readonly migrations: readonly Migration[] },
) {
  const found = await client.query('select to_regclass($1) is not null as there', [
    `${pg.escapeIdentifier(options.schema)}.migration`,
  ])
  if (found.rows[0]?.there !== true) return false
  const progress = await readProgress(client, options.schema)
  checkHistory(options.schema, progress, options.migrations)
  return progress.length === options.migrations.length && progress.every(({ complete }) => complete)
}

async function prepare(client: pg.ClientBase, name: string): Promise<void> {
  const schema = pg.escapeIdentifier(name)
  await locked(client, name, async () => {
    await client.query(`create schema if not exists ${schema}`)
    await client.query(`create table if not exists ${schema}.migration (
      name text primary key,
      hashes text[] not null,
      complete boolean not null
    )`)
  })
}

async function takeStep(
  client: pg.ClientBase,
  options: { readonly schema: string; readonly migrations: readonly Migration[]; readonly migration: Migration },
): Promise<'complete' | 'more'> {
  const { schema, migrations, migration } = options
  return locked(client, schema, async () => {
    const progress = await readProgress(client, schema)
    checkHistory(schema, progress, migrations)
    const mine = progress.find(({ name }) => name === migration.name)
    if (mine?.complete) return 'complete'
    const done = mine?.hashes.length ?? 0
    const statement = migration.up(pg.escapeIdentifier(schema))[done]
    if (statement !== undefined) await client.query(statement)
    const hashes = hashesOf(migration).slice(0, done + 1)
    const complete = hashes.length === hashesOf(migration).length
    await client.query(
      `insert into ${pg.escapeIdentifier(schema)}.migration as m (name, hashes, complete) values ($1, $2, $3)
       on conflict (name) do update set hashes = excluded.hashes, complete = excluded.complete`,
      [migration.name, hashes, complete],
    )
    return complete ? 'complete' : 'more'
  })
}

async function readProgress(client: pg.ClientBase, schema: string): Promise<readonly Progress[]> {
  const { rows } = await client.query<Progress>(
    `select name, hashes, complete from ${pg.escapeIdentifier(schema)}.migration order by name collate "C"`,
  )
  return rows
}

function checkHistory(schema: string, progress: readonly Progress[], migrations: readonly Migration[]): void {
  for (const [index, { name, hashes, complete }] of progress.entries()) {
    const migration = migrations[index]
    if (migration?.name !== name) {
      const known = migrations.some((other) => other.name === name)
      const why = known ? `a migration was put before it: append instead` : `this program does not know it: run a newer one`
      throw new HistoryError(`schema ${schema} has the migration ${name}, but ${why}`)
    }
    const ours = hashesOf(migration)
    if (hashes.some((hash, n) => hash !== ours[n]) || (complete && hashes.length !== ours.length)) {
      throw new HistoryError(`the migration ${name} was changed after schema ${schema} had applied it: append a new one instead`)
    }
  }
}

/** Hashed under a stand-in for the schema, so that a schema may be renamed or copied with its history. */
function hashesOf(migration: Migration): readonly string[] {
  return migration.up('"schema"').map((statement) => createHash('sha256').update(statement).digest('hex'))
}

/** The lock is taken in a plain select: with a table in it a sharded database would take it on another node. */
async function locked<T>(client: pg.ClientBase, schema: string, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`onepool migrate ${schema}`])
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined) // The first error is the one that matters.
    throw error
  }
}
