import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { SystemClock } from '../src/clock.ts'
import { createLog } from '../src/log.ts'
import { allocation } from './allocation.ts'
import { campaign } from './campaign.ts'
import { connectors } from './connectors.ts'
import { dryRun } from './dry-run.ts'
import type { Bench, Figure } from './harness/bench.ts'
import { throwAwayServer } from './harness/throw-away-server.ts'
import { holds } from './holds.ts'
import { http } from './http.ts'
import { imports } from './imports.ts'
import { intake } from './intake.ts'
import { memory } from './memory.ts'
import { publish } from './publish.ts'
import { replay } from './replay.ts'
import { start } from './start.ts'

const benches: readonly Bench[] = [
  holds,
  intake,
  http,
  memory,
  start,
  imports,
  connectors,
  publish,
  allocation,
  dryRun,
  replay,
  campaign,
]

interface Asked {
  readonly chosen: readonly Bench[]
  readonly json: string | undefined
  readonly numbers: Readonly<Record<string, number>>
}

function readArguments(): Asked {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      seconds: { type: 'string' },
      minutes: { type: 'string' },
      connections: { type: 'string' },
      rows: { type: 'string' },
    },
  })
  const { json, ...rest } = values
  const numbers = Object.fromEntries(Object.entries(rest).map(([name, text]) => [name, Number(text)]))
  const chosen = positionals.map((name) => {
    const bench = benches.find((one) => one.name === name)
    if (!bench) throw new Error(`no benchmark ${name}: there are ${benches.map((one) => one.name).join(', ')}`)
    return bench
  })
  return { chosen, json, numbers }
}

async function runAll({ chosen, json, numbers }: Asked, signal: AbortSignal): Promise<void> {
  const clock = new SystemClock()
  const log = createLog({ level: 'warn' })
  const results: (Figure & { readonly bench: string })[] = []
  for (const bench of chosen) {
    const server = await throwAwayServer({ serverUrl: process.env['DATABASE_URL'], clock, log, signal })
    try {
      const figures = await bench.run({
        databaseUrl: server.url,
        clock,
        log,
        signal,
        option: (name, otherwise) => numbers[name] ?? otherwise,
        say: (text) => console.error(text),
      })
      results.push(...figures.map((figure) => ({ bench: bench.name, ...figure })))
    } finally {
      await server.dispose()
    }
  }
  console.table(results)
  if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`)
}

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('stopped')))
process.once('SIGTERM', () => stop.abort(new Error('stopped')))
const asked = readArguments()
if (asked.chosen.length === 0) for (const { name, describe } of benches) console.log(`${name.padEnd(12)} ${describe}`)
else await runAll(asked, stop.signal)
