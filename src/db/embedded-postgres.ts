import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { findBinaries } from './embedded/binaries.ts'
import { ADMIN, initCluster } from './embedded/init-cluster.ts'
import { APP_DATABASE, APP_ROLE, provisionDatabase } from './embedded/provision.ts'
import { findServerFolder, removeDrafts, serverSecrets } from './embedded/server-folder.ts'
import { findServerUser } from './embedded/server-user.ts'
import { serverSettings } from './embedded/settings.ts'
import { stopServer } from './embedded/stop-server.ts'
import { takeServer, type ServerPlace } from './embedded/take-server.ts'
import { watchServer } from './embedded/watch-server.ts'

/** A PostgreSQL server of our own, in a data folder. */
export interface EmbeddedPostgres {
  /** Where the program's role signs in; it contains the password. */
  readonly url: string
  /** The same for the administrator's role, on the database `postgres`. */
  readonly adminUrl: string
  /** Ends all sessions, writes everything down and returns when the server is gone. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string
  /** The port of a first start; afterwards the one remembered. Any free one where this is not given or taken. */
  readonly port?: number
  /** Replaces single server settings, by their names in PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly log: Log
  /** Ends a start that is still under way. */
  readonly signal: AbortSignal
  readonly onLost: (error: unknown) => void
}

/**
 * Starts PostgreSQL in `dataFolder`, adopting a server that a killed process left there. Should the server die under us, it is
 * started again: `onLost` is told when that did not help either.
 * @throws DataFolderInUseError when another process of ours has it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { clock, log, signal, dataFolder } = options
  const user = await findServerUser()
  const folder = await findServerFolder({ dataFolder, user, log })
  const binaries = await findBinaries({ folder, user, log })
  const { adminPassword, password } = await serverSecrets(folder)
  await initCluster({ folder, binaries, user, adminPassword, signal })
  const settings = (port: number): Readonly<Record<string, string>> => ({ ...serverSettings(port), ...options.settings })
  const place: ServerPlace = { dataFolder, folder, binaries, user, port: options.port, adminPassword, settings, clock, log }
  const taken = await takeServer(place, signal)
  await removeDrafts(folder)
  await provisionDatabase(taken.lease, password)
  const stopWatching = watchServer({ place, taken, onLost: options.onLost })
  return {
    url: `postgresql://${APP_ROLE}:${password}@127.0.0.1:${taken.port}/${APP_DATABASE}`,
    adminUrl: `postgresql://${ADMIN}:${adminPassword}@127.0.0.1:${taken.port}/postgres`,
    async stop() {
      await stopWatching()
      await stopServer(place)
    },
  }
}
