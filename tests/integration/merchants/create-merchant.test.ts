import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SystemClock } from '../../../src/clock.ts'
import { migrateAll } from '../../../src/db/migrate-all.ts'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { testDatabase } from '../../support/db.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let client: pg.Pool
beforeAll(async () => {
  database = await testDatabase()
  client = new pg.Pool({ connectionString: database.url, max: 4 })
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const at = () => ({ url: database.url, clock: new SystemClock(), signal: new AbortController().signal })

async function tablesOf(schema: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from pg_tables where schemaname = $1', [schema])
  return rows[0]?.n ?? 0
}

it('creates a merchant with all its tables in a schema of its own', async () => {
  const outcome = await createMerchant(at(), { code: 'acme', name: ' Acme ' })
  expect(outcome).toMatchObject({ kind: 'created', merchant: { code: 'acme', name: 'Acme', schema: 'm_acme' } })
  expect(await tablesOf('m_acme')).toBe(await tablesOf('m_test'))
  expect(await tablesOf('m_acme')).toBeGreaterThan(1)
})

it('a merchant begins with one pool', async () => {
  await createMerchant(at(), { code: 'seeded', name: 'Seeded' })
  await createMerchant(at(), { code: 'seeded', name: 'Seeded' })
  const { rows } = await client.query('select code, name, position from m_seeded.pool')
  expect(rows).toEqual([{ code: 'central', name: 'Central pool', position: 1 }])
})

it('a second time says so and changes nothing', async () => {
  const first = await createMerchant(at(), { code: 'twice', name: 'Once' })
  const second = await createMerchant(at(), { code: 'twice', name: 'Again' })
  expect(second).toEqual({ ...first, kind: 'existed' })
})

it('is created once when several ask at the same time, and is whole for each of them', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const { kind } = await createMerchant(at(), { code: 'raced', name: 'Raced' })
      return { kind, tables: await tablesOf('m_raced') }
    }),
  )
  expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1)
  expect(outcomes.filter(({ kind }) => kind === 'existed')).toHaveLength(5)
  expect(new Set(outcomes.map(({ tables }) => tables))).toEqual(new Set([await tablesOf('m_test')]))
})

it('many different merchants can be created at the same time', async () => {
  const codes = ['many_a', 'many_b', 'many_c', 'many_d']
  const outcomes = await Promise.all(codes.map((code) => createMerchant(at(), { code, name: code })))
  expect(outcomes.map(({ kind }) => kind)).toEqual(codes.map(() => 'created'))
})

it('one whose creation was killed is finished by the next start', async () => {
  await client.query("insert into onepool.merchant (code, name, schema_name, created_at) values ('half', 'Half', 'm_half', $1)", [
    new Date(),
  ])
  await migrateAll(at())
  expect(await tablesOf('m_half')).toBe(await tablesOf('m_test'))
  const { rows } = await client.query("select 1 from onepool.merchant where code = 'half' and ready_at is not null")
  expect(rows).toHaveLength(1)
  expect((await client.query('select code from m_half.pool')).rows).toEqual([{ code: 'central' }])
})

it.each(['', 'A', '1a', 'a-b', 'a"; drop schema onepool cascade; --', 'é', 'a'.repeat(41)])(
  'refuses the code %j',
  async (code) => {
    expect(await createMerchant(at(), { code, name: 'X' })).toMatchObject({ kind: 'bad code' })
  },
)

it.each(['', '  ', 'x'.repeat(201)])('refuses the name %j', async (name) => {
  expect(await createMerchant(at(), { code: 'named', name })).toMatchObject({ kind: 'bad name' })
})
