import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { SystemClock } from '../src/clock.ts'
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts'
import { migrateAll } from '../src/db/migrate-all.ts'
import { createLog } from '../src/log.ts'
import { createMerchant } from '../src/merchants/create-merchant.ts'

export const SIM_MERCHANT = 'sim'

export interface SimServer {
  /** A database with an empty merchant for each worker. */
  readonly databases: readonly string[]
  dispose(): Promise<void>
}

/**
 * A server for one simulation, in a folder that is thrown away. What it says is never needed after a crash, so nothing is waited for
 * until it is on disk; all else is as in production.
 */
export async function startSimServer(workers: number, signal: AbortSignal): Promise<SimServer> {
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
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      // Every run begins with emptied tables: there is nothing to tidy up, and no statistics to plan by.
      autovacuum: 'off',
      plan_cache_mode: 'force_generic_plan',
    },
  })
  const databases = Array.from({ length: workers }, (_, n) => databaseUrl(server.adminUrl, `simulation_${n + 1}`))
  await createDatabases(server.adminUrl, databases)
  for (const url of databases) {
    await migrateAll({ url, clock, signal })
    await createMerchant({ url, clock, signal }, { code: SIM_MERCHANT, name: 'Simulation' })
  }
  return {
    databases,
    async dispose() {
      await server.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = name
  return url.href
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
