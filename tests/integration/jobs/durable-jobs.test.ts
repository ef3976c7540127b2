import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { SystemClock } from '../../../src/clock.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { openDatabase } from '../../../src/db/orm.ts'
import { forgetFailedJobs } from '../../../src/jobs/durable/forget-failed-jobs.ts'
import { addJob, type JobKind } from '../../../src/jobs/durable/job-kind.ts'
import { jobTask, type JobTask } from '../../../src/jobs/durable/job-task.ts'
import { readJobStanding } from '../../../src/jobs/durable/read-job-standing.ts'
import { runJobs } from '../../../src/jobs/durable/run-jobs.ts'
import { showJobs } from '../../../src/jobs/durable/show-jobs.ts'
import { createMetrics } from '../../../src/http/metrics.ts'
import { createLog } from '../../../src/log.ts'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'
import { kill, until } from '../../support/embedded-folder.ts'
import { gated, gatedTask, makeNotes, note, notesOf, openGate } from '../../support/gated-job.ts'

const CHILD = join(import.meta.dirname, '..', '..', 'support', 'job-child.ts')
const LEASE_MS = 3_000
const clock = new SystemClock()
const lines: string[] = []
const log = createLog({ level: 'debug', destination: { write: (line) => lines.push(line) } })

let merchant: TestMerchant
const stops: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  merchant = await testMerchant()
  await makeNotes(merchant.em)
})
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})
afterAll(() => merchant.dispose())

const noting: JobKind<{ readonly name: string }> = { name: 'test noting', payload: z.object({ name: z.string() }) }
const notingTask = jobTask(noting, ({ book }, { name }) => book((tx) => note(tx, { name, by: 'here', what: 'done' })))

/** Runs jobs in this process until the test ends, or until what it returns is called. */
function runHere(tasks: readonly JobTask[], more: { readonly drainMs?: number } = {}): () => Promise<void> {
  const stopping = new AbortController()
  const { orm, url } = merchant
  const running = runJobs({ orm, url, tasks, clock, log, signal: stopping.signal, leaseMs: LEASE_MS, ...more })
  const stop = () => (stopping.abort(), running)
  stops.push(stop)
  return stop
}

