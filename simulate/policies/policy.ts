import type { Family } from '../families.ts'
import type { Scenario } from '../scenario.ts'
import type { Quiet } from '../world/quiet.ts'
import type { ShopFront } from '../world/shop-front.ts'
import type { SimClock } from '../world/sim-clock.ts'
import type { Pile } from '../supply.ts'
import type { Books } from './books.ts'

export const policyNames = ['onepool', 'naive-shared', 'percentage-split', 'static-split', 'onepool-overcommit'] as const
/** Those that are compared unless others are asked for. */
export function policiesOf(family: Family): readonly PolicyName[] {
  if (family === 'thin-tail') return ['onepool', 'onepool-overcommit']
  // The others know of one pool, of single units and of no locks.
  if (family === 'pools' || family === 'recipes' || family === 'campaigns') return ['onepool']
  return policyNames.filter((name) => name !== 'onepool-overcommit')
}

export type PolicyName = (typeof policyNames)[number]

/** What a policy finds itself in. */
export interface PolicyWorld {
  readonly scenario: Scenario
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly fronts: readonly ShopFront[]
  readonly signal: AbortSignal
  /** Puts on the agenda what the policy itself is due for. */
  readonly later: (at: Date, name: string, run: (rested?: boolean) => Promise<void>, more?: { readonly looks: boolean }) => void
}

/** Who decides what the shops are told. Every method may still be waiting for an answer when the clock goes on. */
export interface Policy {
  /** The shop is from now on kept in step. */
  join(front: ShopFront): Promise<void>
  receive(piles: readonly Pile[]): Promise<void>
  /** `rested`: polls before it were left out, which would have found nothing. A shop's poll is due: its orders are read, and then is done whatever they make due. */
  poll(front: ShopFront, rested?: boolean): Promise<void>
  /** The shop has told of one order: that one is asked for by itself, however late the lists are. */
  push(front: ShopFront, orderId: string): Promise<void>
  /** The operator stops a shop, or all (null), and lets it sell again. */
  stop(front: ShopFront | null): Promise<void>
  resume(front: ShopFront | null): Promise<void>
  /** The operator says what a set is made of from some time on. */
  changeRecipe(from: Date): Promise<void>
  /** The operator plans the flash sale of the scenario. */
  planCampaign(startsAt: Date): Promise<void>
  /**
   * What happens once a day: the shops' orders are read again by another way, and the operator, having looked at what other
   * hands did, lets every shop be raised again.
   */
  endDay(): Promise<void>
  /** What it has on record, where it keeps a ledger. */
  readonly books: Books | null
  dispose(): Promise<void>
}
