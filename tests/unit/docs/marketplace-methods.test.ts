import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const rows = readFileSync('docs/marketplace-methods.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [a-z]+\./.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, method = '', connector = '', sandbox = '', why = '']) => ({ method, connector, sandbox, why }))

/** The methods' names as they stand in code. */
function named(folder: string): readonly string[] {
  const text = globSync(`${folder}/*/*.ts`).map((file) => readFileSync(file, 'utf8'))
  const found = text.join('\n').matchAll(/'((?:taobao|tmall|alibaba|jingdong|pdd)\.[\w.]*\w)'/g)
  return [...new Set([...found].map(([, name = '']) => name))].toSorted()
}

describe('docs/marketplace-methods.md', () => {
  it.each(['connector', 'sandbox'] as const)('names every method of each %s, and no other as made or answered', (column) => {
    const listed = rows.filter((row) => row[column] === 'yes').map(({ method }) => method)
    expect(listed.toSorted()).toEqual(named(column === 'connector' ? 'connectors' : 'sandbox'))
  })

  it('says why a connector leaves a call out', () => {
    expect(rows.filter(({ connector, why }) => (connector === 'no') !== (why !== ''))).toEqual([])
  })

  it('a connector makes no call its sandbox cannot check', () => {
    expect(rows.filter(({ connector, sandbox }) => connector === 'yes' && sandbox !== 'yes')).toEqual([])
  })
})