function runElsewhere(name: string): ChildProcess {
  const child = spawn(process.execPath, [CHILD, merchant.url, name, String(LEASE_MS)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  stops.push(() => (child.exitCode === null && child.signalCode === null ? kill(child) : Promise.resolve()))
  return child
}

const add = <Payload>(job: Parameters<typeof addJob<Payload>>[1]) => merchant.em.fork().transactional((tx) => addJob(tx, job))
const notes = (name: string) => notesOf(merchant.em, name)
/** What is noted of a job once there are so many notes. */
const noted = async (name: string, count: number) => {
  await until(async () => (await notes(name)).length >= count)
  return notes(name)
}
const jobsLeft = async () => {
  const { rows } = await sql<{ last_error: string | null; attempts: number }>`
    select last_error, attempts from graphile_worker.jobs order by id`.execute(merchantDb(merchant.em.fork()))
  return rows
}

it('a job runs when its transaction has committed, and never when it was rolled back', async () => {
  runHere([notingTask])
  const broken = merchant.em.fork().transactional(async (tx) => {
    await addJob(tx, { kind: noting, payload: { name: 'undone' } })
    throw new Error('rolled back')
  })
  await expect(broken).rejects.toThrow('rolled back')
  await add({ kind: noting, payload: { name: 'kept' } })
  expect(await noted('kept', 1)).toEqual(['here done'])
  await until(async () => (await jobsLeft()).length === 0)
  expect(await notes('undone')).toEqual([])
})

it('the metrics tell how many wait, for how long at most, and what was given up, and nothing while the database is away', async () => {
  const standing = () => readJobStanding(merchant.em, clock.now())
  expect(await standing()).toEqual({ waiting: 0, failed: 0, oldestSeconds: 0 })
  await add({ kind: noting, payload: { name: 'counted' }, runAt: new Date(clock.now().getTime() - 90_000) })
  await add({ kind: noting, payload: { name: 'later' }, runAt: new Date(clock.now().getTime() + 3_600_000) })
  const { waiting, failed, oldestSeconds } = await standing()
  expect([waiting, failed]).toEqual([1, 0])
  expect(oldestSeconds).toBeGreaterThanOrEqual(90)
  const metrics = createMetrics()
  showJobs(metrics, { em: merchant.em, clock })
  const text = (await metrics.text()).body
  expect(text).toMatch(/^onepool_jobs_waiting 1$/m)
  expect(text).toMatch(/^onepool_jobs_oldest_seconds (9\d|1\d\d)/m)
  await sql`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))`.execute(
    merchantDb(merchant.em.fork()),
  )
  // Nobody listens on port 1: to the program, a database that is away.
  const url = 'postgres://u:p@127.0.0.1:1/none'
  const orm = await openDatabase({ url, log, poolMax: 1 })
  const away = createMetrics()
  showJobs(away, { em: orm.em, clock })
  expect((await away.text()).body).toMatch(/^onepool_jobs_failed NaN$/im)
  await orm.close()
})

it('added several times under one key it runs once, for each merchant', async () => {
  const other = await createMerchant(
    { url: merchant.url, clock, signal: new AbortController().signal },
    { code: 'other', name: 'O' },
  )
  const otherEm = merchant.orm.em.fork({ schema: other.kind === 'created' ? other.merchant.schema : '' })
  await makeNotes(otherEm)
  for (const name of ['first', 'last']) await add({ kind: noting, payload: { name }, key: 'same' })
  await otherEm.transactional((tx) => addJob(tx, { kind: noting, payload: { name: 'last' }, key: 'same' }))
  runHere([notingTask])
  expect(await noted('last', 1)).toEqual(['here done'])
  await until(async () => (await jobsLeft()).length === 0)
  expect(await notes('first')).toEqual([])
  expect(await notesOf(otherEm, 'last')).toEqual(['here done'])
})

it('added under the key of a job that has begun, it runs once more', async () => {
  runHere([gatedTask('here')])
  await add({ kind: gated, payload: { name: 'again' }, key: 'k' })
  expect(await noted('again', 1)).toEqual(['here begun'])
  await add({ kind: gated, payload: { name: 'again' }, key: 'k' })
  await openGate(merchant.em, 'again')
  expect((await noted('again', 4)).filter((line) => line === 'here done')).toHaveLength(2)
})

it('several processes share the jobs, and each job runs once', async () => {
  const stopped = [runHere([notingTask]), runHere([notingTask]), runHere([notingTask])]
  const names = Array.from({ length: 60 }, (_, n) => `shared ${n}`)
  await Promise.all(names.map((name) => add({ kind: noting, payload: { name } })))
  await until(async () => (await jobsLeft()).length === 0)
  await Promise.all(stopped.map((stop) => stop()))
  for (const name of names) expect(await notes(name)).toEqual(['here done'])
})

it('one that fails is tried again after a pause, up to its last attempt, and nothing it carries is told', async () => {
  const failing: JobKind<{ readonly name: string }> = { name: 'test failing', payload: z.object({ name: z.string() }) }
  const attempts: string[] = []
  const stop = runHere([
    jobTask(failing, ({ em, attempt, attemptsMax }, { name }) => {
      attempts.push(`${attempt} of ${attemptsMax}`)
      return sql`select 1 from ${sql.table('nowhere')} where x = ${name}`.execute(merchantDb(em)).then(() => undefined)
    }),
  ])
  await add({ kind: failing, payload: { name: 'planted secret' }, maxAttempts: 2 })
  await until(() => attempts.length === 2)
  await stop()
  expect(attempts).toEqual(['1 of 2', '2 of 2'])
  expect(await readJobStanding(merchant.em, clock.now())).toMatchObject({ waiting: 0, failed: 1, oldestSeconds: 0 })
  expect(await jobsLeft()).toEqual([{ attempts: 2, last_error: 'error: PostgreSQL refused the statement' }])
  const told = lines.filter((line) => line.includes('test failing')).join('\n')
  expect(told).toContain('it will be tried again')
  expect(told).toContain('for the last time')
  expect(lines.join('\n')).not.toContain('planted secret')
  const forget = (days: number) =>
    forgetFailedJobs(merchant.em.fork(), { now: new Date(clock.now().getTime() + days * 86_400_000) })
  await forget(29)
  expect(await jobsLeft()).toHaveLength(1)
  await forget(31)
  expect(await jobsLeft()).toEqual([])
})

it('killed -9 in the middle of a job, another process runs it again', async () => {
  const child = runElsewhere('killed')
  await add({ kind: gated, payload: { name: 'orphan' } })
  expect(await noted('orphan', 1)).toEqual(['killed begun'])
  await kill(child)
  runHere([gatedTask('here')])
  await openGate(merchant.em, 'orphan')
  expect(await noted('orphan', 3)).toEqual(['killed begun', 'here begun', 'here done'])
})

it('A3: frozen for longer than its lease and thawed, it books nothing, and goes on with other jobs', async () => {
  const child = runElsewhere('frozen')
  await add({ kind: gated, payload: { name: 'thaw' } })
  expect(await noted('thaw', 1)).toEqual(['frozen begun'])
  child.kill('SIGSTOP')
  const stop = runHere([gatedTask('here')])
  expect(await noted('thaw', 2)).toEqual(['frozen begun', 'here begun'])
  await openGate(merchant.em, 'thaw')
  expect(await noted('thaw', 3)).toEqual(['frozen begun', 'here begun', 'here done'])
  await stop()
  child.kill('SIGCONT')
  await openGate(merchant.em, 'later')
  await add({ kind: gated, payload: { name: 'later' } })
  await until(async () => (await notes('later')).at(-1) === 'frozen done')
  expect(await notes('thaw')).toEqual(['frozen begun', 'here begun', 'here done'])
})

it('told to stop, it lets the jobs under way come to their end', async () => {
  const stop = runHere([gatedTask('here')])
  await add({ kind: gated, payload: { name: 'drained' } })
  expect(await noted('drained', 1)).toEqual(['here begun'])
  const stopped = stop()
  await add({ kind: gated, payload: { name: 'too late' } })
  await openGate(merchant.em, 'drained')
  await stopped
  expect(await notes('drained')).toEqual(['here begun', 'here done'])
  expect(await notes('too late')).toEqual([])
  await openGate(merchant.em, 'too late')
  runHere([gatedTask('next')])
  expect(await noted('too late', 2)).toEqual(['next begun', 'next done'])
})

it('a job that does not come to its end in time is ended, and run again', async () => {
  const stop = runHere([gatedTask('here')], { drainMs: 50 })
  await add({ kind: gated, payload: { name: 'endless' } })
  expect(await noted('endless', 1)).toEqual(['here begun'])
  await stop()
  await openGate(merchant.em, 'endless')
  runHere([gatedTask('next')])
  expect(await noted('endless', 3)).toEqual(['here begun', 'next begun', 'next done'])
})

it('goes on when the database ends its connections', async () => {
  runHere([notingTask])
  await add({ kind: noting, payload: { name: 'before' } })
  expect(await noted('before', 1)).toEqual(['here done'])
  // It is noted a moment before it is taken away: one that is cut off there is kept for hours.
  await until(async () => (await jobsLeft()).length === 0)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'onepool jobs' and datname = current_database()`.execute(merchantDb(merchant.em.fork()))
  await add({ kind: noting, payload: { name: 'after' } })
  expect(await noted('after', 1)).toEqual(['here done'])
})

it('a payload that is not of its kind is refused when it is added', async () => {
  // What ran before is noted a moment before its job is taken away.
  await until(async () => (await jobsLeft()).length === 0)
  const wrong: JobKind<{ readonly name: string }> = { name: 'test wrong', payload: z.object({ name: z.string().max(3) }) }
  await expect(add({ kind: wrong, payload: { name: 'long' } })).rejects.toThrow(z.ZodError)
  expect(await jobsLeft()).toEqual([])
})
