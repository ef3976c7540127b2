import { startApp, type App, type AppExtras } from './app.ts'
import { SystemClock } from './clock.ts'
import { loadConfig, type Config } from './config.ts'
import { endSignals } from './end-signals.ts'
import { explainError } from './explain-error.ts'
import { createLog } from './log.ts'
import type { Role } from './role.ts'

/** Beyond this the rest is cut off: a database that is not closed cleanly recovers at the next start. */
const SHUTDOWN_TIMEOUT_MS = 60_000

/** What is run, once the environment is known. */
export interface Running {
  readonly role: Role
  /** Where the API listens; undefined: where the environment says. */
  readonly port: number | undefined
  readonly extras?: AppExtras
  /** Works beside the program from its start to its end. */
  readonly beside?: (app: App) => AsyncDisposable
  /** What goes last, after the program: it may still be called while that stops. */
  readonly after?: AsyncDisposable
}

/** Runs until told to stop. Returns the exit code. */
export async function runApp(read: (config: Config) => Running): Promise<number> {
  const clock = new SystemClock()
  const stop = endSignals()
  let failed: unknown
  try {
    const config = loadConfig()
    const log = createLog({ level: config.logLevel })
    const { role, port = config.http.port, extras, beside, after } = read(config)
    const onFatal = (error: unknown): void => {
      failed = error
      log.error({ err: error }, 'the program cannot go on')
      stop.abort()
    }
    const app = await startApp({
      role,
      config: { ...config, http: { ...config.http, port } },
      clock,
      log,
      signal: stop.signal,
      onFatal,
      ...(extras ? { extras } : {}),
    })
    const running = new AsyncDisposableStack()
    running.use(after)
    running.defer(() => app.dispose())
    try {
      process.stdout.write(`OnePool is ready.\n${app.greeting.map((line) => `  ${line}\n`).join('')}Ctrl-C stops it.\n`)
      running.use(beside?.(app))
      await aborted(stop.signal)
      log.info('stopping')
    } finally {
      await disposeInTime(running, clock)
    }
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

async function disposeInTime(running: AsyncDisposableStack, clock: SystemClock): Promise<void> {
  const tooLate = aborted(clock.deadline(SHUTDOWN_TIMEOUT_MS)).then(() => {
    throw new Error('the program did not stop in time')
  })
  await Promise.race([running.disposeAsync(), tooLate])
}
