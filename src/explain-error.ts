import { TokenKeysError } from './access/token-keys.ts'
import { ConfigError } from './config.ts'
import { UnusableServerError } from './db/check-server.ts'
import { DataFolderInUseError } from './db/embedded/take-server.ts'
import { HistoryError } from './db/migrate.ts'
import { CannotListenError } from './http/cannot-listen.ts'

/** What the person at the keyboard can mend by typing something else. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const MENDABLE = [
  UsageError,
  ConfigError,
  DataFolderInUseError,
  HistoryError,
  UnusableServerError,
  CannotListenError,
  TokenKeysError,
] as const

/** What a person can mend is told in a sentence; for the rest, the stack. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const isArgument = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  const isMendable = isArgument || MENDABLE.some((kind) => error instanceof kind)
  return isMendable ? error.message : (error.stack ?? error.message)
}
