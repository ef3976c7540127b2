import { RuleShelf } from '../allocation/read-rules.ts'
import type { Clock } from '../clock.ts'
import type { Orm } from '../db/orm.ts'
import type { Log } from '../log.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import { everything, MerchantPlanner, newest } from './merchant-planner.ts'

export interface Reconciling {
  readonly orm: Orm
  readonly desks: StockDesks
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Told that a merchant has channels to publish. */
  readonly onPlanned: (schema: string) => void
}

/**
 * Keeps what is wanted of listings at what it should be: at once where this process has changed something, within a tick
 * where another one has, and by a slow look at everything where both were missed. Any number of processes may do it: they come
 * to the same.
 */
export class Reconciler {
  readonly #parts: Reconciling
  readonly #shelf = new RuleShelf()
  readonly #merchants = new Map<string, MerchantPlanner>()
  readonly #asked = new Set<string>()
  #askedAll = false
  #running: Promise<void> | undefined

  constructor(parts: Reconciling) {
    this.#parts = parts
  }

  /** Something may have changed anywhere. */
  tick(): void {
    this.#askedAll = true
    this.#run()
  }

  /** This merchant's stock has changed. */
  wake(schema: string): void {
    this.#asked.add(schema)
    this.#run()
  }

  async drain(): Promise<void> {
    while (this.#running) await this.#running
  }

  #run(): void {
    const { signal, log } = this.#parts
    if (signal.aborted) return
    this.#running ??= this.#planAsked()
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'quotas were not planned; they are at the next tick')
      })
      .finally(() => {
        this.#running = undefined
        if (this.#asked.size > 0) this.#run() // Asked in the very moment of its end.
      })
  }

  async #planAsked(): Promise<void> {
    const { orm, signal } = this.#parts
    while (!signal.aborted && (this.#askedAll || this.#asked.size > 0)) {
      const all = this.#askedAll
      this.#askedAll = false
      const schemas = all ? (await listMerchants(orm.em.fork())).map(({ schema }) => schema) : [...this.#asked]
      this.#asked.clear()
      for (const schema of schemas) await this.#plan(schema, all)
    }
  }

  async #plan(schema: string, sweeps: boolean): Promise<void> {
    const { orm, desks, clock, signal, onPlanned } = this.#parts
    const merchant = this.#merchants.get(schema) ?? new MerchantPlanner(clock.now().getTime(), { shelf: this.#shelf })
    this.#merchants.set(schema, merchant)
    const planning = { em: orm.em.fork({ schema }), clock, signal, desk: desks.of(schema) }
    const channels = await merchant.plan(planning, sweeps ? everything : newest)
    if (channels.length > 0) onPlanned(schema)
  }
}
