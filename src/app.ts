import { createPlatforms } from '../connectors/platforms.ts'
import { createMessenger } from '../connectors/shared/post-message.ts'
import { createFirstAdmin } from './access/create-first-admin.ts'
import type { SystemClock } from './clock.ts'
import type { Platforms } from './channels/connect.ts'
import { isDemo } from './channels/is-demo.ts'
import type { Config } from './config.ts'
import { checkServer } from './db/check-server.ts'
import { startEmbeddedPostgres } from './db/embedded-postgres.ts'
import { followDatabaseClock } from './db/follow-database-clock.ts'
import { migrateAll } from './db/migrate-all.ts'
import { openDatabase, type Em } from './db/orm.ts'
import { createMetrics } from './http/metrics.ts'
import { showJobs } from './jobs/durable/show-jobs.ts'
import type { Log } from './log.ts'
import { DatabaseWitness } from './recovery/database-witness.ts'
import { memoryInFile, memoryInFolder, noMemory } from './recovery/memory-file.ts'
import { loadMasterKeys } from './secrets/load-master-keys.ts'
import type { MasterKeys } from './secrets/master-keys.ts'
import { does, type Role } from './role.ts'
import { startApi, startHealth, type ApiParts } from './start-api.ts'
import { startWork, type Work } from './start-work.ts'
import { WORKER_QUEUE_LIMITS } from './stock/engine/command-queue.ts'
import { createStockDesks, type StockDesks } from './stock/stock-desks.ts'

/** What another program may put into this one: the local shops of a demo need no more. */
export interface AppExtras {
  /** Looks at the database before anything works on it. @throws what ends the start. */
  admit(em: Em, now: Date): Promise<void>
  /** How often the platforms may be asked, where that is not what they state. */
  readonly callsPerSecond?: number
  /** What the program calls instead of the platforms. */
  platforms(platforms: Platforms): Platforms
  /** Lines that say how to sign in, instead of the first administrator's key. */
  signIn(place: {
    readonly em: Em
    readonly api: string
    readonly database: Parameters<typeof createFirstAdmin>[1]
  }): Promise<readonly string[]>
}

/** What there is inside, for who works beside it in the same process. */
export interface AppParts {
  readonly em: Em
  readonly stock: StockDesks
  readonly platforms: Platforms
  readonly keys: MasterKeys | undefined
  readonly clock: SystemClock
  readonly log: Log
  readonly wake: (schema: string) => void
}

/** The running program. */
export interface App {
  /** Lines for the operator: where it listens. */
  readonly greeting: readonly string[]
  readonly parts: AppParts
  /** Stops in the opposite order of the start: what takes requests goes first, the database last. */
  dispose(): Promise<void>
}

/** The composition root: everything there is gets made here, by hand and in order. What was begun is undone if a later step fails. */
export async function startApp(options: {
  readonly role: Role
  readonly config: Config
  readonly clock: SystemClock
  readonly log: Log
  /** Ends a start that is under way. */
  readonly signal: AbortSignal
  /** Told when the program cannot go on. */
  readonly onFatal: (error: unknown) => void
  readonly extras?: AppExtras
}): Promise<App> {
  const { role, config, clock, log, signal, extras } = options
  await using undo = new AsyncDisposableStack()
  const stopping = new AbortController()

  const database = await openServer(options)
  undo.defer(() => database.stop())
  const keys = config.masterKeys && (await loadMasterKeys(config.masterKeys))
  await migrateAll({ url: database.url, clock, signal })

  const direct = config.database.kind === 'embedded'
  const orm = await openDatabase({ url: database.url, log, poolMax: config.connectionsMax, limits: config.limits, direct })
  undo.defer(() => orm.close())
  await followDatabaseClock({ em: orm.em, clock, log, signal: stopping.signal })
  await extras?.admit(orm.em.fork(), clock.now())

  const witness = new DatabaseWitness({ em: orm.em, clock, log, store: await memoryStore(config, log) })
  await witness.look()
  undo.defer(() => lastMark(witness, log))
  const watching = witness.watch(stopping.signal)
  const callsPerSecond = extras?.callsPerSecond
  const platforms = createPlatforms({ clock, ...(callsPerSecond === undefined ? {} : { callsPerSecond }) })
  const parts = {
    config,
    orm,
    em: orm.em,
    databaseUrl: database.url,
    stock: createStockDesks(orm, clock, WORKER_QUEUE_LIMITS),
    shops: { platforms: extras?.platforms(platforms) ?? platforms, keys },
    messenger: createMessenger({ clock }),
    metrics: createMetrics(),
    witness,
    clock,
    log,
    signal: stopping.signal,
  }
  showJobs(parts.metrics, parts)
  const work = does(role, 'work') ? beginWork(parts) : undefined
  undo.defer(() => Promise.all([work?.stopped, watching]).then(() => undefined))
  // Undone last first: the work is told to stop before it is waited for.
  undo.defer(() => stopping.abort())

  const http = does(role, 'serve') ? await startApi({ ...parts, ...(work ? { wake: work.wake } : {}) }) : await startHealth(parts)
  undo.defer(() => http.stop())
  // Last, when nothing can fail any more: a key that was made and not shown could not be shown again.
  const signIn = does(role, 'serve') ? await howToSignIn(options, { em: orm.em.fork(), api: http.url, url: database.url }) : []

  signal.throwIfAborted()
  const running = undo.move()
  return {
    greeting: [
      does(role, 'serve') ? `API: ${http.url}/graphql` : `Worker: ${http.url}/healthz`,
      `Database: ${placeOf(database.url)}`,
      ...signIn,
    ],
    parts: { em: orm.em, stock: parts.stock, ...parts.shops, clock, log, wake: work?.wake ?? (() => undefined) },
    dispose: () => running.disposeAsync(),
  }
}

