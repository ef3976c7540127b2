import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import type { SystemClock } from '../../src/clock.ts'

export interface Program extends AsyncDisposable {
  readonly url: string
  /** Of the first administrator; only a first start on an embedded database shows one. */
  readonly key: string | undefined
  /** From the command until it said that it is ready. */
  readonly readyMs: number
  /** Resident memory without PostgreSQL, in MB: of the program, and of the starter that waits for it. */
  memoryMb(): Promise<{ readonly program: number; readonly starter: number }>
}

const READY_MS_MAX = 120_000

/** What `npm start -- --bare` runs, or with other arguments, with only this environment. It has started once it says `until`. */
export async function startProgram(
  env: Readonly<Record<string, string>>,
  clock: SystemClock,
  { args = ['--bare'], until = 'OnePool is ready' }: { readonly args?: readonly string[]; readonly until?: string } = {},
): Promise<Program> {
  const beganMs = performance.now()
  const path = process.env['PATH'] ?? ''
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    env: { PATH: path, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  const tooLate = clock.deadline(READY_MS_MAX)
  while (!out.includes(until)) {
    if (child.exitCode !== null) throw new Error(`the program ended: ${out}`)
    await clock.sleep(5, tooLate)
  }
  const readyMs = performance.now() - beganMs
  const url = /API: (http:\S+)\/graphql/.exec(out)?.[1]
  if (url === undefined) throw new Error(`the program did not say where it listens: ${out}`)
  return {
    url,
    key: /Bearer ([\w-]+)/.exec(out)?.[1],
    readyMs,
    memoryMb: async () => ({
      program: await residentMb(await onlyChild(child.pid)),
      starter: await residentMb(child.pid),
    }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exit
    },
  }
}

/** The program is the starter's first child; PostgreSQL comes after it. */
async function onlyChild(pid: number | undefined): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return Number(children.trim().split(' ')[0])
}

async function residentMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024
}
