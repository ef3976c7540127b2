import type { Log } from '../../src/log.ts'
import type { SystemClock } from '../../src/clock.ts'

/** One measured number, beside the number it is compared with. */
export interface Figure {
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** Measured in the same run; null where the figure stands alone. */
  readonly baseline: number | null
  readonly ratio: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

export interface BenchContext {
  /** The program's role on a PostgreSQL of this run, migrated; nothing in it is kept. */
  readonly databaseUrl: string
  readonly clock: SystemClock
  readonly log: Log
  /** Aborts when the run is to end early. */
  readonly signal: AbortSignal
  /** A whole number given on the command line as `--name N`. */
  option(name: string, otherwise: number): number
  /** A remark for whoever watches; not part of the figures. */
  say(text: string): void
}

export interface Bench {
  readonly name: string
  /** One line: what is measured, against what. */
  readonly describe: string
  run(context: BenchContext): Promise<readonly Figure[]>
}

export function ratioTo(baseline: number, value: number): number {
  return Math.round((value / baseline) * 100) / 100
}
