import { rm } from 'node:fs/promises'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { makeThrowAwayFolder } from '../../simulate/throw-away-folder.ts'
import { SystemClock } from '../../src/clock.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts'
import { migrateAll } from '../../src/db/migrate-all.ts'
import { createLog } from '../../src/log.ts'
import { createMerchant } from '../../src/merchants/create-merchant.ts'
import { TEST_FOLDER_PREFIX } from './embedded-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The administrator's URL of a server for tests; it has a database `template_onepool` with the merchant `test`. */
    readonly adminUrl: string
  }
}

const TEMPLATE = 'template_onepool'

/** One server for all test files, in a folder that is thrown away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const clock = new SystemClock()
  const log = createLog({ level: 'error' })
  const { signal } = new AbortController()
  const dataFolder = await makeThrowAwayFolder({ prefix: TEST_FOLDER_PREFIX, inMemory: true, clock, log })
  const server = await startEmbeddedPostgres({
    dataFolder,
    clock,
    log,
    signal,
    onLost: (error) => {
      throw error
    },
    // The tests kill processes, never the machine: what is in the system's cache survives.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      max_wal_size: '256MB',
      max_connections: '300',
      autovacuum_naptime: '60s',
    },
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
