import { execFile } from 'node:child_process'
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { draftOf, isCode, type ServerFolder } from './server-folder.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)

export const ADMIN = 'postgres'

/** Makes the cluster where there is none. It is built aside and moved in whole: a start that was killed leaves nothing half made. */
export async function initCluster(options: {
  readonly folder: ServerFolder
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  readonly adminPassword: string
  readonly signal: AbortSignal
}): Promise<void> {
  const { folder, binaries, user, signal } = options
  if (await isCluster(folder.cluster)) return
  const draft = draftOf(folder.cluster)
  await mkdir(draft, { mode: 0o700 })
  const passwordFile = join(draft, 'password')
  const cluster = join(draft, 'cluster')
  await writeFile(passwordFile, `${options.adminPassword}\n`, { mode: 0o600 })
  if (user) await Promise.all([chown(draft, user.uid, user.gid), chown(passwordFile, user.uid, user.gid)])
  try {
    await run(binaries.initdb, [`--pgdata=${cluster}`, `--pwfile=${passwordFile}`, ...INITDB_OPTIONS], {
      ...user,
      cwd: '/',
      env: SERVER_ENV,
      signal,
    })
    await rename(cluster, folder.cluster)
  } catch (cause) {
    // Of two first starts at once one moves its cluster in, and tidies up after the other, which uses it too.
    if (!(await isCluster(folder.cluster))) throw new Error(`PostgreSQL's initdb failed in ${folder.root}`, { cause })
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 10 })
  }
}

const INITDB_OPTIONS = [
  `--username=${ADMIN}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  // The built-in locale sorts the same on every machine, so that an index never depends on the operating system's tables.
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
] as const

/** The server sees nothing of our environment: it may hold secrets. */
export const SERVER_ENV = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

async function isCluster(path: string): Promise<boolean> {
  try {
    await stat(join(path, 'PG_VERSION'))
    return true
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return false
    throw cause
  }
}
