import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MasterKeyError, parseMasterKeys, type MasterKeys } from './master-keys.ts'

/** Where the master keys come from: the environment, a file of the operator's, or a file of ours in the data folder. */
export type MasterKeySource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'folder'; readonly folder: string }

const FILE = 'master-keys'

/** Reads the keys; in a data folder they are made at the first time, for nobody but their owner to read. @throws MasterKeyError */
export async function loadMasterKeys(source: MasterKeySource): Promise<MasterKeys> {
  switch (source.kind) {
    case 'text':
      return parseMasterKeys(source.text)
    case 'file':
      return parseMasterKeys(await readKeyFile(source.file))
    case 'folder':
      await makeKeyFile(source.folder)
      return parseMasterKeys(await readKeyFile(join(source.folder, FILE)))
  }
}

async function readKeyFile(file: string): Promise<string> {
  const { mode } = await stat(file).catch((cause: unknown) => {
    throw new MasterKeyError(`the file with the master keys cannot be read: ${file}`, { cause })
  })
  if ((mode & 0o077) !== 0) throw new MasterKeyError(`others may read the master keys: chmod 600 ${file}`)
  return readFile(file, 'utf8')
}

async function makeKeyFile(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, FILE)
  const draft = `${file}.draft-${randomBytes(4).toString('hex')}`
  await writeFile(draft, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true })
  try {
    await link(draft, file) // Keeps what is there: of two first starts one makes the keys of both.
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
  } finally {
    await rm(draft, { force: true })
  }
}
