import { EventEmitter } from 'node:events'
import { Logger, run, type Runner, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import { anyOf } from '../../any-signal.ts'
import type { Clock } from '../../clock.ts'
import { JOBS_SCHEMA } from '../../db/migrate-jobs.ts'
import { openPool } from '../../db/open-pool.ts'
import type { Em, Orm } from '../../db/orm.ts'
import { describeError, type Log } from '../../log.ts'
import { jobRecord } from './job-kind.ts'
import type { JobTask, JobTools } from './job-task.ts'
import { checkRunner, enterRunner, leaveRunner, releaseDead, renewRunner, RunnerLost } from './runner-row.ts'

/** So many jobs at once. */
const HANDS = 4
/** A job that takes longer is ended, and tried again later. */
const JOB_MAX_MS = 900_000
/** How long the jobs under way may go on when the program is told to stop. */
const DRAIN_MS = 10_000
const POLL_MS = 1_000
const PAUSE_MS = 1_000
/** A runner that has not been heard of for so long is taken for dead. */
const RUNNER_LEASE_MS = 60_000

export interface JobRunning {
  readonly orm: Orm
  /** Jobs have connections of their own: one of them only listens. It contains the password. */
  readonly url: string
  readonly tasks: readonly JobTask[]
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly leaseMs?: number
  readonly drainMs?: number
}

/**
 * Runs durable jobs until the signal aborts, then lets those under way come to their end. Any number of processes may do
 * this at once. The jobs of one that died are run again by the others.
 */
export async function runJobs(running: JobRunning): Promise<void> {
  const { clock, log, signal, url, tasks } = running
  if (tasks.length === 0) return
  const pool = openPool({ url, max: HANDS + 2, name: 'onepool jobs' })
  try {
    while (!signal.aborted) {
      try {
        await runOnce(running, pool)
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'the durable jobs have stopped; they begin again')
      }
      await clock.sleep(PAUSE_MS, signal).catch(() => undefined)
    }
  } finally {
    await pool.end()
  }
}

/** From here until it stops, is taken for dead, or its database goes away, a process is one runner with one name. */
async function runOnce(running: JobRunning, pool: pg.Pool): Promise<void> {
  const { tasks, signal, orm } = running
  const entered = Promise.withResolvers<string>()
  entered.promise.catch(() => undefined) // Told to whoever waits for it.
  const lost = new AbortController()
  const ended = new AbortController()
  const events = new EventEmitter()
  let renewing: Promise<void> | undefined
  events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    renewing = stayAlive(running, { id: workerPool.id, entered, lost, ended: ended.signal })
  })
  const work = Object.fromEntries(tasks.map((task) => [task.name, toHandler(running, task, entered.promise, lost.signal)]))
  const runner = await start(running, { pool, events, work })
  try {
    await Promise.race([runner.promise, aborted(AbortSignal.any([signal, lost.signal]))])
  } finally {
    await stop(runner)
    ended.abort()
    await renewing
    await entered.promise.then((id) => leaveRunner(orm.em.fork(), id)).catch(() => undefined) // Else its lease runs out.
  }
}

function start(
  { log, drainMs }: JobRunning,
  { pool, events, work }: { readonly pool: pg.Pool; readonly events: EventEmitter; readonly work: TaskList },
): Promise<Runner> {
  const logger = new Logger(() => (level, message, meta) => {
    // What became of a job is logged where it was run, without what the library would tell of it.
    const known = meta?.['failure'] === true || level === 'info' || level === 'debug'
    if (!known) log.warn({ message }, 'the job library says')
  })
  return run(
    {
      pgPool: pool,
      schema: JOBS_SCHEMA,
      concurrency: HANDS,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      // A pooler may give each statement another connection.
      noPreparedStatements: true,
      gracefulShutdownAbortTimeout: drainMs ?? DRAIN_MS,
      // Told one by one the end of a job is awaited by nobody: a connection that is lost in that moment would end the program.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger,
      events,
    },
    work,
    [],
  )
}

async function stop(runner: Runner): Promise<void> {
  try {
    await runner.stop()
  } catch {
    // It had stopped by itself; why is told by its promise.
  }
}

function toHandler(running: JobRunning, task: JobTask, entered: Promise<string>, lost: AbortSignal): TaskList[string] {
  const { orm, clock, log } = running
  return async (stored, { job, abortSignal }) => {
    const id = await entered
    running.signal.throwIfAborted() // Taken in the moment we were told to stop: another process does it.
    const { merchant, payload } = jobRecord.parse(stored)
    const em = orm.em.fork({ schema: merchant })
    const guard = (tx: Em) => checkRunner(tx, id)
    const book: JobTools['book'] = (work) =>
      em.fork().transactional(async (tx) => {
        await guard(tx)
        return work(tx)
      })
    const tools: JobTools = { em, clock, log, book, guard, attempt: job.attempts, attemptsMax: job.max_attempts }
    using bounded = anyOf(lost, abortSignal, clock.deadline(JOB_MAX_MS))
    try {
      await task.run(tools, payload, bounded.signal)
    } catch (error) {
      const facts = { err: error, job: task.name, merchant, attempt: job.attempts, attemptsMax: job.max_attempts }
      if (job.attempts >= job.max_attempts) log.error(facts, 'a job has failed for the last time')
      else log.warn(facts, 'a job has failed; it will be tried again')
      // The library keeps this in the job's row: what the log may not tell is not for there either.
      const { type, message } = describeError(error)
      throw new Error(`${type}: ${message}`, { cause: error })
    }
  }
}

interface Life {
  readonly id: string
  readonly entered: PromiseWithResolvers<string>
  readonly lost: AbortController
  readonly ended: AbortSignal
}

/** Says again and again that this runner lives, and looks for others that do not. */
async function stayAlive({ orm, clock, leaseMs = RUNNER_LEASE_MS }: JobRunning, { id, entered, lost, ended }: Life) {
  let goodUntilMs = clock.now().getTime() + leaseMs
  let isEntered = false
  while (!ended.aborted && !lost.signal.aborted) {
    const now = clock.now()
    try {
      if (!isEntered) await enterRunner(orm.em.fork(), { id, now, leaseMs })
      const isAlive = isEntered ? await renewRunner(orm.em.fork(), { id, now, leaseMs }) : (isEntered = true)
      entered.resolve(id)
      goodUntilMs = isAlive ? now.getTime() + leaseMs : 0
      await releaseDead(orm.em.fork(), { now, leaseMs })
    } catch {
      // A database that does not answer is asked again; the row, not this loop, keeps the books right.
    }
    if (clock.now().getTime() >= goodUntilMs) {
      const reason = new RunnerLost('this process has been taken for dead, and its jobs given to others')
      entered.reject(reason)
      lost.abort(reason)
      return
    }
    await clock.sleep(leaseMs / 4, ended).catch(() => undefined)
  }
  entered.reject(new RunnerLost('this process has stopped running jobs'))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
