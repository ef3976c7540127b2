import { parseArgs } from 'node:util'
import { startApp, type App } from './app.ts'
import { SystemClock } from './clock.ts'
import { loadConfig } from './config.ts'
import { endSignals } from './end-signals.ts'
import { explainError } from './explain-error.ts'
import { createLog } from './log.ts'
import { readRole } from './role.ts'

/** Beyond this the rest is cut off: a database that is not closed cleanly recovers at the next start. */
const SHUTDOWN_TIMEOUT_MS = 60_000

process.exitCode = await main()
// Whatever a library has left open must not keep the process.
process.exit()

/** Runs until told to stop. Returns the exit code. */
async function main(): Promise<number> {
  const clock = new SystemClock()
  const stop = endSignals()
  let failed: unknown
  try {
    const { values } = parseArgs({ options: { role: { type: 'string', default: 'all' } }, strict: true })
    const role = readRole(values.role)
    const config = loadConfig()
    const log = createLog({ level: config.logLevel })
    const onFatal = (error: unknown): void => {
      failed = error
      log.error({ err: error }, 'the program cannot go on')
      stop.abort()
    }
    const app = await startApp({ role, config, clock, log, signal: stop.signal, onFatal })
    process.stdout.write(`OnePool is ready.\n${app.greeting.map((line) => `  ${line}\n`).join('')}Ctrl-C stops it.\n`)
    await aborted(stop.signal)
    log.info('stopping')
    await disposeInTime(app, clock)
    return failed === undefined ? 0 : 1
  } catch (error) {
    if (stop.signal.aborted && failed === undefined) return 0 // Told to stop before it had started.
    process.stderr.write(`OnePool cannot start: ${explainError(error)}\n`)
    return 1
  }
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
