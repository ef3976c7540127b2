import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { merchantMigrations, sharedMigrations, type Migration } from '../../../migrations/index.ts'
import { SystemClock } from '../../../src/clock.ts'
import { migrateAll } from '../../../src/db/migrate-all.ts'
import { HistoryError, migrateSchema } from '../../../src/db/migrate.ts'
import { testDatabase } from '../../support/db.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
const clients: pg.Client[] = []
beforeEach(async () => {
  database = await testDatabase('template0')
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()))
  await database.drop()
})

const { signal } = new AbortController()
const SCHEMA = 'm_test'

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  clients.push(client)
  await client.connect()
  return client
}

function migration(name: string, ...statements: readonly string[]): Migration {
  return { name, up: (schema) => statements.map((statement) => statement.replaceAll('$schema', schema)) }
}

const first = migration('0001-first', 'create table $schema.a (id bigint)', 'insert into $schema.a values (1)')
const second = migration('0002-second', 'insert into $schema.a values (2)', 'insert into $schema.a values (3)')

async function rowsOf(client: pg.Client): Promise<readonly unknown[]> {
  const { rows } = await client.query({ text: `select id::int from ${SCHEMA}.a order by id`, rowMode: 'array' })
  return rows.flat()
}

it('does each statement once, however often it is run', async () => {
  const client = await connect()
  for (const migrations of [[first], [first], [first, second], [first, second]]) {
    await migrateSchema(client, { schema: SCHEMA, migrations, signal })
  }
  expect(await rowsOf(client)).toEqual([1, 2, 3])
})

it('does each statement once when many processes start together', async () => {
  const racing = await Promise.all(Array.from({ length: 8 }, connect))
  await Promise.all(racing.map((client) => migrateSchema(client, { schema: SCHEMA, migrations: [first, second], signal })))
  expect(await rowsOf(await connect())).toEqual([1, 2, 3])
})

it('goes on with the statement at which an earlier run was broken off', async () => {
  const client = await connect()
  const broken = migration('0002-second', 'insert into $schema.a values (2)', 'insert into $schema.nowhere values (3)')
  await expect(migrateSchema(client, { schema: SCHEMA, migrations: [first, broken], signal })).rejects.toThrow('nowhere')
  expect(await rowsOf(client)).toEqual([1, 2])
  await migrateSchema(client, { schema: SCHEMA, migrations: [first, second], signal })
  expect(await rowsOf(client)).toEqual([1, 2, 3])
})

it('loses nothing and repeats nothing when its connection is killed, again and again, at any moment', async () => {
  const steps = Array.from({ length: 30 }, (_, n) => `insert into $schema.a values (${n + 2})`)
  const migrations = [first, migration('0002-many', ...steps)]
  const killer = await connect()
  let kills = 0
  for (let done = false; !done;) {
    const victim = await connect()
    const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid')
    const run = migrateSchema(victim, { schema: SCHEMA, migrations, signal }).then(
      () => true,
      () => false,
    )
    if (kills < 10) {
      kills += 1
      await killer.query('select pg_sleep($1), pg_terminate_backend($2)', [kills / 500, rows[0]?.pid])
    }
    done = await run
  }
  expect(await rowsOf(killer)).toEqual(Array.from({ length: 31 }, (_, n) => n + 1))
})

it.each([
  ['a statement was changed', [migration('0001-first', 'create table $schema.a (id int)', 'insert into $schema.a values (1)')]],
  ['a statement was added', [migration(first.name, ...first.up('$schema'), 'select 1')]],
  ['a statement was taken away', [migration(first.name, ...first.up('$schema').slice(0, 1))]],
  ['a migration was put before', [migration('0000-earlier', 'select 1'), first]],
  ['a migration is missing', []],
])('refuses a history in which %s, and changes nothing', async (_, migrations) => {
  const client = await connect()
  await migrateSchema(client, { schema: SCHEMA, migrations: [first], signal })
  await expect(migrateSchema(client, { schema: SCHEMA, migrations, signal })).rejects.toThrow(HistoryError)
  expect(await rowsOf(client)).toEqual([1])
})

it('a database of a newer program is refused with the advice to run that', async () => {
  const client = await connect()
  await migrateSchema(client, { schema: SCHEMA, migrations: [first, second], signal })
  const older = migrateSchema(client, { schema: SCHEMA, migrations: [first], signal })
  await expect(older).rejects.toThrow('this program does not know it: run a newer one')
})

it("a program's whole history makes everything in the schema it was given, whatever that is called", async () => {
  const client = await connect()
  const schema = 'odd "name'
  await migrateSchema(client, { schema, migrations: merchantMigrations, signal })
  await migrateSchema(client, { schema: 'onepool', migrations: sharedMigrations, signal })
  const { rows } = await client.query<{ schema: string; objects: number }>(
    `select n.nspname as schema, count(*)::int as objects from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' group by 1 order by 1`,
  )
  expect(rows.map((row) => row.schema)).toEqual([schema, 'onepool'])
})

it('the schema stays what a sharded database can take: no triggers, only bigint identities, no keys out of it', async () => {
  const client = await connect()
  await migrateSchema(client, { schema: SCHEMA, migrations: merchantMigrations, signal })
  await migrateSchema(client, { schema: 'onepool', migrations: sharedMigrations, signal })
  const triggers = await client.query('select 1 from pg_trigger where not tgisinternal')
  const narrow = await client.query(
    `select table_name, column_name, data_type from information_schema.columns
     where (is_identity = 'YES' or column_default like 'nextval%') and data_type <> 'bigint'`,
  )
  const foreign = await client.query(
    `select conname from pg_constraint k join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
     where k.contype = 'f' and a.relnamespace <> b.relnamespace`,
  )
  const clocks = await client.query(
    `select table_name, column_name from information_schema.columns
     where table_schema in ('m_test', 'onepool') and column_default ~* 'now\\(|timestamp\\(|current_'`,
  )
  expect([...triggers.rows, ...narrow.rows, ...foreign.rows, ...clocks.rows]).toEqual([])
})

it('several programs that start at once on a new database all come through', async () => {
  const clock = new SystemClock()
  await Promise.all(Array.from({ length: 6 }, () => migrateAll({ url: database.url, clock, signal })))
  const client = await connect()
  const { rows } = await client.query(`select to_regclass('graphile_worker.jobs') is not null as jobs,
    (select count(*)::int from onepool.migration) as shared`)
  expect(rows).toEqual([{ jobs: true, shared: sharedMigrations.length }])
})
