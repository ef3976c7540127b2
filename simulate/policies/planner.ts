import type { QuotaPolicy } from '../../src/domain/publishing/wanted-quotas.ts'
import { MerchantPlanner, newest, type Look } from '../../src/publishing/merchant-planner.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import type { SimMerchant } from '../merchant.ts'
import type { PolicyWorld } from './policy.ts'

interface Planning {
  readonly merchant: SimMerchant
  readonly desk: StockDesk
  readonly policy: QuotaPolicy | undefined
  /** Whether units may be shown beyond the goods: only then there is a budget to follow. */
  readonly overcommit: boolean
}

/**
 * Reckons what listings should be able to sell, as a process of the product does: at once what something has happened to, and
 * everything now and then. What no scenario of this kind can have made due is not looked for; rules are said before anything is sold.
 */
export class Planner {
  readonly #world: PolicyWorld
  readonly #parts: Planning
  readonly #look: Look
  readonly #planner: MerchantPlanner

  constructor(world: PolicyWorld, parts: Planning) {
    const { recipeChange, campaign } = world.scenario
    this.#world = world
    this.#parts = parts
    this.#look = {
      ...newest,
      versions: recipeChange !== undefined,
      campaigns: campaign !== undefined,
      budget: parts.overcommit,
      sweep: 'whole',
    }
    this.#planner = new MerchantPlanner(world.clock.now().getTime())
  }

  async plan(): Promise<void> {
    const { clock, signal } = this.#world
    const { merchant, desk, policy } = this.#parts
    await this.#planner.plan({ em: merchant.em, clock, signal, desk, ...(policy ? { policy } : {}) }, this.#look)
  }
}
