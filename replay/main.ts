import { open, writeFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { SIM_MERCHANT, startSimServer } from '../simulate/server.ts'
import { SystemClock } from '../src/clock.ts'
import { endSignals } from '../src/end-signals.ts'
import { explainError, UsageError } from '../src/explain-error.ts'
import { createLog } from '../src/log.ts'
import { causeChaos, type Chaos } from './crew/chaos.ts'
import { AS_WORKER } from './crew/process-crew.ts'
import { workForReplay } from './crew/worker-process.ts'
import { InputError } from './input/input-error.ts'
import { readGoods } from './input/read-goods.ts'
import { readMoments } from './input/read-orders.ts'
import { readOptions, usage, type Options } from './options.ts'
import { MemoryWatch } from './report/memory.ts'
import { isGood, toFigures, toText, type Outcome } from './report/report.ts'
import { replay } from './run.ts'

const { signal } = endSignals()
if (process.argv[2] === AS_WORKER) await workForReplay()
else process.exitCode = await main(process.argv.slice(2))
// Whatever a library has left open must not keep the process.
process.exit()

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args)
    if (options === 'help') {
      console.log(usage)
      return 0
    }
    const outcome = await run(options)
    const figures = toFigures(outcome)
    console.log(toText(outcome))
    if (options.json !== null) await writeFile(options.json, `${JSON.stringify(figures)}\n`)
    return isGood(figures) ? 0 : 1
  } catch (error) {
    if (signal.aborted) {
      console.error('stopped')
      return 130
    }
    const isMendable = error instanceof InputError || error instanceof UsageError
    console.error(isMendable ? error.message : explainError(error))
    return 2
  }
}

async function run(options: Options): Promise<Outcome> {
  const { orders, skus, stock, opening, fromMs, lines, refused, unknown, feedLagMs, speed, workers, chaos } = options
  const beganMs = performance.now()
  const goods = await readGoods(skus, signal)
  await checkWritable(options.json)
  for (const sku of opening.keys()) if (!goods.has(sku)) throw new UsageError(`--opening: SKU ${sku} is not in ${skus}`)
  const log = createLog({ level: workers > 1 ? 'silent' : 'error' })
  const memory = new MemoryWatch(new SystemClock())
  const done: Chaos = { kills: 0, restarts: 0 }
  const began = Promise.withResolvers<void>()
  const over = new AbortController()
  const beside: Promise<void>[] = [memory.run(over.signal)]
  await using undo = new AsyncDisposableStack()
  // What is dead has to go; but each look at a table's statistics has every statement about it planned anew.
  const server = await startSimServer(1, signal, {
    settings: { autovacuum: 'on', autovacuum_naptime: '20s' },
  })
  undo.defer(() => server.dispose())
  undo.defer(async () => {
    if (process.stderr.isTTY) process.stderr.write('\n')
    over.abort()
    await Promise.all(beside)
  })
  const [url = ''] = server.databases
  const replayed = await replay({
    url,
    schema: `m_${SIM_MERCHANT}`,
    goods,
    opening: (sku) => opening.get(sku) ?? Math.floor(stock * (goods.get(sku)?.soldBefore ?? 0)),
    moments: () => readMoments(orders, { goods, signal, fromMs: fromMs ?? -Infinity, lines: lines ?? Infinity }),
    faults: { refused, unknown, feedLagMs },
    speed,
    workers,
    log,
    signal,
    onCrew(crew) {
      const about = { restartDatabase: () => server.interrupt(), streamBegan: began.promise, signal: over.signal }
      if (!chaos) return
      const causing = causeChaos(crew, done, about)
      // Should it fail, that is told at the end.
      causing.catch(() => undefined)
      beside.push(causing)
    },
    onProgress(atMs, { linesIn }) {
      began.resolve()
      if (process.stderr.isTTY) process.stderr.write(`\r${new Date(atMs).toISOString().slice(0, 16)}  ${linesIn} lines `)
    },
  })
  await memory.look()
  const wallSeconds = (performance.now() - beganMs) / 1_000
  return { ...replayed, wallSeconds, peakMb: memory.peakMb, processes: memory.processes, chaos: chaos ? done : null }
}

/** Before all the work, not after it. */
async function checkWritable(json: string | null): Promise<void> {
  if (json === null) return
  try {
    await (await open(json, 'a')).close()
  } catch (error) {
    throw new UsageError(`--json: ${json} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
  }
}
