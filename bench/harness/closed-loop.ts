import { performance } from 'node:perf_hooks'
import { atShare } from './at-share.ts'

export interface LoopResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly calls: number
  /** Processor time of this process per call. */
  readonly cpuMsPerCall: number
}

/**
 * `callers` ask again as soon as they have their answer, for `seconds`. Calls under way at the end are awaited, and
 * counted only if they ended in time. The first error ends the loop: a benchmark that fails has no figure.
 */
export async function closedLoop(
  { callers, seconds, signal }: { readonly callers: number; readonly seconds: number; readonly signal: AbortSignal },
  call: (caller: number) => Promise<unknown>,
): Promise<LoopResult> {
  const latenciesMs: number[] = []
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  const endMs = startMs + seconds * 1_000
  const caller = async (n: number): Promise<void> => {
    for (let beganMs = performance.now(); beganMs < endMs; beganMs = performance.now()) {
      signal.throwIfAborted()
      await call(n)
      const doneMs = performance.now()
      if (doneMs <= endMs) latenciesMs.push(doneMs - beganMs)
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, n) => caller(n)))
  const { user, system } = process.cpuUsage(cpu)
  const sorted = Float64Array.from(latenciesMs).sort()
  const at = (share: number): number => round(atShare(sorted, share))
  return {
    perSecond: Math.round(sorted.length / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    calls: sorted.length,
    cpuMsPerCall: (user + system) / 1_000 / sorted.length,
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
