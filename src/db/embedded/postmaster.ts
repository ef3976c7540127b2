import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { SERVER_ENV } from './init-cluster.ts'
import { isCode, type ServerFolder } from './server-folder.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)
const LOG_FILE_BYTES_MAX = 10_000_000

/** What a running server wrote about itself in postmaster.pid (PostgreSQL's miscadmin.h names the lines). */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** The server that claims this cluster, if any. A file left by a server that is gone (or by another boot) does not count. */
export async function findPostmaster(folder: ServerFolder): Promise<Postmaster | 'none' | 'stale'> {
  const lines = await readPidFile(folder)
  if (!lines) return 'none'
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1 || !(await isServerOf(folder, pid))) return 'stale'
  const port = Number(lines[3])
  return { pid, port: Number.isInteger(port) ? port : 0 }
}

/**
 * Removes a file whose server is gone. PostgreSQL itself trusts any living process of that number, which after a restart of the
 * machine may be a stranger. Should another start have written a fresh file meanwhile, it is put back.
 */
export async function removeStalePidFile(folder: ServerFolder): Promise<void> {
  const path = join(folder.cluster, 'postmaster.pid')
  const aside = `${path}.stale-${randomBytes(4).toString('hex')}`
  try {
    await rename(path, aside)
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return
    throw cause
  }
  const pid = Number((await readFile(aside, 'utf8')).split('\n')[0])
  if (Number.isInteger(pid) && pid > 1 && (await isServerOf(folder, pid))) await rename(aside, path)
  else await rm(aside, { force: true })
}

/** Whether that server is gone, and has nothing of the folder in its hands any more. */
export async function isGone(folder: ServerFolder, pid: number): Promise<boolean> {
  return (await readPidFile(folder)) === undefined && !(await isServerOf(folder, pid))
}

/**
 * Starts the server in a process group of its own, so that Ctrl-C reaches us first and requests under way can end.
 * Resolves once it is started, not once it answers; `exited` tells when it gave up.
 */
export async function spawnPostmaster(options: {
  readonly folder: ServerFolder
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  readonly settings: Readonly<Record<string, string>>
}): Promise<{ readonly exited: () => boolean }> {
  const { folder, binaries, user, settings } = options
  await shortenLog(folder.logFile)
  const log = await open(folder.logFile, 'a', 0o600)
  try {
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(binaries.postgres, ['-D', folder.cluster, ...flags], {
      ...user,
      cwd: '/',
      env: SERVER_ENV,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    let exited = false
    child.once('exit', () => (exited = true))
    child.once('error', () => (exited = true))
    child.unref()
    return { exited: () => exited }
  } finally {
    await log.close()
  }
}

/** `fast` ends sessions and writes everything down; `immediate` leaves the rest to recovery at the next start. */
export function stopPostmaster(pid: number, how: 'fast' | 'immediate'): void {
  try {
    process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch (cause) {
    if (!isCode(cause, 'ESRCH')) throw cause
  }
}

async function readPidFile(folder: ServerFolder): Promise<readonly string[] | undefined> {
  try {
    return (await readFile(join(folder.cluster, 'postmaster.pid'), 'utf8')).split('\n')
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined
    throw cause
  }
}

async function isServerOf(folder: ServerFolder, pid: number): Promise<boolean> {
  const command = await commandLine(pid)
  return command.includes('postgres') && command.includes(folder.cluster)
}

async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
    return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout
  } catch {
    return '' // No such process: its number leads nowhere.
  }
}

async function shortenLog(path: string): Promise<void> {
  try {
    const { size } = await stat(path)
    if (size > LOG_FILE_BYTES_MAX) await rename(path, `${path}.old`)
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) throw cause
  }
}
