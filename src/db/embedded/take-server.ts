import type pg from 'pg'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Binaries } from './binaries.ts'
import { freePort } from './free-port.ts'
import { takeLease } from './lease.ts'
import { findPostmaster, removeStalePidFile, spawnPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts'
import { rememberedPort, rememberPort, type ServerFolder } from './server-folder.ts'
import type { ServerUser } from './server-user.ts'

/** Recovery after a crash replays at most `max_wal_size`; two minutes is far beyond that on a slow disk. */
const TAKE_TIMEOUT_MS = 120_000
const POLL_MS = 50
const SPAWNS_MAX = 5
/** A process killed a moment ago holds its lease until the server has seen its connection end. */
const IN_USE_TRIES = 20

/** Another process of ours runs the server of this data folder. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError'
  constructor(dataFolder: string) {
    super(
      `another OnePool process is already running on the data folder ${dataFolder}: stop it first, ` +
        'or let both use one server by setting DATABASE_URL, or give this one a data folder of its own',
    )
  }
}

export interface ServerPlace {
  readonly dataFolder: string
  readonly folder: ServerFolder
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  readonly port: number | undefined
  readonly adminPassword: string
  readonly settings: (port: number) => Readonly<Record<string, string>>
  readonly clock: Clock
  readonly log: Log
}

export interface TakenServer {
  readonly lease: pg.Client
  readonly port: number
}

/** Starts the server, or adopts the one a killed process left running, and takes it for this process. */
export async function takeServer(place: ServerPlace, signal: AbortSignal): Promise<TakenServer> {
  const { clock, folder } = place
  const bounded = AbortSignal.any([signal, clock.deadline(TAKE_TIMEOUT_MS)])
  const starter = new Starter(place)
  try {
    for (let busy = 0; ; await clock.sleep(POLL_MS, bounded)) {
      bounded.throwIfAborted()
      const found = await findPostmaster(folder)
      if (found === 'stale') await removeStalePidFile(folder)
      else if (found === 'none') await starter.start()
      else {
        const taken = await tryTake(place, found)
        if (typeof taken === 'object') return taken
        if (taken === 'in use' && ++busy >= IN_USE_TRIES) throw new DataFolderInUseError(place.dataFolder)
      }
    }
  } catch (cause) {
    if (!(cause instanceof DataFolderInUseError)) await starter.abandon()
    throw cause
  }
}

async function tryTake(place: ServerPlace, { port, pid }: Postmaster): Promise<TakenServer | 'not ready' | 'in use'> {
  if (port === 0) return 'not ready' // The server is still writing its file.
  const lease = await takeLease({ port, adminPassword: place.adminPassword })
  if (typeof lease === 'string') return lease
  place.log.info({ port, pid }, 'PostgreSQL answers')
  return { lease, port }
}

/** Starts a server as often as it takes, within a bound: a port may be taken between the look and the start. */
class Starter {
  readonly #place: ServerPlace
  #spawns = 0
  #exited: () => boolean = () => true

  constructor(place: ServerPlace) {
    this.#place = place
  }

  async start(): Promise<void> {
    if (!this.#exited()) return
    const { folder, settings, log } = this.#place
    if (this.#spawns >= SPAWNS_MAX) throw new Error(`PostgreSQL does not start: ${folder.logFile} says why`)
    this.#spawns += 1
    const wanted = (await rememberedPort(folder)) ?? this.#place.port
    const port = await freePort(wanted)
    if (wanted !== undefined && port !== wanted) log.warn({ wanted, port }, 'the port is taken: using another')
    await rememberPort(folder, port)
    const { exited } = await spawnPostmaster({ ...this.#place, settings: settings(port) })
    this.#exited = exited
  }

  /** Leaves no server behind that nobody took. */
  async abandon(): Promise<void> {
    if (this.#exited()) return
    const found = await findPostmaster(this.#place.folder)
    if (typeof found === 'object') stopPostmaster(found.pid, 'fast')
  }
}
