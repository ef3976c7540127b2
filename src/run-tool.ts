import { SystemClock, type Clock } from './clock.ts'
import { loadConfig } from './config.ts'
import { followDatabaseClock } from './db/follow-database-clock.ts'
import { joinServer } from './db/join-server.ts'
import { migrateAll } from './db/migrate-all.ts'
import { openDatabase, type Em } from './db/orm.ts'
import { endSignals } from './end-signals.ts'
import { explainError } from './explain-error.ts'
import { createLog } from './log.ts'

/** What a command-line tool works with. */
export interface Tool {
  /** Of no merchant: `em.fork({ schema })` is for one. */
  readonly em: Em
  readonly url: string
  readonly clock: Clock
  /** Aborts at Ctrl-C: a tool that takes long looks at it. */
  readonly signal: AbortSignal
}

/** Exit codes: what the tool was asked for is so; it is not; it could not be done. */
export type ToolAnswer = 'yes' | 'no'
const EXIT = { yes: 0, no: 1, failed: 2 } as const

/**
 * Runs a tool on the database of this installation, whether OnePool is running on it or not, and ends the process.
 * `readOptions` is asked first, so that a slip is told before anything starts. `work` writes its own output; both throw a
 * UsageError for what the person at the keyboard can mend.
 */
export async function runTool<Options>(tool: {
  readonly readOptions: () => Options
  readonly work: (tool: Tool, options: Options) => Promise<ToolAnswer>
  readonly poolMax?: number
}): Promise<never> {
  const stop = endSignals()
  let code: number
  try {
    const options = tool.readOptions()
    const answer = await withTool((handed) => tool.work(handed, options), { signal: stop.signal, poolMax: tool.poolMax ?? 1 })
    code = EXIT[answer]
  } catch (error) {
    process.stderr.write(`${stop.signal.aborted ? 'stopped' : explainError(error)}\n`)
    code = EXIT.failed
  }
  // Whatever a library has left open must not keep the process.
  process.exit(code)
}

async function withTool(
  work: (tool: Tool) => Promise<ToolAnswer>,
  { signal, poolMax }: { readonly signal: AbortSignal; readonly poolMax: number },
): Promise<ToolAnswer> {
  const config = loadConfig()
  const clock = new SystemClock()
  const log = createLog({ level: 'warn' })
  await using undo = new AsyncDisposableStack()
  const server = await joinServer({ database: config.database, clock, log, signal })
  undo.defer(() => server.stop())
  await migrateAll({ url: server.url, clock, signal })
  const orm = await openDatabase({ url: server.url, log, poolMax, limits: config.limits })
  undo.defer(() => orm.close())
  const done = new AbortController()
  undo.defer(() => done.abort())
  await followDatabaseClock({ em: orm.em, clock, log, signal: done.signal })
  // Without the await everything would be closed under the work's feet.
  return await work({ em: orm.em.fork(), url: server.url, clock, signal })
}
