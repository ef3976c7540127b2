import { parseArgs } from 'node:util'
import { startApp, type App } from './app.ts'
import { SystemClock } from './clock.ts'
import { ConfigError, loadConfig } from './config.ts'
import { UnusableServerError } from './db/check-server.ts'
import { DataFolderInUseError } from './db/embedded/take-server.ts'
import { HistoryError } from './db/migrate.ts'
import { createLog } from './log.ts'

/** Beyond this the rest is cut off: a database that is not closed cleanly recovers at the next start. */
const SHUTDOWN_TIMEOUT_MS = 60_000

process.exitCode = await main()
// Whatever a library has left open must not keep the process.
process.exit()

/** Runs until told to stop. Returns the exit code. */
async function main(): Promise<number> {
  const clock = new SystemClock()
  const stop = new AbortController()
  let failed: unknown
  listenForTheEnd(stop)
  try {
    parseArgs({ options: {}, strict: true })
    const config = loadConfig()
    const log = createLog({ level: config.logLevel })
    const onFatal = (error: unknown): void => {
      failed = error
      log.error({ err: error }, 'the program cannot go on')
      stop.abort()
    }
    const app = await startApp({ config, clock, log, signal: stop.signal, onFatal })
    process.stdout.write(`OnePool is ready.\n${app.greeting.map((line) => `  ${line}\n`).join('')}Ctrl-C stops it.\n`)
    await aborted(stop.signal)
    log.info('stopping')
    await disposeInTime(app, clock)
    return failed === undefined ? 0 : 1
  } catch (error) {
    if (stop.signal.aborted && failed === undefined) return 0 // Told to stop before it had started.
    process.stderr.write(`${explain(error)}\n`)
    return 1
  }
}

function listenForTheEnd(stop: AbortController): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort())
  // Whoever started us is gone, without having said so: nobody would stop us later.
  process.on('disconnect', () => stop.abort())
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function disposeInTime(app: App, clock: SystemClock): Promise<void> {
  const tooLate = aborted(clock.deadline(SHUTDOWN_TIMEOUT_MS)).then(() => {
    throw new Error('the program did not stop in time')
  })
  await Promise.race([app.dispose(), tooLate])
}

/** What a person can mend is told in a sentence; for the rest, the stack. */
function explain(error: unknown): string {
  const mendable = [ConfigError, DataFolderInUseError, HistoryError, UnusableServerError].some((kind) => error instanceof kind)
  const isArgument = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!(error instanceof Error)) return 'OnePool cannot start: unknown error'
  return `OnePool cannot start: ${mendable || isArgument ? error.message : (error.stack ?? error.message)}`
}
