import { access } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { expect, it } from 'vitest'
import { startSimServer } from '../../../simulate/server.ts'

it('all of a run is in the one folder that the next run removes should it be killed, its socket too', async () => {
  const server = await startSimServer(1, new AbortController().signal, { inMemory: true })
  const socket = decodeURIComponent(new URL(server.databases[0] ?? '').hostname)
  const folder = dirname(socket)
  await access(socket)
  await server.dispose()
  expect(basename(folder)).toMatch(/^onepool-simulate-/)
  await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(access(socket)).rejects.toMatchObject({ code: 'ENOENT' })
})
