import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SystemClock } from '../../../src/clock.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import type { Em } from '../../../src/db/orm.ts'
import { pgFailure, violates } from '../../../src/db/pg-errors.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const clock = new SystemClock()
let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant({
    limits: { lockTimeoutMs: 200, statementTimeoutMs: 2_000, idleInTransactionTimeoutMs: 300 },
    poolMax: 4,
  })
  const db = merchantDb(merchant.em)
  await sql`create table ${sql.table('thing')} (id bigint constraint thing_id_key unique, units bigint constraint thing_units_positive check (units > 0))`.execute(
    db,
  )
  await sql`insert into ${sql.table('thing')} values (1, 1), (2, 1)`.execute(db)
})
afterAll(() => merchant.dispose())

const failureOf = async (failing: Promise<unknown>) =>
  failing.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error,
  )

const insert = (id: number | string, units: number) =>
  sql`insert into ${sql.table('thing')} values (${id}, ${units})`.execute(merchantDb(merchant.em.fork()))

const bump = (em: Em, id: number) =>
  sql`update ${sql.table('thing')} set units = units + 1 where id = ${id}`.execute(merchantDb(em))

it('names the constraint that was broken, also with the number a sharded table adds', async () => {
  const twice = await failureOf(insert(1, 1))
  expect(pgFailure(twice)).toBe('unique violation')
  expect(violates(twice, 'thing_id_key')).toBe(true)
  expect(violates(twice, 'thing_id')).toBe(false)
  expect(violates(Object.assign(new Error('x'), { code: '23505', constraint: 'thing_id_key_102009' }), 'thing_id_key')).toBe(true)

  const none = await failureOf(insert(3, 0))
  expect(pgFailure(none)).toBe('check violation')
  expect(violates(none, 'thing_units_positive')).toBe(true)
})

it('finds the failure behind an error that wraps it', async () => {
  const cause = await failureOf(insert(1, 1))
  expect(pgFailure(new Error('outer', { cause }))).toBe('unique violation')
})

it('a number beyond bigint is out of range', async () => {
  expect(pgFailure(await failureOf(insert('9223372036854775808', 1)))).toBe('out of range')
})

it('a stuck row lock ends in a lock timeout', async () => {
  // Nothing ends this one but the test.
  const holder = new pg.Client({ connectionString: merchant.url })
  await holder.connect()
  try {
    await holder.query(`begin; update ${merchant.schema}.thing set units = units + 1 where id = 1`)
    expect(pgFailure(await failureOf(bump(merchant.em.fork(), 1)))).toBe('lock timeout')
  } finally {
    await holder.end()
  }
})

it('a statement that takes too long ends in a statement timeout', async () => {
  expect(pgFailure(await failureOf(sql`select pg_sleep(5)`.execute(merchantDb(merchant.em.fork()))))).toBe('statement timeout')
})

it('a transaction that does nothing for too long loses its connection, and the pool goes on', async () => {
  const failed = await failureOf(
    merchant.em.fork().transactional(async (em) => {
      await bump(em, 2)
      const left = sql`select 1 from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`
      const isThere = async (): Promise<boolean> => (await left.execute(merchantDb(merchant.em.fork()))).rows.length > 0
      for (const tooLate = clock.deadline(10_000); !tooLate.aborted && (await isThere());) await clock.sleep(10)
      await bump(em, 2)
    }),
  )
  expect(pgFailure(failed)).toBe('connection lost')
  await bump(merchant.em.fork(), 2)
})

it('of two transactions in a deadlock one may be run again', async () => {
  const patient = await testMerchant({ poolMax: 2 })
  try {
    await sql`create table ${sql.table('thing')} (id bigint, units bigint)`.execute(merchantDb(patient.em))
    await sql`insert into ${sql.table('thing')} values (1, 1), (2, 1)`.execute(merchantDb(patient.em))
    let arrived = 0
    let bothHere: () => void = () => undefined
    const meeting = new Promise<void>((resolve) => (bothHere = resolve))
    const crossing = (one: number, other: number) =>
      patient.em.fork().transactional(async (em) => {
        await bump(em, one)
        arrived += 1
        if (arrived === 2) bothHere()
        await meeting
        await bump(em, other)
      })
    const outcomes = await Promise.allSettled([crossing(1, 2), crossing(2, 1)])
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    expect(failures).toHaveLength(1)
    expect(pgFailure(failures[0])).toBe('conflict')
  } finally {
    await patient.dispose()
  }
})

it('a killed backend is a lost connection, no conflict: the commit may have gone through', async () => {
  const suicide = await failureOf(sql`select pg_terminate_backend(pg_backend_pid())`.execute(merchantDb(merchant.em.fork())))
  expect(pgFailure(suicide)).toBe('connection lost')
})

it('a server whose socket has gone for a moment is a lost connection; a file that is not there is none', async () => {
  const client = new pg.Client({ host: join(tmpdir(), 'onepool-no-such-socket'), user: 'u', database: 'd' })
  expect(pgFailure(await failureOf(client.connect()))).toBe('connection lost')
  expect(pgFailure(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' }))).toBeUndefined()
})

it.each(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
  'a server that cannot be reached (%s) is a lost connection',
  (code) => {
    expect(pgFailure(Object.assign(new Error('away'), { code }))).toBe('connection lost')
  },
)

it('connections lost inside transactions do not use up the pool', async () => {
  const small = await testMerchant({ poolMax: 2, limits: { connectTimeoutMs: 2_000 } })
  try {
    for (let lost = 0; lost < 5; lost += 1) {
      const killed = small.em
        .fork()
        .transactional((em) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(merchantDb(em)))
      expect(pgFailure(await failureOf(killed))).toBe('connection lost')
    }
    const alive = await small.em.fork().transactional((em) => sql<{ n: number }>`select 1 as n`.execute(merchantDb(em)))
    expect(alive.rows).toEqual([{ n: 1 }])
  } finally {
    await small.dispose()
  }
})

it('an error of ours is none of the database’s', () => {
  expect(pgFailure(new Error('ours'))).toBeUndefined()
  expect(pgFailure('text')).toBeUndefined()
})
