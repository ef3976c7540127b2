import type { Clock } from '../clock.ts'
import type { Config, EmbeddedDatabase } from '../config.ts'
import type { Log } from '../log.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { findPostmaster } from './embedded/postmaster.ts'
import { APP_DATABASE, APP_ROLE } from './embedded/provision.ts'
import { findServerFolder, serverSecrets } from './embedded/server-folder.ts'
import { findServerUser } from './embedded/server-user.ts'
import { DataFolderInUseError } from './embedded/take-server.ts'

export interface JoinedServer {
  /** It contains the password. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * Where a command-line tool finds the database: the operator's server, the embedded one that a running OnePool has, or,
 * where none runs, one that is started for as long as the tool needs it.
 */
export async function joinServer(options: {
  readonly database: Config['database']
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}): Promise<JoinedServer> {
  const { database, clock, log, signal } = options
  if (database.kind === 'own') return { url: database.url, stop: () => Promise.resolve() }
  const { dataFolder, port } = database
  const onLost = (error: unknown): void => log.error({ err: error }, 'the embedded database was lost')
  try {
    return await startEmbeddedPostgres({ dataFolder, ...(port === undefined ? {} : { port }), clock, log, signal, onLost })
  } catch (cause) {
    if (!(cause instanceof DataFolderInUseError)) throw cause
    return { url: await findRunning(database, { log, cause }), stop: () => Promise.resolve() }
  }
}

async function findRunning({ dataFolder }: EmbeddedDatabase, { log, cause }: { log: Log; cause: Error }): Promise<string> {
  const folder = await findServerFolder({ dataFolder, user: await findServerUser(), log })
  const server = await findPostmaster(folder)
  if (typeof server === 'string') throw new Error('the database of this data folder is just being stopped: try again', { cause })
  const { password } = await serverSecrets(folder)
  return `postgresql://${APP_ROLE}:${password}@127.0.0.1:${server.port}/${APP_DATABASE}`
}
