import type { Policy } from '../policies/policy.ts'
import { TICK_MS, type Scenario } from '../scenario.ts'
import { editByHand, type ShopFront } from './shop-front.ts'

interface Planning {
  readonly fronts: readonly ShopFront[]
  readonly policy: Policy
  /** When the first tick is. */
  readonly start: Date
  readonly at: (tick: number, name: string, run: () => void | Promise<void>) => void
}

/** What people do beside the shoppers: at a seller's console, and at ours. */
export function planPeople(
  { hands = [], stops = [], recipeChange, campaign }: Scenario,
  { fronts, policy, start, at }: Planning,
): void {
  if (recipeChange) {
    const from = new Date(start.getTime() + recipeChange.tick * TICK_MS)
    at(recipeChange.toldTick, 'another recipe is told', () => policy.changeRecipe(from))
  }
  if (campaign) {
    const startsAt = new Date(start.getTime() + campaign.tick * TICK_MS)
    at(1, 'a flash sale is planned', () => policy.planCampaign(startsAt))
  }
  for (const { tick, shop, units } of hands) {
    const front = fronts[shop]
    if (front) at(tick, `${front.code}: a hand moves its number by ${units}`, () => editByHand(front, units))
  }
  for (const { tick, shop, resumeTick } of stops) {
    const front = shop === null ? null : (fronts[shop] ?? null)
    const name = front?.code ?? 'everything'
    at(tick, `${name} is stopped`, () => policy.stop(front))
    at(resumeTick, `${name} may sell again`, () => policy.resume(front))
  }
}
