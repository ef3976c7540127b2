import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isAlive } from '../support/embedded-folder.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'onepool-install-'))
  await cp('scripts', join(root, 'scripts'), { recursive: true })
  await writeFile(join(root, 'npm.mjs'), NPM)
  await lock('1.0.0')
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** Stands for npm: counts its calls and leaves what the real one leaves, slowly enough for another to come by. */
const NPM = `
import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n')
rmSync('node_modules', { recursive: true, force: true })
mkdirSync('node_modules/.bin', { recursive: true })
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
writeFileSync('node_modules/.bin/node', '')
cpSync('package-lock.json', 'node_modules/.package-lock.json')
`

async function lock(version: string): Promise<void> {
  const packages = {
    '': { name: 'x' },
    'node_modules/a': { version },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  }
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages }))
}

function begin() {
  const script = `import('./scripts/install.mjs').then(async ({ install }) => console.log(await install()))`
  return spawn(process.execPath, ['-e', script], { cwd: root, env: { npm_execpath: join(root, 'npm.mjs'), PATH: '' } })
}

async function install(): Promise<{ readonly code: number; readonly out: string }> {
  const child = begin()
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += String(chunk)))
  const [code] = await once(child, 'close')
  return { code: Number(code), out }
}

const calls = async () => (await readFile(join(root, 'npm-calls'), 'utf8').catch(() => '')).split('\n').length - 1

it('installs what the lock file asks for, once, and names the Node that came with it', async () => {
  const first = await install()
  expect(first.code).toBe(0)
  expect(first.out).toContain(join('node_modules', '.bin', 'node'))
  await install()
  expect(await calls()).toBe(1)
  expect(await readFile(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci /)
})

it('installs again when the lock file has changed', async () => {
  await install()
  await lock('2.0.0')
  await install()
  expect(await calls()).toBe(2)
})

it('installs again after an install that was broken off', async () => {
  await mkdir(join(root, 'node_modules', 'a'), { recursive: true })
  await install()
  expect(await calls()).toBe(1)
})

it('leaves an install by hand alone when it matches the lock file', async () => {
  await mkdir(join(root, 'node_modules', '.bin'), { recursive: true })
  await cp(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))
  await install()
  expect(await calls()).toBe(0)
})

it('leaves packages alone that are linked from elsewhere', async () => {
  await mkdir(join(root, 'elsewhere'))
  await symlink(join(root, 'elsewhere'), join(root, 'node_modules'))
  await install()
  expect(await calls()).toBe(0)
})

it('two first starts at once install once', async () => {
  const outcomes = await Promise.all([install(), install()])
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0])
  expect(await calls()).toBe(1)
})

it('is not stopped by the lock of an install that was killed', async () => {
  await mkdir(join(root, 'data'))
  await writeFile(join(root, 'data', 'install.lock'), '999999999')
  expect((await install()).code).toBe(0)
  expect(await calls()).toBe(1)
})

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'told to stop (%s) while it installs, leaves nothing running, and installs again at the next start',
  async (signal, code) => {
    const slow = `import { writeFileSync } from 'node:fs'\nwriteFileSync('npm-pid', String(process.pid))\nsetTimeout(() => undefined, 60_000)`
    await writeFile(join(root, 'npm.mjs'), slow)
    const child = begin()
    const npmPid = async (): Promise<number> => Number(await readFile(join(root, 'npm-pid'), 'utf8').catch(() => '0'))
    await expect.poll(npmPid, { timeout: 20_000 }).toBeGreaterThan(0)
    const pid = await npmPid()
    child.kill(signal)
    expect(await once(child, 'close')).toEqual([code, null])
    expect(isAlive(pid)).toBe(false)
    await writeFile(join(root, 'npm.mjs'), NPM)
    expect((await install()).code).toBe(0)
    expect(await calls()).toBe(1)
  },
)
