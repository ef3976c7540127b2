import { SystemClock } from '../clock.ts'
import { loadConfig } from '../config.ts'
import { followDatabaseClock } from '../db/follow-database-clock.ts'
import { joinServer } from '../db/join-server.ts'
import { migrateAll } from '../db/migrate-all.ts'
import { openDatabase, type Orm } from '../db/orm.ts'
import { endSignals } from '../end-signals.ts'
import { explainError } from '../explain-error.ts'
import { createLog, type Log } from '../log.ts'

export { UsageError } from '../explain-error.ts'

const CONNECTIONS_MAX = 4

export interface Tools {
  readonly orm: Orm
  /** Where the database is; it contains the password. */
  readonly url: string
  readonly clock: SystemClock
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Runs a command-line tool on the same database as the program, whether that is running or not, and ends the process
 * with the code `work` returns. Ctrl-C aborts the signal.
 */
export async function runTool(work: (tools: Tools) => Promise<number>): Promise<never> {
  const { signal } = endSignals()
  let code = 1
  try {
    code = await withTools(work, signal)
  } catch (error) {
    process.stderr.write(`${signal.aborted ? 'stopped' : explainError(error)}\n`)
  }
  // Whatever a library has left open must not keep the process.
  process.exit(code)
}

async function withTools(work: (tools: Tools) => Promise<number>, signal: AbortSignal): Promise<number> {
  const config = loadConfig()
  const clock = new SystemClock()
  const log = createLog({ level: 'warn' })
  await using undo = new AsyncDisposableStack()
  const server = await joinServer({ database: config.database, clock, log, signal })
  undo.defer(() => server.stop())
  const { url } = server
  await migrateAll({ url, clock, signal })
  const orm = await openDatabase({ url, log, poolMax: CONNECTIONS_MAX, limits: config.limits })
  undo.defer(() => orm.close())
  const done = new AbortController()
  undo.defer(() => done.abort())
  await followDatabaseClock({ em: orm.em, clock, log, signal: done.signal })
  // Without the await everything would be closed under the work's feet.
  return await work({ orm, url, clock, log, signal })
}
