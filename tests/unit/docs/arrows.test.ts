import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const ROOTS = ['src', 'schema', 'connectors', 'migrations', 'sandbox', 'simulate', 'replay', 'demo'] as const
const FEATURE = 'src/<feature>'
const BESIDE = ['simulate', 'replay', 'demo']

/** What each folder may import, as the page says it. */
const rules = new Map(
  [...readFileSync('docs/architecture.md', 'utf8').matchAll(/^\| (`[^|]+`) \|[^|]+\| ([^|]+) \|$/gm)].flatMap(
    ([, folders = '', may = '']) => named(folders).map((folder): [string, string] => [folder, may.trim()]),
  ),
)

function named(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

/** The row of the page a file falls under; files of `src` itself have none. */
function folderOf(file: string): string {
  const parts = file.split('/')
  if (parts[0] !== 'src') return parts[0] ?? ''
  if (parts.length === 2) return 'src'
  const own = [parts.slice(0, 3).join('/'), parts.slice(0, 2).join('/')].find((folder) => rules.has(folder))
  return own ?? (parts[1] === 'stock' ? 'src/stock' : parts.slice(0, 2).join('/'))
}

function isAllowed(from: string, to: string): boolean {
  if (from === to || from === 'src' || BESIDE.includes(from)) return true
  if (BESIDE.includes(to)) return false
  const isFeature = (folder: string): boolean => folder.startsWith('src/') && !rules.has(folder) && folder !== 'src/stock'
  const rule = rules.get(from) ?? (from === 'src/stock' ? '`src/domain`, `src/db`, `src/stock/engine`' : rules.get(FEATURE))
  if (rule === undefined) return false
  const may = named(rule)
  if (to === 'src') return !['itself', 'nothing of ours'].includes(rule)
  if (rule.includes('rest of `src`')) return to.startsWith('src/')
  if (may.includes(to) || (to.startsWith('src/stock') && may.includes('src/stock'))) return true
  return isFeature(to) && (may.includes(FEATURE) || rule.startsWith('each other'))
}

it('every import follows an arrow of the architecture page', () => {
  expect(rules.size).toBeGreaterThan(10)
  const files = ROOTS.flatMap((root) => globSync(`${root}/**/*.ts`))
  const edges = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, target = '']) => ({
      file,
      to: join(dirname(file), target),
    })),
  )
  expect(edges.length).toBeGreaterThan(3_000)
  const astray = edges.filter(({ file, to }) => !isAllowed(folderOf(file), folderOf(to)))
  expect(astray.map(({ file, to }) => `${file} imports ${to}`)).toEqual([])
})
