import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { endSignals } from '../src/end-signals.ts'
import { generate } from './generate.ts'
import { readOptions, usage, type Options } from './options.ts'
import { toJsonLine } from './report/result.ts'
import { toTable, turnedAwayOf } from './report/table.ts'
import { readScenarios } from './read-scenarios.ts'
import type { Scenario } from './scenario.ts'
import { SIM_MERCHANT, startSimServer } from './server.ts'
import { SimWorker, type Done, type Job } from './worker.ts'

const WORKER = '--as-worker'

/** What a worker process is told of its work; the answers come back the same way. */
interface Ask {
  readonly job: Job
}

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args)
  if (options === 'help') {
    console.log(usage)
    return 0
  }
  const scenarios = await scenariosOf(options)
  const jobs = scenarios.flatMap((scenario, n) =>
    options.policies.map((policy): Job => {
      const sockets = options.socketsEvery > 0 && n % options.socketsEvery === options.socketsEvery - 1
      return { scenario, policy, ranks: options.ranks, sockets, trace: options.trace, shrink: options.shrink }
    }),
  )
  const done = await runAll(jobs, { ...options, signal })
  const results = done.map(({ result }) => result)
  console.table(toTable(results))
  const own = results.filter(({ policy }) => policy === 'onepool')
  if (own.length > 0) console.log('units asked for in vain while as many were unsold, by where those were:', turnedAwayOf(own))
  const failed = done.filter((one) => one.failed)
  if (failed.length > 0) console.log(`seeds that failed: ${failed.map(({ result }) => result.seed).join(', ')}`)
  return failed.length === 0 ? 0 : 1
}

async function scenariosOf({ scenarios, from, seeds, family }: Options): Promise<readonly Scenario[]> {
  if (scenarios !== null) return readScenarios(await readFile(scenarios, 'utf8'))
  return Array.from({ length: seeds }, (_, n) => generate(from + n, family))
}

async function runAll(
  jobs: readonly Job[],
  { workers, json, signal }: Options & { readonly signal: AbortSignal },
): Promise<readonly Done[]> {
  const server = await startSimServer(Math.min(workers, jobs.length), signal, { inMemory: true })
  const lines = json === null ? null : createWriteStream(json)
  const results: Done[] = []
  const queue = [...jobs]
  const onDone = (done: Done): void => {
    const { result, text } = done
    results.push(done)
    if (text !== '') console.log(text)
    lines?.write(toJsonLine(result))
    if (results.length % 100 === 0) console.error(`${results.length} of ${jobs.length} runs`)
  }
  try {
    await Promise.all(server.databases.map((url) => workOff(queue, { url, onDone, signal })))
  } finally {
    await server.dispose()
    if (lines) await new Promise<void>((resolve) => lines.end(resolve))
  }
  return results.toSorted((a, b) => a.result.seed - b.result.seed)
}

interface Working {
  readonly url: string
  readonly signal: AbortSignal
  readonly onDone: (done: Done) => void
}

/** One worker process, given one job after the other until there is none left. */
async function workOff(queue: Job[], { url, onDone, signal }: Working): Promise<void> {
  const file = process.argv[1]
  if (file === undefined) throw new Error('the program does not know its own file')
  const child = spawn(process.execPath, ['--enable-source-maps', file, WORKER], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    signal,
  })
  child.once('error', () => undefined)
  try {
    // The address has a password: it is told, never shown among the arguments.
    child.send({ url })
    for (let job = queue.shift(); job; job = queue.shift()) onDone(await ask(child, { job }))
  } finally {
    if (child.connected) child.disconnect()
  }
}

function ask(child: ChildProcess, message: Ask): Promise<Done> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`a worker ended with ${code ?? 'a signal'}`))
    child.once('exit', gone)
    child.once('message', (answer: Done & { readonly error?: string }) => {
      child.off('exit', gone)
      if (answer.error === undefined) resolve(answer)
      else reject(new Error(answer.error))
    })
    child.send(message)
  })
}

/** A worker process: ends at once when its parent does, whatever it is doing. Nothing of a run is needed afterwards. */
async function work(): Promise<void> {
  const stop = new AbortController()
  process.once('disconnect', () => process.exit())
  // Ctrl-C reaches everybody: the parent says when to end.
  for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, () => undefined)
  const url = await new Promise<string>((resolve) => process.once('message', (told: { url: string }) => resolve(told.url)))
  const worker = await SimWorker.open({ url, schema: `m_${SIM_MERCHANT}`, signal: stop.signal })
  const answer = async ({ job }: Ask): Promise<void> => {
    try {
      process.send?.(await worker.do(job))
    } catch (error) {
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }
  process.on('message', (ask: Ask) => void answer(ask))
}

/** What a shell says of a program that was told to stop. */
const STOPPED = 130

const args = process.argv.slice(2)
if (args[0] === WORKER) await work()
else {
  const stop = endSignals()
  const code = await main(args, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
    return STOPPED
  })
  process.exit(code)
}
