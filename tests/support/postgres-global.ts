import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { SystemClock } from '../../src/clock.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts'
import { migrateAll } from '../../src/db/migrate-all.ts'
import { createLog } from '../../src/log.ts'
import { createMerchant } from '../../src/merchants/create-merchant.ts'
import { isAlive, OWNER_FILE, TEST_FOLDER_PREFIX, until } from './embedded-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The administrator's URL of a server for tests; it has a database `template_onepool` with the merchant `test`. */
    readonly adminUrl: string
  }
}

export const TEMPLATE = 'template_onepool'

/** One server for all test files, in a folder that is thrown away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeOrphans()
  const dataFolder = await mkdtemp(join(tmpdir(), TEST_FOLDER_PREFIX))
  await chmod(dataFolder, 0o755)
  await writeFile(join(dataFolder, OWNER_FILE), String(process.pid))
  const clock = new SystemClock()
  const { signal } = new AbortController()
  const server = await startEmbeddedPostgres({
    dataFolder,
    clock,
    log: createLog({ level: 'error' }),
    signal,
    onLost: (error) => {
      throw error
    },
    // The tests kill processes, never the machine: what is in the system's cache survives.
    settings: { fsync: 'off', max_connections: '300', autovacuum_naptime: '60s' },
  })
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  await admin.query(`create database ${TEMPLATE}`)
  await admin.end()
  const url = new URL(server.adminUrl)
  url.pathname = TEMPLATE
  await migrateAll({ url: url.href, clock, signal })
  await createMerchant({ url: url.href, clock, signal }, { code: 'test', name: 'Test' })
  project.provide('adminUrl', server.adminUrl)
  return async () => {
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** A run that was killed leaves its server running; the next run ends it. */
async function removeOrphans(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(TEST_FOLDER_PREFIX))
  for (const name of names) {
    const folder = join(tmpdir(), name)
    const owner = await pidIn(join(folder, OWNER_FILE))
    if (owner === undefined || isAlive(owner)) continue
    const server = await pidIn(join(folder, 'postgres-18', 'postmaster.pid'))
    if (server !== undefined && isAlive(server)) {
      process.kill(server, 'SIGQUIT')
      await until(() => !isAlive(server))
    }
    await rm(folder, { recursive: true, force: true })
  }
}

async function pidIn(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return Number.isNaN(pid) ? undefined : pid
}
