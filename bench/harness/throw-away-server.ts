import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import pg from 'pg'
import { makeThrowAwayFolder } from '../../simulate/throw-away-folder.ts'
import type { SystemClock } from '../../src/clock.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts'
import { migrateAll } from '../../src/db/migrate-all.ts'
import type { Log } from '../../src/log.ts'

export interface ThrowAwayServer {
  readonly url: string
  dispose(): Promise<void>
}

/**
 * A migrated database that is gone afterwards: on the server of `DATABASE_URL`, else on an embedded one as the program
 * starts it. Either way a commit is answered only once it is on disk, as in production.
 */
export async function throwAwayServer(options: {
  readonly serverUrl: string | undefined
  readonly clock: SystemClock
  readonly log: Log
  readonly signal: AbortSignal
}): Promise<ThrowAwayServer> {
  const server = options.serverUrl === undefined ? await embedded(options) : await databaseOn(options.serverUrl)
  try {
    await refuseUnsafe(server.url)
    await migrateAll({ url: server.url, clock: options.clock, signal: options.signal })
    return server
  } catch (error) {
    await server.dispose()
    throw error
  }
}

async function embedded({ clock, log, signal }: Parameters<typeof throwAwayServer>[0]): Promise<ThrowAwayServer> {
  const dataFolder = await makeThrowAwayFolder({ prefix: 'onepool-bench-', clock, log })
  const onLost = (error: unknown): void => log.error({ err: error }, 'the embedded database was lost')
  const server = await startEmbeddedPostgres({ dataFolder, clock, log, signal, onLost })
  return {
    url: server.url,
    async dispose() {
      await server.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function databaseOn(serverUrl: string): Promise<ThrowAwayServer> {
  const name = `onepool_bench_${randomBytes(4).toString('hex')}`
  await runOn(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = name
  return { url: url.href, dispose: () => runOn(serverUrl, `drop database ${name} with (force)`).then(() => undefined) }
}

async function refuseUnsafe(url: string): Promise<void> {
  const rows = await runOn(url, `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`)
  const [row] = rows
  if (row?.['fsync'] !== 'on' || row['commit'] !== 'on') {
    throw new Error('this server may lose answered commits: figures count only with fsync and synchronous_commit on')
  }
}

async function runOn(url: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}
