import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const rows = readFileSync('docs/invariants.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]\d+ \|/.test(line))
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    return { rule: cells[1] ?? '', file: cells.at(-2) ?? '' }
  })

describe('docs/invariants.md', () => {
  it('has the rules', () => expect(rows.length).toBeGreaterThan(15))

  it.each(rows)('$rule stands in the name of a test in $file', ({ rule, file }) => {
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`(it|describe|each)\\b[^\\n]*['\`][^'\`\\n]*\\b${rule}\\b`))
  })
})
