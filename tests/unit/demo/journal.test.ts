import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Journal, type JournalEntry } from '../../../demo/journal.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onepool-journal-'))
  path = join(folder, 'demo', 'shops.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const sale = (units: number): JournalEntry => ({ kind: 'own sale', sku: 'HOT', units })

function open(): { readonly journal: Journal; readonly read: readonly JournalEntry[] } {
  const read: JournalEntry[] = []
  return { journal: Journal.open(path, (entry) => read.push(entry)), read }
}

it('gives back at the next start what was written, in its order', () => {
  const first = open()
  first.journal.write(sale(1))
  first.journal.together(() => {
    first.journal.write(sale(2))
    first.journal.write(sale(3))
  })
  first.journal.close()
  const second = open()
  expect([first.read, second.read]).toEqual([[], [sale(1), sale(2), sale(3)]])
  second.journal.close()
})

it('what happened together is there whole or not at all, wherever a kill has cut the last line', () => {
  const first = open()
  first.journal.write(sale(1))
  first.journal.close()
  const before = readFileSync(path, 'utf8')
  const cut = JSON.stringify([sale(2), sale(3)])
  for (const length of [1, 20, cut.length]) {
    appendFileSync(path, cut.slice(0, length))
    const again = open()
    expect(again.read).toEqual([sale(1)])
    again.journal.close()
    expect(readFileSync(path, 'utf8')).toBe(before)
  }
})
