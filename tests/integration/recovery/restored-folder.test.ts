import { execFile } from 'node:child_process'
import { appendFile, chown, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { migrateAll } from '../../../src/db/migrate-all.ts'
import { openDatabase, type Orm } from '../../../src/db/orm.ts'
import { createLog } from '../../../src/log.ts'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { DatabaseWitness } from '../../../src/recovery/database-witness.ts'
import { memoryInFolder } from '../../../src/recovery/memory-file.ts'
import { clock, EmbeddedFolder, kill, until, isAlive } from '../../support/embedded-folder.ts'

const log = createLog({ level: 'silent' })
const { signal } = new AbortController()
const schema = 'm_test'
let folder: EmbeddedFolder
const others: EmbeddedFolder[] = []
beforeEach(async () => {
  folder = await EmbeddedFolder.make()
})
afterEach(() => Promise.all([folder, ...others.splice(0)].map((each) => each.dispose())))

/** One run of the program on a data folder: it looks at the start, works, and marks at the end. */
async function session(at: EmbeddedFolder, work: (orm: Orm, witness: DatabaseWitness) => Promise<unknown> = async () => {}) {
  const server = await at.start()
  const orm = await openDatabase({ url: server.url, log, poolMax: 2 })
  try {
    const witness = new DatabaseWitness({ em: orm.em, clock, log, store: await memoryInFolder(at.path, log) })
    const found = (await witness.look()).map(({ what }) => what)
    await work(orm, witness)
    await witness.look()
    return found
  } finally {
    await orm.close()
    await server.stop()
  }
}

/** The first run: a merchant with a live shop. */
async function begin(): Promise<void> {
  const server = await folder.start()
  await migrateAll({ url: server.url, clock, signal })
  await createMerchant({ url: server.url, clock, signal }, { code: 'test', name: 'Test' })
  await server.stop()
  const found = await session(folder, (orm) =>
    sql`insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      values ('shop', 'shop', 'taobao', 'live', ${clock.now()}::timestamptz)`.execute(merchantDb(orm.em.fork({ schema }))),
  )
  expect(found).toEqual([])
}

async function stateOf(at: EmbeddedFolder): Promise<string | undefined> {
  let state: string | undefined
  await session(at, async (orm) => {
    const query = sql<{ state: string }>`select state from ${sql.table('channel')}`
    state = (await query.execute(merchantDb(orm.em.fork({ schema })))).rows[0]?.state
  })
  return state
}

/** With owners and times, as a backup does. */
const copyWhole = (from: string, to: string) => promisify(execFile)('cp', ['-a', from, to])

const cluster = () => join(folder.path, 'postgres-18')
const copy = () => join(folder.path, 'copy')

it('A10: an older copy of the server’s files, put back in their place, is recognised; going on without it is not', async () => {
  await begin()
  await copyWhole(cluster(), copy())
  expect(await session(folder)).toEqual([])
  expect(await stateOf(folder)).toBe('live')

  await rm(cluster(), { recursive: true })
  await rename(copy(), cluster())
  expect(await session(folder)).toEqual(['earlier mark', 'earlier position', 'copied files'])
  expect(await stateOf(folder)).toBe('joining')
  expect(await session(folder)).toEqual([])
})

it('A10: a data folder copied as a whole is recognised where the copy is used, and the original goes on', async () => {
  await begin()
  const other = await EmbeddedFolder.make()
  others.push(other)
  await copyWhole(`${folder.path}/.`, other.path)
  expect(await session(folder)).toEqual([])
  expect(await session(other)).toEqual(['copied files'])
  expect([await stateOf(folder), await stateOf(other)]).toEqual(['live', 'joining'])
})

it('A10: a recovery that ends on a new timeline, as a promoted replica’s does, is recognised by the rows alone', async () => {
  await begin()
  const { uid, gid } = await stat(join(cluster(), 'PG_VERSION'))
  const request = join(cluster(), 'recovery.signal')
  await writeFile(request, '')
  await chown(request, uid, gid)
  await appendFile(join(cluster(), 'postgresql.auto.conf'), "restore_command = '/bin/false'\n")
  expect(await session(folder)).toEqual(['new timeline'])
  expect(await stateOf(folder)).toBe('joining')
})

it('A10: the server’s files without the memory beside them are not trusted', async () => {
  await begin()
  await rm(join(folder.path, 'database-mark'))
  expect(await session(folder)).toEqual(['memory lost'])
})

it('A10: a program and a server that were killed are no restore, whatever was sealed last', async () => {
  await begin()
  const { child, url } = await folder.spawnReady()
  const pid = await folder.serverPid()
  const orm = await openDatabase({ url, log, poolMax: 2 })
  const witness = new DatabaseWitness({ em: orm.em, clock, log, store: await memoryInFolder(folder.path, log) })
  await witness.look()
  await sql`update ${sql.table('channel')} set name = 'renamed'`.execute(merchantDb(orm.em.fork({ schema })))
  await witness.seal()
  await kill(child)
  process.kill(pid, 'SIGKILL')
  await until(() => !isAlive(pid))
  await orm.close()
  expect(await session(folder)).toEqual([])
  expect(await stateOf(folder)).toBe('live')
})
