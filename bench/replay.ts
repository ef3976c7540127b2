import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Bench, Figure } from './harness/bench.ts'

const run = promisify(execFile)
const Figures = z.object({
  linesIn: z.number(),
  unitsHeld: z.number(),
  oversoldUnits: z.number(),
  unsettled: z.number(),
  auditDifferences: z.number(),
  stockCallsPerUnit: z.number(),
  wallSeconds: z.number(),
  peakRssMb: z.number(),
})

export const replay: Bench = {
  name: 'replay',
  describe: 'the public order stream as fast as it goes (its first N lines: --rows N), PostgreSQL and sandboxes included',
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'onepool-bench-replay-'))
    try {
      const json = join(folder, 'figures.json')
      const lines = context.option('rows', 0)
      const args = ['scripts/replay.mjs', '--stock', '1', '--json', json, ...(lines > 0 ? ['--lines', String(lines)] : [])]
      await run(process.execPath, args, { signal: context.signal, maxBuffer: 10_000_000 })
      const figures = Figures.parse(JSON.parse(await readFile(json, 'utf8')))
      if (figures.oversoldUnits + figures.unsettled + figures.auditDifferences > 0) throw new Error('the replay went wrong')
      return [
        figureOf('replay', figures.wallSeconds, 's'),
        figureOf('replay, lines', Math.round(figures.linesIn / figures.wallSeconds), 'lines/s'),
        figureOf('replay, memory of all processes', figures.peakRssMb, 'MB'),
        figureOf('replay, stock calls', figures.stockCallsPerUnit, 'a unit held'),
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

function figureOf(figure: string, value: number, unit: string): Figure {
  return { figure, value, unit, baseline: null, ratio: null, p50Ms: null, p99Ms: null }
}
