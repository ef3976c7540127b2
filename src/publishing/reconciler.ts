import { tendCampaigns } from '../campaigns/tend-campaigns.ts'
import { RuleFollower } from '../allocation/follow-rules.ts'
import { RuleShelf } from '../allocation/read-rules.ts'
import type { Clock } from '../clock.ts'
import type { Orm } from '../db/orm.ts'
import type { Log } from '../log.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import { learnTagDemand } from './learn-tags.ts'
import { LedgerCursor, planQuotas, sweepQuotas, type Planning } from './plan-quotas.ts'
import { tendVersions } from './tend-versions.ts'
import { withdrawOvercommits } from './withdraw-overcommits.ts'

export interface Reconciling {
  readonly orm: Orm
  readonly desks: StockDesks
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Told that a merchant has channels to publish. */
  readonly onPlanned: (schema: string) => void
}

interface Merchant {
  readonly cursor: LedgerCursor
  readonly rules: RuleFollower
  /** Where the slow look at everything goes on. */
  above: string
  sweptAtMs: number
}

/** A whole look at everything begins anew after so long. */
const SWEEP_MS = 600_000
/** So many pages of goods of which the rules say something else are planned at one tick, before other merchants have their turn. */
const RULE_PAGES_AT_ONCE = 10

/**
 * Keeps what is wanted of listings at what it should be: at once where this process has changed something, within a tick
 * where another one has, and by a slow look at everything where both were missed. Any number of processes may do it: they come
 * to the same.
 */
export class Reconciler {
  readonly #parts: Reconciling
  readonly #shelf = new RuleShelf()
  readonly #merchants = new Map<string, Merchant>()
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
    const planning = { em: orm.em.fork({ schema }), clock, signal, granting: desks.of(schema), shelf: this.#shelf }
    const nowMs = clock.now().getTime()
    const merchant = this.#merchants.get(schema) ?? newMerchant(nowMs)
    this.#merchants.set(schema, merchant)
    const versions = sweeps ? await tendVersions({ ...planning, desk: desks.of(schema) }) : []
    const turned = sweeps ? await tendCampaigns({ ...planning, desk: desks.of(schema) }) : []
    const changed = [
      ...new Set([...versions, ...turned, ...(await merchant.cursor.changed(planning, sweeps ? 'all' : 'newest'))]),
    ]
    const planned = changed.length === 0 ? [] : (await planQuotas(planning, changed)).channels
    const withdrawn = sweeps ? await withdrawOvercommits(planning) : []
    const ruled = sweeps ? await this.#followRules(merchant, planning) : []
    const swept = sweeps ? await this.#sweep(merchant, planning) : []
    if (planned.length + withdrawn.length + ruled.length + swept.length > 0) onPlanned(schema)
  }

  async #followRules({ rules }: Merchant, planning: Planning): Promise<readonly string[]> {
    const channels: string[] = []
    for (let page = 0; page < RULE_PAGES_AT_ONCE; page += 1) {
      const goods = await rules.next(planning.em.fork(), { shelf: this.#shelf, nowMs: planning.clock.now().getTime() })
      if (goods.length === 0) break
      channels.push(...(await planQuotas(planning, goods)).channels)
    }
    return channels
  }

  async #sweep(merchant: Merchant, planning: Planning): Promise<readonly string[]> {
    const nowMs = planning.clock.now().getTime()
    if (merchant.above === '0' && nowMs < merchant.sweptAtMs) return []
    if (merchant.above === '0') await learnTagDemand(planning.em.fork(), planning.clock.now())
    const { next, channels } = await sweepQuotas(planning, merchant.above)
    merchant.above = next ?? '0'
    if (next === null) merchant.sweptAtMs = nowMs + SWEEP_MS
    return channels
  }
}

function newMerchant(nowMs: number): Merchant {
  return { cursor: new LedgerCursor(nowMs), rules: new RuleFollower(), above: '0', sweptAtMs: nowMs }
}
