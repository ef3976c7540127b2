import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { SystemClock } from '../src/clock.ts'
import { stopPostmaster } from '../src/db/embedded/postmaster.ts'
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts'
import { migrateAll } from '../src/db/migrate-all.ts'
import { createLog } from '../src/log.ts'
import { createMerchant } from '../src/merchants/create-merchant.ts'
import { makeThrowAwayFolder } from './throw-away-folder.ts'

export const SIM_MERCHANT = 'sim'

export interface SimServer {
  /** A database with an empty merchant for each worker. */
  readonly databases: readonly string[]
  /** Stops the server in the midst of whatever is going on; it is started again by itself. */
  interrupt(): Promise<void>
  dispose(): Promise<void>
}

/**
 * A server for one simulation, in a folder that is thrown away. What it says is never needed after a crash, so nothing is waited for
 * until it is on disk; all else is as in production.
 */
export async function startSimServer(
  workers: number,
  signal: AbortSignal,
  { settings = {}, inMemory = false }: { readonly settings?: Readonly<Record<string, string>>; readonly inMemory?: boolean } = {},
): Promise<SimServer> {
  const clock = new SystemClock()
  const log = createLog({ level: 'error' })
  await using undo = new AsyncDisposableStack()
  const dataFolder = await makeThrowAwayFolder({ prefix: 'onepool-simulate-', inMemory, clock, log })
  undo.defer(() => rm(dataFolder, { recursive: true, force: true }))
  const socketFolder = await makeSocketFolder(dataFolder)
  const server = await startEmbeddedPostgres({
    dataFolder,
    clock,
    log,
    signal,
    onLost: (error) => {
      throw error
    },
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      // Every run begins with emptied tables: there is nothing to tidy up, and no statistics to plan by.
      autovacuum: 'off',
      plan_cache_mode: 'force_generic_plan',
      // What is kept in memory is kept small.
      ...(inMemory ? { max_wal_size: '256MB' } : {}),
      ...(socketFolder === null ? {} : { unix_socket_directories: socketFolder }),
      ...settings,
    },
  })
  undo.defer(() => server.stop())
  const databases = Array.from({ length: workers }, (_, n) => databaseUrl(server.adminUrl, `simulation_${n + 1}`))
  await makeDatabases(databases, { adminUrl: server.adminUrl, clock, signal })
  const running = undo.move()
  const reached = socketFolder === null ? databases : databases.map((url) => overSocket(url, socketFolder))
  return { databases: reached, interrupt: () => interrupt(server.adminUrl), dispose: () => running.disposeAsync() }
}

/** A socket in the file system costs a statement half of what one of the network does. Not every system has them. */
async function makeSocketFolder(dataFolder: string): Promise<string | null> {
  if (process.platform === 'win32') return null
  const folder = join(dataFolder, 'socket')
  await mkdir(folder)
  // The server may run as another user. Who connects still has to know the password.
  await chmod(folder, 0o777)
  return folder
}

function overSocket(databaseUrl: string, folder: string): string {
  const { username, password, port, pathname } = new URL(databaseUrl)
  return `postgresql://${username}:${password}@${encodeURIComponent(folder)}:${port}${pathname}`
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = name
  return url.href
}

async function interrupt(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  // The server ends this connection with all others.
  admin.on('error', () => undefined)
  await admin.connect()
  const { rows } = await admin.query<{ pid: string }>(`select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`)
  stopPostmaster(Number(rows[0]?.pid), 'fast')
  await admin.end().catch(() => undefined)
}

/** The first is migrated, the others are copies of it. */
async function makeDatabases(
  [first, ...others]: readonly string[],
  { adminUrl, clock, signal }: { readonly adminUrl: string; readonly clock: SystemClock; readonly signal: AbortSignal },
): Promise<void> {
  if (first === undefined) return
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${nameOf(first)}`)
    await migrateAll({ url: first, clock, signal })
    await createMerchant({ url: first, clock, signal }, { code: SIM_MERCHANT, name: 'Simulation' })
    for (const url of others) await admin.query(`create database ${nameOf(url)} template ${nameOf(first)} strategy file_copy`)
  } finally {
    await admin.end()
  }
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1)
}
