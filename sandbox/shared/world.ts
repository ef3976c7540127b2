import type { Clock } from './clock.ts'
import { Faults } from './faults.ts'
import { Random } from './random.ts'

/** What surrounds one platform: its clock, which may run wrong, how late its lists are, who may call, and its faults. */
export class World {
  readonly clock: Clock
  readonly random: Random
  readonly faults: Faults
  /** The platform's clock against the true one. */
  skewMs = 0
  /** How late lists show what happened; single reads are always fresh. */
  feedLagMs = 0
  /** Null: every caller may come. */
  allowedAddresses: ReadonlySet<string> | null = null
  /** Methods the application has not been granted. */
  readonly forbiddenMethods = new Set<string>()
  /** Flow control: calls of one application to one method in a second. */
  callsPerSecond = 10_000
  /** Flow control: all calls of one application in a day. */
  callsPerDay = 100_000_000

  constructor(clock: Clock, seed: number) {
    this.clock = clock
    this.random = new Random(seed)
    this.faults = new Faults(new Random(seed ^ 0x5eed))
  }

  /** Set while a fault keeps back half of every page. */
  halvingPages = false

  /** The rows of a page as they go out. */
  pageOf<Row>(rows: readonly Row[]): readonly Row[] {
    return this.halvingPages ? rows.slice(0, Math.ceil(rows.length / 2)) : rows
  }

  /** The platform's time. */
  now(): Date {
    return new Date(this.clock.now().getTime() + this.skewMs)
  }

  /** The instant whose state the lists show. */
  listedAt(): Date {
    return new Date(this.now().getTime() - this.feedLagMs)
  }
}
