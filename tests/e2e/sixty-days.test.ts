import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const DAYS = Array.from({ length: 60 }, (_, n) => n + 1)

interface Line {
  readonly seed: number
  readonly demandOverStock: number
  readonly oversoldUnits: number
  readonly soldUnits: number
  readonly oracleUnits: number
  readonly stockCalls: number
  readonly invariantViolations: number
  readonly liveness: boolean
}

/** The program itself, since it shares the runs among processes of their own; every tenth run goes over real sockets. */
async function simulate(json: string): Promise<string> {
  const seeds = ['--seeds', String(DAYS.length), '--policy', 'onepool', '--sockets-every', '10', '--no-shrink', '--json', json]
  const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/simulate.mjs', ...seeds], { env })
    return stdout
  } catch (error) {
    // A run that failed ends the program with 1, and says what broke; its line is there all the same.
    return String(error instanceof Error && 'stdout' in error ? error.stdout : error)
  }
}

describe('sixty days of the product under simulated shoppers and faults', () => {
  let said = ''
  const lines = new Map<number, Line>()
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onepool-sixty-days-'))
    try {
      const json = join(folder, 'runs.jsonl')
      said = await simulate(json)
      for (const text of (await readFile(json, 'utf8')).trim().split('\n')) {
        const line: Line = JSON.parse(text)
        lines.set(line.seed, line)
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 600_000)

  it.each(DAYS)('A1, I1, I2, I3, I4, I5, I6, I8, I9, I10, I12, I14, I15: seed %i', (seed) => {
    expect(lines.get(seed), said).toMatchObject({ oversoldUnits: 0, invariantViolations: 0, liveness: true })
  })

  // The same seeds come out the same on every machine: what is lost here was lost by a change of ours.
  it('sells 97.5 % of what could be sold, 94.5 % where the demand is about the stock, for at most 0.9 calls a unit', () => {
    const aboutStock = [...lines.values()].filter(({ demandOverStock }) => demandOverStock >= 0.8 && demandOverStock < 1.2)
    expect(soldShare([...lines.values()]), said).toBeGreaterThanOrEqual(0.975)
    expect(soldShare(aboutStock), said).toBeGreaterThanOrEqual(0.945)
    expect(sum([...lines.values()], 'stockCalls') / sum([...lines.values()], 'soldUnits'), said).toBeLessThanOrEqual(0.9)
  })
})

function soldShare(lines: readonly Line[]): number {
  return sum(lines, 'soldUnits') / sum(lines, 'oracleUnits')
}

function sum(lines: readonly Line[], field: 'soldUnits' | 'oracleUnits' | 'stockCalls'): number {
  return lines.reduce((total, line) => total + line[field], 0)
}
