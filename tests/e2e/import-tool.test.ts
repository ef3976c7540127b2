import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EmbeddedFolder } from '../support/embedded-folder.ts'

const run = promisify(execFile)
const MASTER = new URL('../fixtures/import/order_stream_skus.csv.gz', import.meta.url).pathname

let folder: EmbeddedFolder
let running: Awaited<ReturnType<EmbeddedFolder['start']>>
beforeAll(async () => {
  folder = await EmbeddedFolder.make()
  running = await folder.start()
  await tool('merchant', '--code', 'acme')
})
afterAll(async () => {
  await running.stop()
  await folder.dispose()
})

function tool(name: 'merchant' | 'import' | 'export' | 'key' | 'audit' | 'bench', ...args: readonly string[]) {
  const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', DATA_FOLDER: folder.path }
  return run(process.execPath, [`scripts/${name}.mjs`, ...args], { env })
}

it('imports goods and stock beside the running program, and again changes nothing', async () => {
  const stock = join(folder.path, 'stock.csv')
  await writeFile(stock, 'sku,仓库,数量\n10080,上海,5\n10120,上海,7\n')
  const args = ['--skus', MASTER, '--stock', stock, '--create-locations', '--counted-at', '2026-11-24T08:00:00+08:00']
  const first = await tool('import', ...args)
  expect(first.stdout).toContain('SKUs: 2934 created, 0 updated, 0 unchanged, 0 bad rows\n')
  expect(first.stdout).toContain('Stock: 2 lines booked, 0 corrected, 0 unchanged, 0 bad rows\n')
  expect(first.stdout).toContain('  as count of 2026-11-24T00:00:00.000Z;')
  expect(first.stdout).toContain('  locations created: 上海\n')
  expect(first.stderr).toBe('')
  const again = await tool('import', ...args)
  expect(again.stdout).toContain('SKUs: 0 created, 0 updated, 2934 unchanged, 0 bad rows\n')
  expect(again.stdout).toContain('Stock: 0 lines booked, 0 corrected, 2 unchanged, 0 bad rows\n')
})

it('tells bad rows on the screen and in a report, with an exit code of its own', async () => {
  const skus = join(folder.path, 'bad.csv')
  const errors = join(folder.path, 'errors.csv')
  await writeFile(skus, 'sku,name\n=1+1,formula\n,x\ny"z,fine\n')
  const failed = await tool('import', '--skus', skus, '--errors', errors).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 3, stderr: 'bad.csv:3: code must not be empty\n' })
  expect(await readFile(errors, 'utf8')).toBe('\ufefffile,line,reason\r\nbad.csv,3,code must not be empty\r\n')
})

it('writes the listings to map as a file that the import reads, and never over another file', async () => {
  const path = join(folder.path, 'to-map.csv')
  expect((await tool('export', '--listings', path)).stdout).toBe('0 listings to map\n')
  const imported = await tool('import', '--listings', path)
  expect(imported.stdout).toBe('Listings: 0 rows mapped, 0 unchanged, 0 not filled in, 0 bad rows\n')
  const again = { code: 1, stderr: `${path} is there already: name another, or remove it\n` }
  await expect(tool('export', '--listings', path)).rejects.toMatchObject(again)
  await expect(tool('export', '--listings', `${path}2`, '--channel', 'none')).rejects.toMatchObject({
    stderr: 'no channel none\n',
  })
})

it('makes a key, compares the books, and lists the benchmarks', async () => {
  const made = await tool('key', '--merchant', 'acme', '--role', 'admin')
  expect(made.stdout).toMatch(/^Key \S+ \(admin\), shown this once:\nop_\S+\n$/)
  expect((await tool('audit')).stdout).toMatch(/^acme: \d+ SKUs compared, 0 differences$/m)
  expect((await tool('bench')).stdout).toMatch(/^holds +\S/m)
})

it.each([
  ['a file that is not there', ['--skus', '/none.csv'], '/none.csv: the file cannot be opened\n'],
  ['an unknown merchant', ['--skus', MASTER, '--merchant', 'nobody'], 'no merchant nobody\n'],
])('refuses %s in a sentence', async (_, args, stderr) => {
  await expect(tool('import', ...args)).rejects.toMatchObject({ code: 1, stderr })
})
