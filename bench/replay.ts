import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { ratioTo, type Bench, type Figure } from './harness/bench.ts'

const run = promisify(execFile)
/** The whole stream is to be through in four minutes on two cores, with all processes in 1.2 GB. */
const SECONDS_FOR_ALL = 240
const MEMORY_MB = 1_200

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
  describe:
    'the public order stream as fast as it goes, PostgreSQL, sandboxes and connecting the shops included, against four minutes and 1.2 GB; with --rows N its first N lines, against the memory alone',
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'onepool-bench-replay-'))
    try {
      const json = join(folder, 'figures.json')
      const lines = context.option('rows', 0)
      // Connecting the shops takes its half minute however few lines follow: only the whole stream has a bar.
      const secondsMost = lines > 0 ? null : SECONDS_FOR_ALL
      const args = ['scripts/replay.mjs', '--stock', '1', '--json', json, ...(lines > 0 ? ['--lines', String(lines)] : [])]
      await run(process.execPath, args, { signal: context.signal, maxBuffer: 10_000_000 })
      const figures = Figures.parse(JSON.parse(await readFile(json, 'utf8')))
      const { oversoldUnits, unsettled, auditDifferences } = figures
      if (oversoldUnits + unsettled + auditDifferences > 0)
        throw new Error(
          `no figures: ${oversoldUnits} units oversold, ${unsettled} unsettled, ${auditDifferences} audit differences`,
        )
      return [
        figureOf('replay', figures.wallSeconds, 's', secondsMost),
        figureOf('replay, lines', Math.round(figures.linesIn / figures.wallSeconds), 'lines/s'),
        figureOf('replay, memory of all processes', figures.peakRssMb, 'MB', MEMORY_MB),
        figureOf('replay, stock calls', figures.stockCallsPerUnit, 'a unit held'),
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** `most`: the bar; a ratio above 1 has not come up to it. */
function figureOf(figure: string, value: number, unit: string, most: number | null = null): Figure {
  const beside = most === null ? { baseline: null, ratio: null } : { baseline: most, ratio: ratioTo(most, value) }
  return { figure, value, unit, ...beside, p50Ms: null, p99Ms: null }
}
