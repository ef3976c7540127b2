import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { loadMasterKeys } from '../../../src/secrets/load-master-keys.ts'
import { MasterKeyError } from '../../../src/secrets/master-keys.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepool-keys-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('a data folder gets one key at its first start, for its owner alone, however many start at once', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => loadMasterKeys({ kind: 'folder', folder })))
  expect(new Set(all.map(({ current }) => Buffer.from(current.bytes).toString('hex'))).size).toBe(1)
  expect(await readdir(folder)).toEqual(['master-keys'])
  expect((await stat(join(folder, 'master-keys'))).mode & 0o777).toBe(0o600)
})

it('a file that others may read, or that is not there, is refused by name and without its content', async () => {
  const file = join(folder, 'keys')
  await expect(loadMasterKeys({ kind: 'file', file })).rejects.toThrow(MasterKeyError)
  const content = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  await writeFile(file, content)
  await chmod(file, 0o644)
  await expect(loadMasterKeys({ kind: 'file', file })).rejects.toThrow(`chmod 600 ${file}`)
  await chmod(file, 0o600)
  expect((await loadMasterKeys({ kind: 'file', file })).current.id).toBe('k1')
})

it('the environment says where they are: a text, a file, or the data folder of our own database', () => {
  expect(loadConfig({ DATA_FOLDER: folder }).masterKeys).toEqual({ kind: 'folder', folder })
  const DATABASE_URL = 'postgresql://u@h/d'
  expect(loadConfig({ DATABASE_URL }).masterKeys).toBeUndefined()
  expect(loadConfig({ DATABASE_URL, MASTER_KEYS: 'k1:x' }).masterKeys).toEqual({ kind: 'text', text: 'k1:x' })
  expect(loadConfig({ MASTER_KEYS_FILE: '/etc/keys' }).masterKeys).toEqual({ kind: 'file', file: '/etc/keys' })
  expect(() => loadConfig({ MASTER_KEYS: 'a', MASTER_KEYS_FILE: 'b' })).toThrow('MASTER_KEYS')
})
