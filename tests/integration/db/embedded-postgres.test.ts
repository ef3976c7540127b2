import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DataFolderInUseError } from '../../../src/db/embedded/take-server.ts'
import { EmbeddedFolder, isAlive, kill, query, until } from '../../support/embedded-folder.ts'

let folder: EmbeddedFolder
beforeEach(async () => {
  folder = await EmbeddedFolder.make()
})
afterEach(() => folder.dispose())

it('keeps its data and its port over a restart, and leaves no process behind', async () => {
  const first = await folder.start()
  await query(first.url, 'create table kept as select 42 as units')
  const pid = await folder.serverPid()
  await first.stop()
  expect(isAlive(pid)).toBe(false)

  const second = await folder.start()
  expect(second.url).toBe(first.url)
  expect(await query(second.url, 'select units from kept')).toEqual([42])
  await second.stop()
})

it('adopts the server of a process that was killed, with all that was committed', async () => {
  const { child, url } = await folder.spawnReady()
  await query(url, 'create table kept as select 42 as units')
  const pid = await folder.serverPid()
  await kill(child)
  expect(isAlive(pid)).toBe(true)

  const adopted = await folder.start()
  expect(await folder.serverPid()).toBe(pid)
  expect(await query(adopted.url, 'select units from kept')).toEqual([42])
  await adopted.stop()
  await until(() => !isAlive(pid))
})

it('recovers when process and server were both killed', async () => {
  const { child, url } = await folder.spawnReady()
  await query(url, 'create table kept as select 42 as units')
  const pid = await folder.serverPid()
  await kill(child)
  process.kill(pid, 'SIGKILL')
  await until(() => !isAlive(pid))

  const recovered = await folder.start()
  expect(await query(recovered.url, 'select units from kept')).toEqual([42])
  await recovered.stop()
})

it('is not deceived by a pid file whose number now belongs to a stranger', async () => {
  const first = await folder.start()
  await first.stop()
  const { uid, gid } = await stat(join(folder.path, 'postgres-18'))
  const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' })
  try {
    await once(stranger, 'spawn')
    const pidFile = join(folder.path, 'postgres-18', 'postmaster.pid')
    await writeFile(pidFile, `${stranger.pid}\n${folder.path}/postgres-18\n1\n5432\n\n127.0.0.1\n`)
    const second = await folder.start()
    expect(await query(second.url, 'select 1')).toEqual([1])
    await second.stop()
  } finally {
    stranger.kill()
  }
})

it('takes another port when its own is taken, and stays there', async () => {
  const first = await folder.start()
  await first.stop()
  const port = Number(new URL(first.url).port)
  const squatter = createServer().listen(port, '127.0.0.1')
  await once(squatter, 'listening')

  const second = await folder.start()
  expect(new URL(second.url).port).not.toBe(String(port))
  await second.stop()
  squatter.close()

  const third = await folder.start()
  expect(third.url).toBe(second.url)
  await third.stop()
})

it.each([1, 2, 3])('of two first starts at once on one folder one runs, and the other says why it does not (%i)', async () => {
  const children = [folder.spawn(), folder.spawn()]
  const outcomes = await Promise.all(
    children.map(async (child) => {
      const told = { out: '', error: '' }
      child.stdout?.on('data', (chunk: Buffer) => (told.out += String(chunk)))
      child.stderr?.on('data', (chunk: Buffer) => (told.error += String(chunk)))
      await until(() => child.exitCode !== null || told.out !== '')
      return { code: child.exitCode, ...told }
    }),
  )
  const refused = outcomes.filter(({ code }) => code !== null)
  expect(refused).toHaveLength(1)
  expect(refused[0]).toMatchObject({ code: 1, out: '' })
  expect(refused[0]?.error).toContain(`already running on the data folder ${folder.path}`)
})

it('a second start leaves the first one and its data alone', async () => {
  const first = await folder.start()
  await expect(folder.start()).rejects.toThrow(DataFolderInUseError)
  expect(await query(first.url, 'select 1')).toEqual([1])
  await first.stop()
})

it('starts afresh after a first start that was killed while it made the cluster', async () => {
  const child = folder.spawn()
  await until(async () => (await readdir(folder.path)).some((name) => name.includes('.draft-')))
  await kill(child)

  const server = await folder.start()
  expect(await query(server.url, 'select 1')).toEqual([1])
  const names = await readdir(folder.path)
  expect(names.filter((name) => name.includes('draft'))).toEqual([])
  await server.stop()
})

it('starts the server again when it dies under us', async () => {
  const server = await folder.start()
  await query(server.url, 'create table kept as select 42 as units')
  const pid = await folder.serverPid()
  process.kill(pid, 'SIGKILL')

  await until(() =>
    query(server.url, 'select units from kept').then(
      ([units]) => units === 42,
      () => false,
    ),
  )
  expect(folder.lost).toEqual([])
  await server.stop()
})

it('lets nobody in without the password, and keeps that to its owner', async () => {
  const server = await folder.start()
  const url = new URL(server.url)
  url.password = 'guess'
  await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  const { mode } = await stat(join(folder.path, 'secrets.json'))
  expect(mode & 0o777).toBe(0o600)
  expect(await readFile(join(folder.path, 'postgres-18', 'pg_hba.conf'), 'utf8')).not.toMatch(/^\s*\w+\s.*\btrust\b/m)
  await server.stop()
})

it('signs in as a role that is no superuser and makes nothing outside its own schemas', async () => {
  const server = await folder.start()
  const rights =
    'select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = current_user'
  expect(await query(server.url, rights)).toEqual([false, false, false, false, false])
  expect(await query(server.url, "select has_schema_privilege('pg_catalog', 'create')")).toEqual([false])
  await server.stop()
})

it.runIf(process.getuid?.() === 0)('keeps the server elsewhere when its user cannot enter the data folder', async () => {
  const closed = await EmbeddedFolder.make(0o700)
  let root: string | undefined
  try {
    const first = await closed.start()
    root = (await readFile(join(closed.path, 'postgres-is-at'), 'utf8')).trim()
    await query(first.url, 'create table kept as select 42 as units')
    await first.stop()
    const second = await closed.start()
    expect(await query(second.url, 'select units from kept')).toEqual([42])
    await second.stop()
  } finally {
    await closed.dispose()
    if (root !== undefined) await rm(root, { recursive: true, force: true })
  }
})
