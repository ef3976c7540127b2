import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EmbeddedFolder, isAlive, OWNER_FILE, until } from '../support/embedded-folder.ts'

let folder: EmbeddedFolder
const started: Started[] = []
beforeEach(async () => {
  folder = await EmbeddedFolder.make()
})
afterEach(async () => {
  for (const { child, exit } of started.splice(0)) {
    child.kill('SIGTERM')
    await exit
  }
  await folder.dispose()
})

interface Started {
  readonly child: ChildProcess
  out: string
  exit: Promise<number>
}

/** What `npm start` runs, on a data folder and a port of its own. */
function start(env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Started {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', DATA_FOLDER: folder.path, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const run: Started = { child, out: '', exit: once(child, 'close').then(([code]) => Number(code)) }
  started.push(run)
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (run.out += String(chunk)))
  return run
}

async function ready(run: Started): Promise<void> {
  await until(() => run.out.includes('OnePool is ready') || run.child.exitCode !== null)
  expect(run.out).toContain('OnePool is ready')
}

/** The program itself, which the starter runs. */
async function programPid(run: Started): Promise<number> {
  const children = await readFile(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8')
  return Number(children.trim().split(' ')[0])
}

it.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with all it started', async (signal) => {
  const run = start()
  await ready(run)
  const pids = [await programPid(run), await folder.serverPid()]
  run.child.kill(signal)
  expect(await run.exit).toBe(0)
  expect(pids.map(isAlive)).toEqual([false, false])
})

it('ends by itself when the starter was killed', async () => {
  const run = start()
  await ready(run)
  const pids = [await programPid(run), await folder.serverPid()]
  run.child.kill('SIGKILL')
  await until(() => !pids.some(isAlive))
  expect(pids.map(isAlive)).toEqual([false, false])
})

it('when the program was killed, says so by its exit code, and the next start goes on with the same server', async () => {
  const run = start()
  await ready(run)
  const server = await folder.serverPid()
  process.kill(await programPid(run), 'SIGKILL')
  expect(await run.exit).toBe(137)
  const next = start()
  await ready(next)
  expect(await folder.serverPid()).toBe(server)
})

it('a second start on the same data folder says so and stops', async () => {
  const first = start()
  await ready(first)
  const second = start()
  expect(await second.exit).toBe(1)
  expect(second.out).toContain('another OnePool process is already running on the data folder')
  expect(second.out).not.toMatch(/\n\s+at /)
  expect(first.child.exitCode).toBeNull()
})

it('stops at once when told to while it starts', async () => {
  const run = start()
  await until(() => folder.names().then((names) => names.some((name) => name !== OWNER_FILE)))
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
  expect(await folder.serverPid().catch(() => 'none')).toBe('none')
})

it.each([
  ['a value it cannot use', { PORT: 'eighty' }, [], /PORT: is a whole number from 0 to 65535/],
  ['an option it does not know', {}, ['--rolle', 'worker'], /--rolle/],
  ['a database that is not there', { DATABASE_URL: 'postgresql://me@127.0.0.1:1/none' }, [], /DATABASE_URL/],
  ['the URL of something else', { DATABASE_URL: 'http://127.0.0.1/none' }, [], /DATABASE_URL: is a URL like/],
])('refuses %s in a sentence', async (_, env, args, message) => {
  const run = start({ ...env }, args)
  expect(await run.exit).toBe(1)
  expect(run.out).toMatch(message)
  expect(run.out).not.toMatch(/\n\s+at /)
})
