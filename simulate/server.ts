import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SystemClock } from '../src/clock.ts'
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts'
import { migrateAll } from '../src/db/migrate-all.ts'
import { createLog } from '../src/log.ts'
import { createMerchant } from '../src/merchants/create-merchant.ts'

export interface SimServer {
  /** A database with an empty merchant of its own for each worker. */
  readonly url: string
  readonly merchants: readonly string[]
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
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '60s' },
  })
  await migrateAll({ url: server.url, clock, signal })
  const merchants: string[] = []
  for (let worker = 1; worker <= workers; worker += 1) {
    const made = await createMerchant({ url: server.url, clock, signal }, { code: `sim${worker}`, name: `Simulation ${worker}` })
    if (!('merchant' in made)) throw new Error(made.message)
    merchants.push(made.merchant.schema)
  }
  return {
    url: server.url,
    merchants,
    async dispose() {
      await server.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
