import { existsSync, globSync, readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'

const read = (file: string): string => readFileSync(file, 'utf8')
const code = (): string => globSync(['src/**/*.ts', 'scripts/*.mjs']).map(read).join('\n')

describe('docs/architecture.md', () => {
  it('names only files and folders that are there', () => {
    const named = [
      ...read('docs/architecture.md').matchAll(/`((?:src|connectors|schema|migrations|sandbox|simulate|replay|demo)[\w./-]*)`/g),
    ]
    const paths = named.map(([, path = '']) => path)
    expect(paths.length).toBeGreaterThan(30)
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('docs/running.md', () => {
  const text = read('docs/running.md')

  it('names only metrics, variables and alarms that there are', () => {
    const all = code()
    const names = [...text.matchAll(/\b(onepool_[a-z_]+|[A-Z]+(?:_[A-Z]+)+|database_restored)\b/g)].map(([name]) => name)
    expect(names.length).toBeGreaterThan(8)
    expect(names.filter((name) => !all.includes(name))).toEqual([])
  })

  it('asks only what the API answers', () => {
    const schema = buildSchema(read('schema/schema.graphql'))
    const queries = [...text.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, query = '']) => query)
    expect(queries.length).toBeGreaterThan(0)
    expect(queries.flatMap((query) => validate(schema, parse(query)))).toEqual([])
  })

  it('gives only commands that there are', () => {
    const { scripts }: { readonly scripts: Record<string, string> } = JSON.parse(read('package.json'))
    const commands = [...text.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name = '']) => name)
    expect(commands.filter((name) => !(name in scripts))).toEqual([])
  })

  it('links only to files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) => `docs/${path}`)
    expect(links.filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('README.zh-CN.md', () => {
  const blocks = (file: string): readonly string[] => [...read(file).matchAll(/```\w*\n[\s\S]*?```/g)].map(([block]) => block)

  it('shows the same queries and answers as the README, which a test sends', () => {
    expect(blocks('README.zh-CN.md').slice(1)).toEqual(blocks('README.md').slice(1))
  })

  it('names the same commands', () => {
    const commands = (file: string): readonly string[] =>
      [...read(file).matchAll(/^\| (`npm [^|]*`)/gm)].flatMap(([, cell = '']) => cell.match(/`[^`]*`/g) ?? [])
    expect(commands('README.md').length).toBeGreaterThan(10)
    expect(commands('README.zh-CN.md')).toEqual(commands('README.md'))
  })

  it('links only to files that are there', () => {
    const links = [...read('README.zh-CN.md').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path)
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('what npm start shows', () => {
  it.each(['README.md', 'README.zh-CN.md'])('stands in %s in the demo’s own words', (page) => {
    const [, sample = ''] = /```text\n([\s\S]*?)```/.exec(read(page)) ?? []
    const said = globSync('demo/*.ts').map(read).join('\n')
    // Between numbers and names stands what the program says whatever happens.
    const words = sample.split(/\d[\d:.]*|SECKILL-|HOT|tmall-|of|SKUs,|\n| {2,}/).map((text) => text.trim())
    expect(words.filter((text) => text.length > 3).length).toBeGreaterThan(10)
    expect(words.filter((text) => text.length > 3 && !said.includes(text))).toEqual([])
  })
})
