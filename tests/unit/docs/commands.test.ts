import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readDemoOptions } from '../../../demo/options.ts'
import { readOptions as readReplayOptions } from '../../../replay/options.ts'
import { readOptions as readSimulateOptions } from '../../../simulate/options.ts'
import { readRole } from '../../../src/role.ts'
import { operationsOf } from '../../support/doc-queries.ts'

const pages = ['README.md', 'README.zh-CN.md', ...globSync('docs/*.md')]
const read = (file: string): string => readFileSync(file, 'utf8')

interface Command {
  readonly page: string
  readonly script: string
  readonly args: readonly string[]
}

/** Which test runs each command. Those of the gate itself, `npm test` and what CI calls, need none. */
const runBy: Readonly<Record<string, readonly string[]>> = {
  start: ['tests/e2e/start.test.ts', 'tests/e2e/demo.test.ts', 'tests/e2e/roles.test.ts'],
  key: ['tests/e2e/import-tool.test.ts'],
  audit: ['tests/e2e/import-tool.test.ts'],
  import: ['tests/e2e/import-tool.test.ts'],
  export: ['tests/e2e/import-tool.test.ts'],
  merchant: ['tests/e2e/merchant-tool.test.ts'],
  sandbox: ['tests/contract/sandbox-program.test.ts'],
  simulate: ['tests/e2e/sixty-days.test.ts'],
  replay: ['tests/e2e/replay.test.ts'],
  bench: ['tests/e2e/import-tool.test.ts'],
}
const ofTheGate = ['test', 'codegen']

/** Which test sends what a page asks. */
const sentBy: Readonly<Record<string, string>> = {
  'README.md': 'tests/e2e/readme.test.ts',
  'README.zh-CN.md': 'tests/unit/docs/pages.test.ts',
  'docs/alarms.md': 'tests/e2e/alarm-targets.test.ts',
  'docs/allocation.md': 'tests/e2e/allocation.test.ts',
  'docs/api.md': 'tests/e2e/api-page.test.ts',
  'docs/campaigns.md': 'tests/e2e/campaigns.test.ts',
  'docs/channels.md': 'tests/e2e/shadow.test.ts',
  'docs/operating-shops.md': 'tests/e2e/selling.test.ts',
  'docs/orders.md': 'tests/e2e/shipping.test.ts',
  'docs/presale.md': 'tests/e2e/presale.test.ts',
  'docs/publishing.md': 'tests/e2e/selling.test.ts',
  'docs/running.md': 'tests/e2e/selling.test.ts',
}

function commandsOf(page: string): readonly Command[] {
  const named = /npm (?:run (?:--silent )?([a-z:]+)|(start|test))(?: -- ([^`\n#|>&]*))?/g
  return [...read(page).matchAll(named)].map(([, run, own, rest = '']) => {
    const args = rest.trim().split(/ +/).filter(Boolean)
    return { page, script: run ?? own ?? '', args }
  })
}

const commands = pages.flatMap(commandsOf)

it('every command on a page is one there is, and a test runs it', () => {
  const { scripts }: { readonly scripts: Record<string, string> } = JSON.parse(read('package.json'))
  expect(commands.length).toBeGreaterThan(50)
  expect(commands.filter(({ script }) => !(script in scripts) || !(script in runBy || ofTheGate.includes(script)))).toEqual([])
  for (const [script, files] of Object.entries(runBy))
    for (const file of files) expect({ file, runs: read(file).includes(script) }).toEqual({ file, runs: true })
})

it('every option on a page is one its program takes', () => {
  expect(commands.flatMap(problemsOf)).toEqual([])
})

function problemsOf({ page, script, args }: Command): readonly string[] {
  const given = args.filter((arg) => !arg.startsWith('('))
  try {
    if (script === 'replay') readReplayOptions(given)
    if (script === 'simulate') readSimulateOptions(given)
    if (script === 'start') startsWith(given)
  } catch (error) {
    return [`${page}: ${script}: ${String(error)}`]
  }
  const unknown =
    script === 'bench' ? given.filter((name) => /^[a-z]/.test(name) && !benches().includes(name)) : unknownTo(script, given)
  return unknown.map((name) => `${page}: ${script} knows no ${name}`)
}

/** As `npm start` reads them. */
function startsWith(args: readonly string[]): void {
  const place = args.indexOf('--role')
  if (place >= 0) readRole(args[place + 1] ?? '')
  else if (!args.includes('--bare') && !args.includes('--help'))
    readDemoOptions(args.map((arg) => (/^[NX]$/.test(arg) ? '1' : arg)))
}

const tools = ['key', 'audit', 'import', 'export', 'merchant', 'sandbox']

/** Options that stand in no list of options of the tool's sources. */
function unknownTo(script: string, args: readonly string[]): readonly string[] {
  if (!tools.includes(script)) return []
  const source = globSync([`src/cli/${script}.ts`, 'src/import/*.ts', 'src/merchants/*.ts', 'sandbox/**/*.ts'])
    .map(read)
    .join('\n')
  const names = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2))
  return names.filter((name) => !new RegExp(`['\\s]${name}['"]?: \\{ type`).test(source))
}

function benches(): readonly string[] {
  return globSync('bench/*.ts').flatMap((file) => /name: '([a-z-]+)'/.exec(read(file))?.[1] ?? [])
}

it('every query on a page is sent by a test', () => {
  const asking = pages.filter((page) => operationsOf(page).length > 0)
  expect(asking).toEqual(expect.arrayContaining(Object.keys(sentBy)))
  expect(asking.filter((page) => !(page in sentBy))).toEqual([])
  for (const page of asking)
    expect({ page, names: read(sentBy[page] ?? '').includes(page.replace('docs/', '')) }).toEqual({ page, names: true })
})

it.each([
  ['docs/orders.md', ['tests/e2e/shipping.test.ts', 'tests/e2e/order-care.test.ts']],
  ['docs/allocation.md', ['tests/e2e/allocation.test.ts']],
  ['docs/campaigns.md', ['tests/e2e/campaigns.test.ts']],
])('every named query of %s is sent by its name', (page, tests) => {
  const names = operationsOf(page).flatMap((text) => /^(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? [])
  const sent = tests.map(read).join('\n')
  expect(names.length).toBeGreaterThan(2)
  expect(names.filter((name) => !sent.includes(`'${name}'`))).toEqual([])
})
