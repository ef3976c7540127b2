import { pino, type Logger } from 'pino'

/** What code may say to operators. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/** A logger that writes one JSON line per event to standard error. */
export function createLog(options: { readonly level: string }): Logger {
  return pino({ level: options.level, base: null }, pino.destination(2))
}
