import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../src/clock.ts'
import { findServerFolder } from '../src/db/embedded/server-folder.ts'
import { findServerUser } from '../src/db/embedded/server-user.ts'
import { stopServer } from '../src/db/embedded/stop-server.ts'
import type { Log } from '../src/log.ts'
import { memoryFolder } from './memory-folder.ts'

/** The number of the process whose folder it is. */
export const OWNER_FILE = 'owner'

export interface ThrowAway {
  readonly prefix: string
  /** In memory, where there is room: for what never grows large, and whose figures are not about disks. */
  readonly inMemory?: boolean
  readonly clock: Clock
  readonly log: Log
}

/** A data folder for one run. What earlier runs have left behind that were killed goes first. */
export async function makeThrowAwayFolder({ prefix, inMemory = false, clock, log }: ThrowAway): Promise<string> {
  await removeOrphans({ prefix, clock, log })
  return makeOwnFolder({ prefix, inMemory })
}

/** The same, with nothing removed before. */
export async function makeOwnFolder({ prefix, inMemory }: { prefix: string; inMemory: boolean }): Promise<string> {
  const place = (inMemory ? await memoryFolder() : null) ?? tmpdir()
  const path = await mkdtemp(join(place, prefix))
  // Started by root, the server runs as another user, who has to reach its folder.
  await chmod(path, 0o755)
  await writeFile(join(path, OWNER_FILE), String(process.pid))
  return path
}

/** A run that was killed leaves its server running. */
export async function removeOrphans({ prefix, clock, log }: ThrowAway): Promise<void> {
  const places = [tmpdir(), await memoryFolder()].filter((place) => place !== null)
  const found = await Promise.all(
    places.map(async (place) =>
      (await readdir(place)).filter((name) => name.startsWith(prefix)).map((name) => join(place, name)),
    ),
  )
  for (const dataFolder of found.flat()) {
    const owner = Number.parseInt(await readFile(join(dataFolder, OWNER_FILE), 'utf8').catch(() => ''), 10)
    if (Number.isNaN(owner) || isAlive(owner)) continue
    const folder = await findServerFolder({ dataFolder, user: await findServerUser(), log })
    await stopServer({ folder, clock, log })
    await Promise.all([...new Set([dataFolder, folder.root])].map((path) => rm(path, { recursive: true, force: true })))
  }
}

/** A process that has ended but that nobody has asked about yet is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
  } catch {
    return false
  }
}
