import { randomUUID } from 'node:crypto'
import { createPlatforms } from '../connectors/platforms.ts'
import { createFirstAdmin } from './access/create-first-admin.ts'
import { ShopConnections } from './channels/shop-connections.ts'
import { tendChannels } from './channels/tend-channels.ts'
import type { SystemClock } from './clock.ts'
import type { Config } from './config.ts'
import { checkServer } from './db/check-server.ts'
import { startEmbeddedPostgres } from './db/embedded-postgres.ts'
import { followDatabaseClock } from './db/follow-database-clock.ts'
import { migrateAll } from './db/migrate-all.ts'
import { openDatabase, type Em } from './db/orm.ts'
import { createMetrics } from './http/metrics.ts'
import { jobTasks } from './job-tasks.ts'
import { runJobs } from './jobs/durable/run-jobs.ts'
import { keepHouse } from './jobs/housekeeping.ts'
import type { Log } from './log.ts'
import type { Platforms } from './channels/connect.ts'
import { loadMasterKeys } from './secrets/load-master-keys.ts'
import type { MasterKeys } from './secrets/master-keys.ts'
import { startApi } from './start-api.ts'
import { createStockDesks } from './stock/stock-desks.ts'

/** The running program. */
export interface App {
  /** Lines for the operator: where it listens. */
  readonly greeting: readonly string[]
  /** Stops in the opposite order of the start: what takes requests goes first, the database last. */
  dispose(): Promise<void>
}

/** The composition root: everything there is gets made here, by hand and in order. What was begun is undone if a later step fails. */
export async function startApp(options: {
  readonly config: Config
  readonly clock: SystemClock
  readonly log: Log
  /** Ends a start that is under way. */
  readonly signal: AbortSignal
  /** Told when the program cannot go on. */
  readonly onFatal: (error: unknown) => void
}): Promise<App> {
  const { config, clock, log, signal } = options
  await using undo = new AsyncDisposableStack()
  const stopping = new AbortController()

  const database = await openServer(options)
  undo.defer(() => database.stop())
  const keys = config.masterKeys && (await loadMasterKeys(config.masterKeys))
  await migrateAll({ url: database.url, clock, signal })

  const orm = await openDatabase({ url: database.url, log, poolMax: config.connectionsMax, limits: config.limits })
  undo.defer(() => orm.close())
  await followDatabaseClock({ em: orm.em, clock, log, signal: stopping.signal })

  const stock = createStockDesks(orm, clock)
  const metrics = createMetrics()
  const onAudited = metrics.setGauge('onepool_audit_differences', 'Differences the last audit of all merchants found.')
  const house = keepHouse({ orm, desks: stock, clock, log, signal: stopping.signal, onAudited })
  const platforms = createPlatforms({ clock })
  const tending = tendShops({ orm, platforms, keys, desks: stock, clock, log, signal: stopping.signal })
  const jobs = runJobs({ orm, url: database.url, tasks: jobTasks(), clock, log, signal: stopping.signal })
  undo.defer(() => Promise.all([house, tending, jobs]).then(() => undefined))
  // Undone last first: the work is told to stop before it is waited for.
  undo.defer(() => stopping.abort())

  const api = await startApi({
    config,
    em: orm.em,
    databaseUrl: database.url,
    stock,
    shops: { platforms, keys },
    metrics,
    clock,
    log,
    signal: stopping.signal,
  })
  undo.defer(() => api.stop())
  // Last, when nothing can fail any more: a key that was made and not shown could not be shown again.
  const firstKey = await firstKeyOf({ config, em: orm.em, url: database.url, clock, signal })

  signal.throwIfAborted()
  const running = undo.move()
  return {
    greeting: [`API: ${api.url}/graphql`, `Database: ${placeOf(database.url)}`, ...howToSignIn(api.url, firstKey)],
    dispose: () => running.disposeAsync(),
  }
}

/** Without master keys no shop is connected, so there is nothing to do for any. */
async function tendShops(
  parts: { keys: MasterKeys | undefined; platforms: Platforms } & Pick<
    Parameters<typeof tendChannels>[0],
    'orm' | 'desks' | 'clock' | 'log' | 'signal'
  >,
): Promise<void> {
  const { keys, platforms, ...rest } = parts
  if (!keys) return
  const connections = new ShopConnections({ platforms, keys, clock: rest.clock })
  await tendChannels({ ...rest, keys, connections, holder: randomUUID() })
}

/** Our own server begins with a key, since nobody else could make one; on an operator's server that is for the operator to do. */
async function firstKeyOf(options: { config: Config; em: Em; url: string; clock: SystemClock; signal: AbortSignal }) {
  const { config, em, url, clock, signal } = options
  return config.database.kind === 'own' ? undefined : createFirstAdmin(em.fork(), { url, clock, signal })
}

function howToSignIn(url: string, key: string | undefined): readonly string[] {
  if (key === undefined) return ['Keys: npm run key -- --merchant CODE --role ROLE']
  return [
    'This is the first start. The key of your administrator, shown this once:',
    `  ${key}`,
    'Try it:',
    `  curl ${url}/graphql -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"query":"{ me { actor merchant role } }"}'`,
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

/** A URL without the password. */
function placeOf(url: Server['url']): string {
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host}${pathname}`
}
