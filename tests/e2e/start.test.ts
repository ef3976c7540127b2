import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { freePort } from '../../src/db/embedded/free-port.ts'
import { isAlive, OWNER_FILE, until } from '../support/embedded-folder.ts'
import { programPid, ready, type Program } from '../support/program.ts'
import { programsOfEachTest } from '../support/started-programs.ts'

const programs = programsOfEachTest()

function start(env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Program {
  return programs.start(env, ['--bare', ...args])
}

it.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with all it started', async (signal) => {
  const run = start()
  await ready(run)
  const pids = [await programPid(run), await programs.folder.serverPid()]
  run.child.kill(signal)
  expect(await run.exit).toBe(0)
  expect(pids.map(isAlive)).toEqual([false, false])
})

it('ends with all it started when the window is closed in which it runs', async () => {
  const run = start()
  await ready(run)
  const pids = [await programPid(run), await programs.folder.serverPid()]
  // Nobody reads what it writes from here on.
  run.child.stdout?.destroy()
  run.child.stderr?.destroy()
  run.child.kill('SIGHUP')
  expect(await run.exit).toBe(0)
  expect(pids.map(isAlive)).toEqual([false, false])
})

it('ends with all it started when nobody reads any more what it says', async () => {
  const run = programs.start({}, ['--speed', '60', '--lines', '1'])
  await ready(run)
  const pids = [await programPid(run), await programs.folder.serverPid()]
  run.child.stdout?.destroy()
  await until(() => !pids.some(isAlive))
  expect(await run.exit).toBe(0)
})

it.runIf(existsSync('/dev/full'))(
  'a log that cannot be written neither ends it nor keeps it from ending with all it started',
  async () => {
    const full = await open('/dev/full', 'w')
    const run = programs.start({}, ['--bare'], full.fd)
    await ready(run)
    const pids = [await programPid(run), await programs.folder.serverPid()]
    run.child.kill('SIGTERM')
    expect(await run.exit).toBe(0)
    expect(pids.map(isAlive)).toEqual([false, false])
    await full.close()
  },
)

it('ends by itself when the starter was killed', async () => {
  const run = start()
  await ready(run)
  const pids = [await programPid(run), await programs.folder.serverPid()]
  run.child.kill('SIGKILL')
  await until(() => !pids.some(isAlive))
  expect(pids.map(isAlive)).toEqual([false, false])
})

it('when the program was killed, says so by its exit code, and the next start goes on with the same server', async () => {
  const run = start()
  await ready(run)
  const server = await programs.folder.serverPid()
  process.kill(await programPid(run), 'SIGKILL')
  expect(await run.exit).toBe(137)
  const next = start()
  await ready(next)
  expect(await programs.folder.serverPid()).toBe(server)
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
  await until(() => programs.folder.names().then((names) => names.some((name) => name !== OWNER_FILE)))
  run.child.kill('SIGTERM')
  expect(await run.exit).toBe(0)
  expect(await programs.folder.serverPid().catch(() => 'none')).toBe('none')
})

it('says with --help what there is, and with --port where it listens', async () => {
  const told = start({}, ['--help'])
  expect(await told.exit).toBe(0)
  expect(told.out).toMatch(/--port N .*\n.*--speed X .*\n.*--lines N .*\n.*--bare .*\n.*--role ROLE /)
  const port = await freePort(undefined)
  const run = start({ PORT: '1' }, ['--port', String(port)])
  await ready(run)
  expect(run.out).toContain(`API: http://127.0.0.1:${port}/graphql`)
})

it.each([
  ['a value it cannot use', { PORT: 'eighty' }, [], /PORT: is a whole number from 0 to 65535/],
  ['an option it does not know', {}, ['--rolle', 'worker'], /--rolle/],
  ['a port there is not', {}, ['--port', 'http'], /--port takes a number from 0 to 65535, not http/],
  ['a role there is not', {}, ['--role', 'cook'], /--role is gateway, worker or all, not "cook"/],
  ['a database that is not there', { DATABASE_URL: 'postgresql://me@127.0.0.1:1/none' }, [], /DATABASE_URL/],
  ['the URL of something else', { DATABASE_URL: 'http://127.0.0.1/none' }, [], /DATABASE_URL: is a URL like/],
])('refuses %s in a sentence', async (_, env, args, message) => {
  const run = start({ ...env }, args)
  expect(await run.exit).toBe(1)
  expect(run.out).toMatch(message)
  expect(run.out).not.toMatch(/\n\s+at /)
})
