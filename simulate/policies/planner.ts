import { RuleShelf } from '../../src/allocation/read-rules.ts'
import type { QuotaPolicy } from '../../src/domain/publishing/wanted-quotas.ts'
import { tendCampaigns } from '../../src/campaigns/tend-campaigns.ts'
import { LedgerCursor, planQuotas, sweepQuotas } from '../../src/publishing/plan-quotas.ts'
import { tendVersions } from '../../src/publishing/tend-versions.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import type { SimMerchant } from '../merchant.ts'
import type { PolicyWorld } from './policy.ts'

/** As the product's own slow look. */
const SWEEP_MS = 600_000

interface Planning {
  readonly merchant: SimMerchant
  readonly desk: StockDesk
  readonly policy: QuotaPolicy | undefined
}

/** Reckons what listings should be able to sell, as a process of the product does. */
export class Planner {
  readonly #world: PolicyWorld
  readonly #parts: Planning
  readonly #shelf = new RuleShelf()
  readonly #cursor: LedgerCursor
  #sweptAtMs = -Infinity

  constructor(world: PolicyWorld, parts: Planning) {
    this.#world = world
    this.#parts = parts
    this.#cursor = new LedgerCursor(world.clock.now().getTime())
  }

  /** What something has happened to is planned anew at once, everything now and then. */
  async plan(): Promise<void> {
    const { clock, signal, scenario } = this.#world
    const { merchant, desk, policy } = this.#parts
    const { em } = merchant
    const planning = { em, clock, signal, granting: desk, shelf: this.#shelf, ...(policy ? { policy } : {}) }
    const nowMs = clock.now().getTime()
    const versions = scenario.recipeChange ? await tendVersions({ em, desk, clock, signal }) : []
    const turned = scenario.campaign ? await tendCampaigns({ em, desk, clock, signal }) : []
    const changed = [...new Set([...versions, ...turned, ...(await this.#cursor.changed(planning, 'newest'))])]
    if (nowMs - this.#sweptAtMs >= SWEEP_MS) {
      this.#sweptAtMs = nowMs
      await sweepQuotas(planning, '0')
    } else if (changed.length > 0) await planQuotas(planning, changed)
  }
}
