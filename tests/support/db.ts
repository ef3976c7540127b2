import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase, type DatabaseLimits, type Em, type Orm } from '../../src/db/orm.ts'
import { createLog } from '../../src/log.ts'

export interface TestMerchant {
  readonly orm: Orm
  /** A fork of the merchant's schema; fork it again for callers that must not share an identity map. */
  readonly em: Em
  readonly schema: string
  /** The database of this test file alone. */
  readonly url: string
  /** Closes the pool and drops the database. */
  dispose(): Promise<void>
}

/** A database of its own with the empty merchant `test`: call it in beforeAll, and its dispose in afterAll. */
export async function testMerchant(
  options: { readonly poolMax?: number; readonly limits?: Partial<DatabaseLimits>; readonly direct?: boolean } = {},
): Promise<TestMerchant> {
  const { url, drop } = await testDatabase()
  const orm = await openDatabase({
    url,
    log: createLog({ level: 'silent' }),
    poolMax: options.poolMax ?? 20,
    limits: options.limits ?? {},
    direct: options.direct ?? false,
  })
  const schema = 'm_test'
  return {
    orm,
    em: orm.em.fork({ schema }),
    schema,
    url,
    async dispose() {
      await orm.close()
      await drop()
    },
  }
}

/** A copy of the migrated template, or an empty database. */
export async function testDatabase(
  template = 'template_onepool',
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin((admin) => admin.query(`create database ${name} template ${template} strategy file_copy`))
  const url = new URL(inject('adminUrl'))
  url.pathname = name
  return { url: url.href, drop: () => asAdmin((admin) => admin.query(`drop database ${name} with (force)`)) }
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('adminUrl') })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
