import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EmbeddedFolder, query } from '../support/embedded-folder.ts'

const run = promisify(execFile)

let folder: EmbeddedFolder
beforeEach(async () => {
  folder = await EmbeddedFolder.make()
})
afterEach(() => folder.dispose())

function merchant(...args: readonly string[]) {
  const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', DATA_FOLDER: folder.path }
  return run(process.execPath, ['scripts/merchant.mjs', ...args], { env })
}

it('creates a merchant by one command, also while the program is running on the data folder', async () => {
  expect(await merchant('--code', 'alone', '--name', 'Alone')).toMatchObject({ stdout: 'The merchant alone is created.\n' })

  const running = await folder.start()
  expect(await merchant('--code', 'beside')).toMatchObject({ stdout: 'The merchant beside is created.\n' })
  expect(await merchant('--code', 'beside')).toMatchObject({ stdout: 'The merchant beside was there before.\n' })
  expect(await query(running.url, 'select code from onepool.merchant order by id')).toEqual(['alone', 'beside'])
  await running.stop()
})

it.each([
  ['no code', [], 'name the merchant: --code CODE --name "NAME"\n'],
  ['a bad code', ['--code', 'A b'], 'a merchant code is 1 to 40 of a-z, 0-9 and _, beginning with a letter\n'],
])('refuses %s in a sentence', async (_, args, stderr) => {
  await expect(merchant(...args)).rejects.toMatchObject({ code: 1, stderr })
})
