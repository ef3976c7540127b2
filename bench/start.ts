import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'
import { GraphqlConnection } from './harness/graphql-connection.ts'
import { startProgram } from './harness/program.ts'

const IDLE_SECONDS = 20

export const start: Bench = {
  name: 'start',
  describe:
    '`npm start -- --bare` on an installed tree until its first answer, on an empty and on a used data folder, and its idle memory; `npm start` until the first order of its demo has moved',
  async run(context) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'onepool-bench-start-'))
    await chmod(dataFolder, 0o755)
    try {
      const first = await startOnce(context, dataFolder)
      const second = await startOnce(context, dataFolder, first.key)
      return [
        seconds('first answer, empty folder', first.answeredMs),
        seconds('first answer, used folder', second.answeredMs),
        megabytes('idle memory', second.idleMb.program),
        megabytes('idle memory of the starter', second.idleMb.starter),
        seconds('first order of the demo', await firstOrderMs(context)),
      ]
    } finally {
      await rm(dataFolder, { recursive: true, force: true })
    }
  },
}

/** From the command until an order of a shopper is held in the pool. */
async function firstOrderMs({ clock }: BenchContext): Promise<number> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'onepool-bench-demo-'))
  await chmod(dataFolder, 0o755)
  try {
    await using demo = await startProgram({ DATA_FOLDER: dataFolder }, clock, { args: [], until: 'The first order has moved' })
    return demo.readyMs
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function startOnce({ clock, signal }: BenchContext, dataFolder: string, knownKey?: string) {
  const beganMs = performance.now()
  await using program = await startProgram({ DATA_FOLDER: dataFolder }, clock)
  const key = knownKey ?? program.key
  const connection = await GraphqlConnection.open(program.url, key)
  await connection.ask({ query: '{ me { actor merchant role } }' })
  const answeredMs = performance.now() - beganMs
  connection.close()
  if (knownKey !== undefined) await clock.sleep(IDLE_SECONDS * 1_000, signal)
  return { key, answeredMs, idleMb: await program.memoryMb() }
}

function seconds(figure: string, ms: number): Figure {
  return { figure, value: Math.round(ms / 10) / 100, unit: 's', baseline: null, ratio: null, p50Ms: null, p99Ms: null }
}

function megabytes(figure: string, mb: number): Figure {
  return { figure, value: Math.round(mb), unit: 'MB', baseline: null, ratio: null, p50Ms: null, p99Ms: null }
}
