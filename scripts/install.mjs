// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(import.meta.url), '..', '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.onepool-installed')
const lock = join(root, 'data', 'install.lock')
const WAIT_MS = 200
const WAITS_MAX = 3_000
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const NODE_MAJOR = 24
const NODE_MINOR = 12

/** Makes node_modules match the lock file, and returns the Node to run the program with. */
export async function install() {
  // A linked node_modules belongs to the place it is linked from.
  if (!isLink(modules) && !isInstalled()) await withLock(async () => isInstalled() || (await npmCi()))
  return findNode()
}

function isInstalled() {
  if (!existsSync(modules)) return false
  if (readIfThere(stamp) === wantedStamp()) return true
  if (!matchesLock()) return false
  writeFileSync(stamp, wantedStamp())
  return true
}

/** What npm wrote down about the last install, compared with the lock file: somebody may have run npm by hand. */
function matchesLock() {
  const installed = packagesOf(readIfThere(join(modules, '.package-lock.json')))
  const wanted = packagesOf(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = installed[path]
    return found === undefined ? optional === true : found.version === version
  })
}

function packagesOf(text) {
  return text === undefined ? undefined : JSON.parse(text).packages
}

async function npmCi() {
  console.error('Installing packages (npm ci) ...')
  // Packages warn of the Node that runs npm; what we run them with comes with them.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  // npm names its own script where it started us; a bare `node scripts/start.mjs` finds it on the path.
  const [command, ...before] = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const { status, stopped } = await runGroup(command, [...before, ...args])
  if (stopped) {
    rmSync(lock, { force: true })
    process.exit(128 + constants.signals[stopped])
  }
  if (status !== 0) throw new Error(`npm ci failed (exit code ${status}): see its output above`)
  writeFileSync(stamp, wantedStamp())
}

/** Runs a command with all it starts in a group of their own: told to stop, the whole group is, and waited for. */
function runGroup(command, args) {
  const hasGroups = process.platform !== 'win32'
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: hasGroups })
  let stopped
  const stop = (signal) => {
    stopped = signal
    try {
      process.kill(hasGroups ? -child.pid : child.pid, signal)
    } catch {
      // It has ended by itself.
    }
  }
  for (const name of signals) process.on(name, stop)
  return new Promise((ended, failed) => {
    child.once('error', failed)
    child.once('close', (status) => ended({ status, stopped }))
  }).finally(() => signals.forEach((name) => process.off(name, stop)))
}

function wantedStamp() {
  const lockFile = readFileSync(join(root, 'package-lock.json'))
  return `${process.platform} ${process.arch} ${createHash('sha256').update(lockFile).digest('hex')}\n`
}

/** Two first starts at once would delete each other's packages. */
async function withLock(work) {
  mkdirSync(join(root, 'data'), { recursive: true })
  for (let waits = 0; !tryLock(); waits += 1) {
    if (waits >= WAITS_MAX) throw new Error(`another install is under way for too long: remove ${lock} if it is not`)
    await sleep(WAIT_MS)
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function tryLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    const owner = Number(readIfThere(lock))
    if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true })
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function findNode() {
  const ours = join(modules, '.bin', 'node')
  if (existsSync(ours)) return ours
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NODE_MAJOR || (major === NODE_MAJOR && minor >= NODE_MINOR)) return process.execPath
  throw new Error(`Node ${NODE_MAJOR}.${NODE_MINOR} or later is needed, and the package "node" brought none for this machine`)
}

function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
