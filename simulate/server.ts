import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { SystemClock } from '../src/clock.ts'
import { stopPostmaster } from '../src/db/embedded/postmaster.ts'
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts'
import { migrateAll } from '../src/db/migrate-all.ts'
import { createLog } from '../src/log.ts'
import { createMerchant } from '../src/merchants/create-merchant.ts'

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
  settings: Readonly<Record<string, string>> = {},
): Promise<SimServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'onepool-simulate-'))
  await chmod(dataFolder, 0o755)
  const clock = new SystemClock()
  const server = await startEmbeddedPostgres({
    dataFolder,
    clock,
    log: createLog({ level: 'error' }),
    signal,
    onLost: (error) => {
      throw error
    },
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '60s', ...settings },
  })
  const dispose = async (): Promise<void> => {
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
  try {
    const databases = Array.from({ length: workers }, (_, n) => databaseUrl(server.adminUrl, `simulation_${n + 1}`))
    await createDatabases(server.adminUrl, databases)
    for (const url of databases) {
      await migrateAll({ url, clock, signal })
      await createMerchant({ url, clock, signal }, { code: SIM_MERCHANT, name: 'Simulation' })
    }
    return { databases, interrupt: () => interrupt(server.adminUrl), dispose }
  } catch (error) {
    // Told to stop half-way, it leaves no server behind.
    await dispose()
    throw error
  }
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

async function createDatabases(adminUrl: string, urls: readonly string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    for (const url of urls) await admin.query(`create database ${new URL(url).pathname.slice(1)}`)
  } finally {
    await admin.end()
  }
}
