import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { number, writeWorkbook } from '../../support/write-workbook.ts'

const run = promisify(execFile)
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepool-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Reads a file in a process that may keep only so much on its heap, and tells how many rows it saw. */
async function rowsWithin(heapMb: number, path: string, keeping: 'nothing' | 'every row'): Promise<number> {
  const program = `
    import { openTable } from ${JSON.stringify(new URL('../../../src/import/open-table.ts', import.meta.url).href)}
    const table = await openTable(${JSON.stringify(path)}, { encoding: undefined, signal: new AbortController().signal })
    const kept = []
    let rows = 0
    for await (const row of table.rows) {
      rows += 1
      if (${keeping === 'every row'}) kept.push(row)
    }
    await table.close()
    console.log(rows)`
  const args = ['--no-warnings', `--max-old-space-size=${heapMb}`, '--input-type=module', '-e', program]
  const { stdout } = await run(process.execPath, args)
  return Number(stdout)
}

it('a text of any length is read in little memory: rows that are done with are gone', async () => {
  const path = join(folder, 'many.csv')
  const lines = Array.from({ length: 400_000 }, (_, n) => `SKU-${n},马克杯 ${n} 号,69${n},group ${n % 100}`)
  await writeFile(path, `sku,name,barcode,group\n${lines.join('\n')}`)
  expect(await rowsWithin(40, path, 'nothing')).toBe(400_001)
  // That the limit means something: the same rows do not fit when they are kept.
  await expect(rowsWithin(40, path, 'every row')).rejects.toThrow('heap')
})

it('so is a workbook, whose shared texts are kept outside of the heap', async () => {
  const path = join(folder, 'many.xlsx')
  const rows = Array.from({ length: 100_000 }, (_, n) => [
    `SKU-${n}`,
    `马克杯 ${n} 号 ceramic mug, a long name`,
    number(`69${n}`),
  ])
  await writeWorkbook(path, [['sku', 'name', 'barcode'], ...rows])
  expect(await rowsWithin(25, path, 'nothing')).toBe(100_001)
})
