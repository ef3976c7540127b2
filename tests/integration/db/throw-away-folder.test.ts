import { access, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { removeOrphans } from '../../../simulate/throw-away-folder.ts'
import { createLog } from '../../../src/log.ts'
import { clock, EmbeddedFolder, isAlive, kill, OWNER_FILE } from '../../support/embedded-folder.ts'

const log = createLog({ level: 'silent' })

let folder: EmbeddedFolder
beforeEach(async () => (folder = await EmbeddedFolder.make()))
afterEach(() => folder.dispose())

it('a run that was killed leaves a server and a folder, which the next run removes, and none before', async () => {
  const { child } = await folder.spawnReady()
  await writeFile(join(folder.path, OWNER_FILE), String(child.pid))
  const server = await folder.serverPid()
  await removeOrphans({ prefix: basename(folder.path), clock, log })
  expect(isAlive(server)).toBe(true)

  await kill(child)
  await removeOrphans({ prefix: basename(folder.path), clock, log })
  expect(isAlive(server)).toBe(false)
  await expect(access(folder.path)).rejects.toMatchObject({ code: 'ENOENT' })
})
