import { tendCampaigns } from '../campaigns/tend-campaigns.ts'
import { RuleFollower } from '../allocation/follow-rules.ts'
import { RuleShelf } from '../allocation/read-rules.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import { learnTagDemand } from './learn-tags.ts'
import { LedgerCursor, planQuotas, sweepQuotas, type Planning } from './plan-quotas.ts'
import { restoreOvercommits } from './restore-overcommits.ts'
import { tendVersions } from './tend-versions.ts'
import { withdrawOvercommits } from './withdraw-overcommits.ts'

/** What to look at beside what has happened to stock. */
export interface Look {
  /** How far back for what has happened. */
  readonly ledger: 'newest' | 'all'
  /** Versions of recipes that are to take effect. */
  readonly versions: boolean
  readonly campaigns: boolean
  /** Goods that are due since the overcommit budget has run out, or has come back. */
  readonly budget: boolean
  /** Goods of which the rules say something else than when they were planned. */
  readonly rules: boolean
  /** Everything, from time to time: a page of it, or all of it at once. */
  readonly sweep: 'page' | 'whole' | 'no'
}

/** What this process has changed itself. */
export const newest: Look = { ledger: 'newest', versions: false, campaigns: false, budget: false, rules: false, sweep: 'no' }
/** Whatever may be due. */
export const everything: Look = { ledger: 'all', versions: true, campaigns: true, budget: true, rules: true, sweep: 'page' }

type MerchantPlanning = Omit<Planning, 'shelf' | 'granting'> & { readonly desk: StockDesk }

/** A whole look at everything begins anew after so long. */
const SWEEP_MS = 600_000
/** So many pages of goods of which the rules say something else are planned at one tick, before other merchants have their turn. */
const RULE_PAGES_AT_ONCE = 10

interface Pacing {
  readonly shelf?: RuleShelf
  readonly sweepMs?: number
  /** What nothing has happened to since the last look at everything is left out of the next ones for so long; left out: of none. */
  readonly restMs?: number
  readonly sweepsAtOnce?: boolean
}

/** Finds what is to be planned of one merchant, and plans it. It remembers only how far it has looked: another one comes to the same. */
export class MerchantPlanner {
  readonly #shelf: RuleShelf
  readonly #sweepMs: number
  readonly #restMs: number
  readonly #cursor: LedgerCursor
  readonly #rules = new RuleFollower()
  /** Where the slow look at everything goes on. */
  #above = '0'
  #sweptAtMs: number
  /** When all of it was looked at, and not only what had moved. */
  #wholeAtMs: number
  readonly #moved = new Set<string>()

  constructor(nowMs: number, { shelf = new RuleShelf(), sweepMs = SWEEP_MS, restMs = 0, sweepsAtOnce = true }: Pacing = {}) {
    this.#shelf = shelf
    this.#sweepMs = sweepMs
    this.#restMs = restMs
    this.#cursor = new LedgerCursor(nowMs)
    this.#sweptAtMs = sweepsAtOnce ? -Infinity : nowMs
    this.#wholeAtMs = this.#sweptAtMs
  }

  /** Returns the channels that have something to publish now. */
  async plan({ desk, ...rest }: MerchantPlanning, look: Look): Promise<readonly string[]> {
    const planning = { ...rest, granting: desk, shelf: this.#shelf }
    const versions = look.versions ? await tendVersions({ ...planning, desk }) : []
    const turned = look.campaigns ? await tendCampaigns({ ...planning, desk }) : []
    const changed = [...new Set([...versions, ...turned, ...(await this.#cursor.changed(planning, look.ledger))])]
    if (this.#restMs > 0) for (const id of changed) this.#moved.add(id)
    // Who looks at everything now looks at these, too.
    const isFound = look.sweep === 'whole' && this.#isSweepDue(clockMs(planning))
    const channels =
      changed.length === 0 || isFound
        ? []
        : [...(await planQuotas({ ...planning, mayWait: look.sweep !== 'no' }, changed)).channels]
    if (look.budget) channels.push(...(await withdrawOvercommits(planning)), ...(await restoreOvercommits(planning)))
    if (look.rules) channels.push(...(await this.#followRules(planning)))
    if (look.sweep !== 'no') channels.push(...(await this.#sweep(planning, look.sweep)))
    return [...new Set(channels)]
  }

  async #followRules(planning: Planning): Promise<readonly string[]> {
    const channels: string[] = []
    for (let page = 0; page < RULE_PAGES_AT_ONCE; page += 1) {
      const goods = await this.#rules.next(planning.em.fork(), { shelf: this.#shelf, nowMs: clockMs(planning) })
      if (goods.length === 0) break
      channels.push(...(await planQuotas(planning, goods)).channels)
    }
    return channels
  }

  #isSweepDue(nowMs: number): boolean {
    return this.#above !== '0' || nowMs - this.#sweptAtMs >= this.#sweepMs
  }

  async #sweep(planning: Planning, sweep: 'page' | 'whole'): Promise<readonly string[]> {
    const nowMs = clockMs(planning)
    if (!this.#isSweepDue(nowMs)) return []
    if (this.#above === '0') await learnTagDemand(planning.em.fork(), planning.clock.now())
    if (nowMs - this.#wholeAtMs < this.#restMs) return this.#sweepMoved(planning)
    const channels: string[] = []
    do {
      planning.signal.throwIfAborted()
      const done = await sweepQuotas(planning, this.#above)
      channels.push(...done.channels)
      this.#above = done.next ?? '0'
    } while (sweep === 'whole' && this.#above !== '0')
    if (this.#above === '0') this.#sweptAtMs = this.#wholeAtMs = nowMs
    return channels
  }

  async #sweepMoved(planning: Planning): Promise<readonly string[]> {
    const nowMs = clockMs(planning)
    const { channels } = await planQuotas(planning, [...this.#moved])
    this.#moved.clear()
    this.#sweptAtMs = nowMs
    return channels
  }
}

function clockMs({ clock }: Pick<Planning, 'clock'>): number {
  return clock.now().getTime()
}
