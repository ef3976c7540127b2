import type { PoolUnits, Taker } from '../publishing/wanted-quotas.ts'
import type { TraceSteps } from './derivation.ts'
import type { ChannelRule, SkuRule } from './rule.ts'

/** One listing that sells from a pool, with what the rules say of its channel for the SKU that is reckoned. */
export interface RuledTaker extends Taker {
  readonly channelId: string
  readonly rule: ChannelRule
}

/** One SKU in one pool, with what the rules say of the SKU. */
export interface RuledPool extends PoolUnits {
  readonly rule: SkuRule
}

/**
 * What each listing should be able to sell out of one pool, by the rules, in units of one SKU. The sum never exceeds what is
 * there and what may be shown beyond it. `trace` is told how each number came about.
 */
export type RuledPolicy = (pool: RuledPool, takers: readonly RuledTaker[], trace?: TraceSteps) => ReadonlyMap<string, number>
