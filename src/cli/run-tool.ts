import { SystemClock } from '../clock.ts'
import { ConfigError, loadConfig } from '../config.ts'
import { joinServer } from '../db/join-server.ts'
import { migrateAll } from '../db/migrate-all.ts'
import { openDatabase, type Orm } from '../db/orm.ts'
import { createLog, type Log } from '../log.ts'

/** What the person at the keyboard can mend: told in a sentence, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Tools {
  readonly orm: Orm
  readonly clock: SystemClock
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Runs a command-line tool on the same database as the program, whether that is running or not, and ends the process
 * with the code `work` returns. Ctrl-C aborts the signal.
 */
export async function runTool(work: (tools: Tools) => Promise<number>): Promise<never> {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort())
  process.exit(await exitCodeOf(work, stop.signal))
}

async function exitCodeOf(work: (tools: Tools) => Promise<number>, signal: AbortSignal): Promise<number> {
  const clock = new SystemClock()
  try {
    const config = loadConfig()
    const log = createLog({ level: 'warn' })
    await using undo = new AsyncDisposableStack()
    const server = await joinServer({ database: config.database, clock, log, signal })
    undo.defer(() => server.stop())
    await migrateAll({ url: server.url, clock, signal })
    const orm = await openDatabase({ url: server.url, log, poolMax: 4, limits: config.limits })
    undo.defer(() => orm.close())
    return await work({ orm, clock, log, signal })
  } catch (error) {
    process.stderr.write(`${explain(error, signal)}\n`)
    return 1
  }
}

function explain(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'stopped'
  if (!(error instanceof Error)) return 'unknown error'
  const mendable = error instanceof UsageError || error instanceof ConfigError || error instanceof TypeError
  return mendable ? error.message : (error.stack ?? error.message)
}
