import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { findBinaries } from './embedded/binaries.ts'
import { initCluster, removeDrafts } from './embedded/init-cluster.ts'
import { findPostmaster, hasPidFile, stopPostmaster } from './embedded/postmaster.ts'
import { APP_DATABASE, APP_ROLE, provisionDatabase } from './embedded/provision.ts'
import { findServerFolder, serverSecrets } from './embedded/server-folder.ts'
import { findServerUser } from './embedded/server-user.ts'
import { serverSettings } from './embedded/settings.ts'
import { takeServer, type ServerPlace } from './embedded/take-server.ts'

const STOP_FAST_MS = 30_000
const STOP_IMMEDIATE_MS = 10_000
const POLL_MS = 20

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
  readonly signal: AbortSignal
}

/**
 * Starts PostgreSQL in `dataFolder`, adopting a server that a killed process left there.
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
  const { lease, port } = await takeServer(place, signal)
  await removeDrafts(folder)
  await provisionDatabase(lease, password)
  return {
    url: `postgresql://${APP_ROLE}:${password}@127.0.0.1:${port}/${APP_DATABASE}`,
    adminUrl: `postgresql://${lease.user ?? ''}:${adminPassword}@127.0.0.1:${port}/postgres`,
    stop: () => stopServer(place),
  }
}

/** Stops by the pid file and waits for it to go: an adopted server is no child of ours, so there is no exit to wait for. */
async function stopServer({ folder, clock, log }: ServerPlace): Promise<void> {
  for (const [how, timeoutMs] of [
    ['fast', STOP_FAST_MS],
    ['immediate', STOP_IMMEDIATE_MS],
  ] as const) {
    const found = await findPostmaster(folder)
    if (typeof found === 'string') return
    stopPostmaster(found.pid, how)
    for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += POLL_MS) {
      if (!(await hasPidFile(folder))) return
      await clock.sleep(POLL_MS)
    }
    log.warn({ how, timeoutMs }, 'PostgreSQL did not stop in time')
  }
}
