import { readdir, readFile } from 'node:fs/promises'
import type { Clock } from '../../src/clock.ts'

const EVERY_MS = 5_000

/** One process of the replay. */
export interface ProcessMemory {
  readonly name: string
  readonly peakMb: number
}

/** Watches how much memory this process and all it has started need: shared pages count once, where the system tells them apart. */
export class MemoryWatch {
  readonly #clock: Clock
  readonly #peaks = new Map<string, number>()
  #peakMb = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get peakMb(): number {
    return Math.round(Math.max(this.#peakMb, this.#peaks.size === 0 ? process.resourceUsage().maxRSS / 1024 : 0))
  }

  /** The processes of one name together. */
  get processes(): readonly ProcessMemory[] {
    return [...this.#peaks].map(([name, mb]) => ({ name, peakMb: Math.round(mb) }))
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look()
      await this.#clock.sleep(EVERY_MS, signal).catch(() => undefined)
    }
  }

  async look(): Promise<void> {
    const seen = await Promise.all((await family()).map(async ({ pid, name }) => ({ name, mb: await ownMb(pid) })))
    for (const [name, of] of Map.groupBy(seen, (one) => one.name))
      this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, sumOf(of)))
    this.#peakMb = Math.max(this.#peakMb, sumOf(seen))
  }
}

function sumOf(all: readonly { readonly mb: number }[]): number {
  return all.reduce((sum, { mb }) => sum + mb, 0)
}

interface Relative {
  readonly pid: number
  readonly parent: number
  readonly name: string
}

/** This process and everything below it; empty where the system does not tell. */
async function family(): Promise<readonly Relative[]> {
  const entries = await readdir('/proc').catch(() => [])
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number)
  const all = (await Promise.all(pids.map(relative))).flatMap((one) => one ?? [])
  const found = all.filter(({ pid }) => pid === process.pid)
  // Each is followed to its children; a process has one parent, so this ends.
  for (let at = 0; at < found.length; at += 1) found.push(...all.filter(({ parent }) => parent === found[at]?.pid))
  return found
}

async function relative(pid: number): Promise<Relative | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(stat) ?? []
  return name === undefined ? undefined : { pid, parent: Number(parent), name }
}

/** Its pages, those it shares with others in part. */
async function ownMb(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024
}
