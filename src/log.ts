import { pino, type Logger } from 'pino'

/** What code may say to operators. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

const SECRET_KEYS = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'key',
  'url',
  'adminUrl',
  'connectionString',
]

/** A logger that writes one JSON line per event to standard error, without secrets and without what a statement carried. */
export function createLog(options: { readonly level: string; readonly destination?: { write(line: string): void } }): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[hidden]' },
      serializers: { err: describeError },
    },
    options.destination ?? standardError(),
  )
}

/** A terminal may be closed, and a disk full: what cannot be told is lost, and the work goes on. */
function standardError(): ReturnType<typeof pino.destination> {
  const destination = pino.destination({ dest: 2, sync: true })
  destination.on('error', () => undefined)
  return destination
}

interface ErrorLine {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly constraint?: string
  readonly stack?: string
  readonly cause?: ErrorLine
}

/** How many causes deep an error is told. */
const DEPTH_MAX = 5

/** Picks by hand what may be told: database errors carry statements, rows and keys in their message and other fields. */
export function describeError(error: unknown, depth = 0): ErrorLine {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' }
  const code = textIn(error, 'code')
  const constraint = textIn(error, 'constraint')
  const fromDatabase = code !== undefined && /^[0-9A-Z]{5}$/.test(code)
  const message = fromDatabase ? 'PostgreSQL refused the statement' : error.message
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(frames ? { stack: frames.join('\n') } : {}),
    ...(error.cause === undefined || depth >= DEPTH_MAX ? {} : { cause: describeError(error.cause, depth + 1) }),
  }
}

function textIn(error: Error, key: 'code' | 'constraint'): string | undefined {
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? value : undefined
}
