import { readdir, readFile } from 'node:fs/promises'
import type { Clock } from '../../src/clock.ts'

const EVERY_MS = 1_000

/** One process of the replay. */
export interface ProcessMemory {
  readonly name: string
  readonly peakMb: number
}

/** Watches how much memory this process and all it has started need: shared pages count once, where the system tells them apart. */
export class MemoryWatch {
  readonly #clock: Clock
  readonly #peaks = new Map<number, { readonly name: string; mb: number }>()
  #peakMb = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get peakMb(): number {
    return Math.round(Math.max(this.#peakMb, this.#peaks.size === 0 ? process.resourceUsage().maxRSS / 1024 : 0))
  }

  /** The processes of one name together. */
  get processes(): readonly ProcessMemory[] {
    const byName = Map.groupBy(this.#peaks.values(), ({ name }) => name)
    return [...byName].map(([name, all]) => ({ name, peakMb: Math.round(all.reduce((sum, { mb }) => sum + mb, 0)) }))
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look()
      await this.#clock.sleep(EVERY_MS, signal).catch(() => undefined)
    }
  }

  async look(): Promise<void> {
    const seen = await Promise.all((await family()).map(async ({ pid, name }) => ({ pid, name, mb: await ownMb(pid) })))
    let sum = 0
    for (const { pid, name, mb } of seen) {
      sum += mb
      const peak = this.#peaks.get(pid) ?? { name, mb: 0 }
      peak.mb = Math.max(peak.mb, mb)
      this.#peaks.set(pid, peak)
    }
    this.#peakMb = Math.max(this.#peakMb, sum)
  }
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
