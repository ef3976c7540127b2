import type { Policy } from '../policies/policy.ts'
import type { Scenario } from '../scenario.ts'
import { editByHand, type ShopFront } from './shop-front.ts'

interface Planning {
  readonly fronts: readonly ShopFront[]
  readonly policy: Policy
  readonly at: (tick: number, name: string, run: () => void | Promise<void>) => void
}

/** What people do beside the shoppers: at a seller's console, and at ours. */
export function planPeople({ hands = [], stops = [] }: Scenario, { fronts, policy, at }: Planning): void {
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