type Parts = Omit<Parameters<typeof startWork>[0], 'desks' | 'platforms' | 'keys' | 'leaseMs' | 'onAudited' | 'onWoken'> &
  Pick<ApiParts, 'stock' | 'shops' | 'metrics'> & { readonly config: Config }

function beginWork({ stock, shops, metrics, config, ...rest }: Parts): Work {
  const onAudited = metrics.setGauge('onepool_audit_differences', 'Differences the last audit of all merchants found.')
  const onWoken = metrics.seconds('onepool_wake_seconds', 'From waking the workers of a merchant to what was due being begun.')
  return startWork({ ...rest, ...shops, desks: stock, leaseMs: config.leaseMs, onAudited, onWoken })
}

const OF_THE_DEMO = [
  'This database is a demo’s: its shops answer only while npm start runs it, and no real shop can be connected here.',
  'DATA_FOLDER=elsewhere npm start -- --bare begins on an empty one.',
]

/** Our own server begins with a key, since nobody else could make one; on an operator's server that is for the operator to do. */
async function howToSignIn(
  { config, clock, signal, extras }: Parameters<typeof startApp>[0],
  { em, api, url }: { readonly em: Em; readonly api: string; readonly url: string },
): Promise<readonly string[]> {
  const database = { url, clock, signal }
  if (extras) return extras.signIn({ em, api, database })
  if (await isDemo(em)) return OF_THE_DEMO
  const key = config.database.kind === 'own' ? undefined : await createFirstAdmin(em, database)
  if (key === undefined) return ['Keys: npm run key -- --merchant CODE --role ROLE']
  return ['This is the first start. The key of your administrator, shown this once:', `  ${key}`, ...tryIt(api, key)]
}

/** How a key is tried out in a terminal. */
export function tryIt(api: string, key: string): readonly string[] {
  return [
    'Try it:',
    `  curl ${api}/graphql -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"query":"{ me { actor merchant role } }"}'`,
  ]
}

type Server = Awaited<ReturnType<typeof openServer>>

async function openServer({ config, clock, log, signal, onFatal }: Parameters<typeof startApp>[0]) {
  if (config.database.kind === 'own') {
    await checkServer(config.database.url)
    return { url: config.database.url, stop: () => Promise.resolve() }
  }
  const { dataFolder, port } = config.database
  return startEmbeddedPostgres({ dataFolder, ...(port === undefined ? {} : { port }), clock, log, signal, onLost: onFatal })
}

/** Beside a server of ours in its data folder, else where the operator says. */
function memoryStore({ database, markFile }: Config, log: Log) {
  if (markFile !== undefined) return memoryInFile(markFile)
  return database.kind === 'own' ? noMemory : memoryInFolder(database.dataFolder, log)
}

/** A database that is away cannot be marked any more: what was marked before stands. */
async function lastMark(witness: DatabaseWitness, log: Log): Promise<void> {
  try {
    await witness.look()
  } catch (error) {
    log.warn({ err: error }, 'the database could not be marked at the end')
  }
}

/** A URL without the password. */
function placeOf(url: Server['url']): string {
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host}${pathname}`
}
