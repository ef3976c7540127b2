import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Memory } from '../domain/database-standing.ts'
import { findServerFolder } from '../db/embedded/server-folder.ts'
import { findServerUser } from '../db/embedded/server-user.ts'
import type { Log } from '../log.ts'

/** Where the last mark is kept outside the database. */
export interface MemoryStore {
  read(): Promise<Memory | 'none' | 'lost'>
  write(memory: Memory): Promise<void>
  /** What tells the server's files from a copy of them; null where they are out of our sight. */
  files(): Promise<string | null>
}

const whole = z.string().regex(/^\d+$/)
const Kept = z.object({
  generation: z.string(),
  beat: whole,
  systemIdentifier: z.string(),
  databaseOid: z.string(),
  timeline: z.int(),
  walBytes: whole,
  files: z.string().nullable(),
})

/** Without an outside there are only the mark in the database and what running processes have seen. */
export const noMemory: MemoryStore = {
  read: () => Promise.resolve('none'),
  write: () => Promise.resolve(),
  files: () => Promise.resolve(null),
}

/** A file of the operator's, on another disk than the database's. Another process may be the first to use it. */
export function memoryInFile(file: string): MemoryStore {
  return {
    read: () => readMemory(file, 'none'),
    write: (memory) => writeMemory(file, memory),
    files: () => Promise.resolve(null),
  }
}

/**
 * A file in the data folder, beside the files of the server. It has to be there once the database was marked: who puts
 * back those files alone has lost it. A file that was copied has another inode than the one it was copied from.
 */
export async function memoryInFolder(dataFolder: string, log: Log): Promise<MemoryStore> {
  const file = join(dataFolder, 'database-mark')
  const folder = await findServerFolder({ dataFolder, user: await findServerUser(), log })
  return {
    read: () => readMemory(file, 'lost'),
    write: (memory) => writeMemory(file, memory),
    files: async () => String((await stat(join(folder.cluster, 'PG_VERSION'), { bigint: true })).ino),
  }
}

async function readMemory(file: string, missing: 'none' | 'lost'): Promise<Memory | 'none' | 'lost'> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return missing
    throw new Error(`the file that remembers the database cannot be read: ${file}`, { cause })
  }
  const kept = Kept.safeParse(jsonOf(text))
  if (!kept.success) return 'lost'
  return { ...kept.data, beat: BigInt(kept.data.beat), walBytes: BigInt(kept.data.walBytes), kept: 'file' }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whole or not at all, and on the disk before it returns. */
async function writeMemory(file: string, memory: Memory): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.draft-${randomBytes(4).toString('hex')}`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify({ ...memory, beat: String(memory.beat), walBytes: String(memory.walBytes) }))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}
