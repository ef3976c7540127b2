import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const run = promisify(execFile)
const files = ['--orders', 'tests/fixtures/replay/orders.csv', '--skus', 'tests/fixtures/replay/skus.csv']

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'onepool-replay-test-'))))
afterAll(() => rm(folder, { recursive: true }))

function replay(...args: readonly string[]) {
  return run(process.execPath, ['scripts/replay.mjs', ...args], { env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } })
}

it(
  'A2, A10: two workers, one killed with -9 every few seconds, and a database that restarts come to the same',
  { timeout: 300_000 },
  async () => {
    const json = join(folder, 'figures.json')
    const { stdout } = await replay(...files, '--lines', '40', '--stock', '2', '--chaos', '--json', json)
    const figures: Record<string, number> = JSON.parse(await readFile(json, 'utf8'))
    expect(Object.keys(figures)).toEqual([
      'linesIn',
      'unitsHeld',
      'unitsRefused',
      'unitsCancelled',
      'oversoldUnits',
      'unsettled',
      'auditDifferences',
      'lagP50Ms',
      'lagP99Ms',
      'stockCallsPerUnit',
      'wallSeconds',
      'peakRssMb',
    ])
    expect(figures).toMatchObject({ oversoldUnits: 0, unsettled: 0, auditDifferences: 0 })
    expect(stdout).toMatch(/^chaos +[1-9]\d* workers killed, PostgreSQL restarted once$/m)
  },
)

it.each([
  [
    'is held and let go',
    ['--opening', '23843=81000', '--speed', '3600'],
    { unitsHeld: 80_995, unitsCancelled: 80_995, unitsRefused: 0 },
  ],
  ['is refused by its shop where the goods are not there', [], { unitsHeld: 0, unitsCancelled: 0, unitsRefused: 80_995 }],
] as const)('the order of 80,995 pieces %s', { timeout: 120_000 }, async (_, args, expected) => {
  const json = join(folder, 'big.json')
  await replay(...files, '--from', '2011-12-09T00:00:00Z', ...args, '--json', json)
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
    ...expected,
    oversoldUnits: 0,
    unsettled: 0,
    auditDifferences: 0,
  })
})

it('ends at a line that cannot be read, and names it', async () => {
  const orders = join(folder, 'orders.csv')
  const [header = '', first = ''] = (await readFile('tests/fixtures/replay/orders.csv', 'utf8')).split('\n')
  await writeFile(orders, [header, first, first.replace('ORDER', 'SOLD')].join('\n'))
  await expect(replay('--orders', orders, '--skus', 'tests/fixtures/replay/skus.csv')).rejects.toMatchObject({
    code: 2,
    stderr: `${orders}, line 3: event_type is ORDER, CANCEL or ADJUST, not "SOLD"\n`,
  })
})

it.each([
  ['a file that cannot be written', ['--json', join(tmpdir(), 'nowhere', 'x.json')], /^--json: .* cannot be written/],
  ['a time after the last order', ['--from', '2030-01-01T00:00:00Z'], /^there is nothing to replay: --from or --lines leaves/],
])('says in a sentence what is wrong with %s', async (_, args, message) => {
  await expect(replay(...files, ...args)).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(message) })
})

it('says in a sentence what an option takes', async () => {
  await expect(replay(...files, '--speed', 'fast')).rejects.toMatchObject({
    code: 2,
    stderr: '--speed takes max, or a number above 0 and up to 1000000, not fast\n',
  })
})
