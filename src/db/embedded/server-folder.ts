import { randomBytes } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Log } from '../../log.ts'
import { canEnter, type ServerUser } from './server-user.ts'

/** Where root keeps a server whose data folder the server's own user cannot enter. */
const REACHABLE_PARENT = '/var/lib/onepool'

const Secrets = z.object({ adminPassword: z.string().min(1), password: z.string().min(1) })
const Settings = z.object({ port: z.int().min(1).max(65_535).optional() })

/** Everything that belongs to one embedded server lies under `root`. */
export interface ServerFolder {
  readonly root: string
  /** PostgreSQL's own data folder, of its major version. */
  readonly cluster: string
  readonly logFile: string
}

/**
 * Finds or makes the folder of the embedded server that belongs to `dataFolder`.
 * Removing `dataFolder` always means starting afresh: a server kept elsewhere is found only through a note left in it.
 */
export async function findServerFolder(options: {
  readonly dataFolder: string
  readonly user: ServerUser | undefined
  readonly log: Log
}): Promise<ServerFolder> {
  const dataFolder = resolve(options.dataFolder)
  await mkdir(dataFolder, { recursive: true })
  const root = (await readNote(dataFolder)) ?? (await chooseRoot(dataFolder, options.user, options.log))
  return { root, cluster: join(root, 'postgres-18'), logFile: join(root, 'postgres.log') }
}

async function readNote(dataFolder: string): Promise<string | undefined> {
  const note = await readIfThere(join(dataFolder, 'postgres-is-at'))
  return note?.trim() || undefined
}

async function chooseRoot(dataFolder: string, user: ServerUser | undefined, log: Log): Promise<string> {
  if (await canEnter(dataFolder, user)) return dataFolder
  const root = join(REACHABLE_PARENT, randomBytes(8).toString('hex'))
  await mkdir(root, { recursive: true, mode: 0o755 })
  if (!(await canEnter(root, user))) throw new Error(`the user "postgres" can enter neither ${dataFolder} nor ${root}`)
  await writeWhole(join(dataFolder, 'postgres-is-at'), `${root}\n`)
  log.warn({ dataFolder, root }, 'the user "postgres" cannot enter the data folder: the database is kept elsewhere')
  return root
}

/** The passwords of this server, made on first use; the file is readable by its owner alone. */
export async function serverSecrets(folder: ServerFolder): Promise<z.infer<typeof Secrets>> {
  const path = join(folder.root, 'secrets.json')
  const known = await readIfThere(path)
  if (known !== undefined) return Secrets.parse(JSON.parse(known))
  const fresh = { adminPassword: randomBytes(24).toString('base64url'), password: randomBytes(24).toString('base64url') }
  const draft = draftOf(path)
  await writeFile(draft, JSON.stringify(fresh), { mode: 0o600, flush: true })
  try {
    await link(draft, path) // Unlike a rename this keeps what is there: of two first starts one makes the secrets of both.
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause
  } finally {
    await rm(draft, { force: true })
  }
  return Secrets.parse(JSON.parse(await readFile(path, 'utf8')))
}

/** The port this server used last, so that what an operator has written down stays true. */
export async function rememberedPort(folder: ServerFolder): Promise<number | undefined> {
  const text = await readIfThere(join(folder.root, 'settings.json'))
  return text === undefined ? undefined : Settings.parse(JSON.parse(text)).port
}

export async function rememberPort(folder: ServerFolder, port: number): Promise<void> {
  await writeWhole(join(folder.root, 'settings.json'), JSON.stringify({ port }))
}

/** A file is there whole or not at all, whenever the process dies. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = draftOf(path)
  await writeFile(draft, text, { flush: true })
  await rename(draft, path)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined
    throw cause
  }
}

/** Where something is made that must never be there by half. */
export function draftOf(path: string): string {
  return `${path}.draft-${randomBytes(4).toString('hex')}`
}

/** Removes what starts that were killed left behind. Only the one start that has the server to itself may call it. */
export async function removeDrafts(folder: ServerFolder): Promise<void> {
  const left = (await readdir(folder.root)).filter((name) => name.includes('.draft-'))
  // Whoever makes one may still write into it.
  await Promise.all(left.map((name) => rm(join(folder.root, name), { recursive: true, force: true, maxRetries: 10 })))
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
