import type { Demand } from '../domain/publishing/demand.ts'
import { boostTakers } from '../domain/publishing/boost-takers.ts'
import type { QuotaStep } from '../domain/allocation/derivation.ts'
import { rulesAt, type SkuRules } from '../domain/allocation/effective-rule.ts'
import { NO_OVERCOMMIT } from '../domain/allocation/overcommit.ts'
import type { RuledPolicy, RuledPool, RuledTaker } from '../domain/allocation/policy.ts'
import type { ChannelRule, Rule } from '../domain/allocation/rule.ts'
import { mayOvercommit, overcommitOf, withOvercommit, type Sold } from './plan-overcommit.ts'
import { preparePlan, type PreparedPlan, type PreparedTaker } from './prepare-plan.ts'
import type { PlanFacts, PlanListing } from './read-plan.ts'
import { roomForPending } from './room-for-pending.ts'

/** What a listing should be able to sell, and what is known of its demand. */
export interface Planned {
  readonly listing: PlanListing
  readonly quota: number
  readonly wanted: number
  readonly demand: Demand
}

export interface StepAt extends QuotaStep {
  readonly listingId: string
  readonly poolId: string
  readonly skuId: string
}

/** A SKU in a pool, who sells it, and what each of them should have of it, in units. */
export interface Shared {
  readonly pool: RuledPool
  readonly takers: readonly (RuledTaker & { readonly boostTo: number | null })[]
  readonly wanted: ReadonlyMap<string, number>
  /** Campaigns have a say, or units beyond the goods are shown. */
  readonly isSpecial: boolean
}

export interface Planning {
  readonly policy: RuledPolicy
  readonly nowMs: number
  /** When the rules are to count; left out: now. */
  readonly rulesAtMs?: number
  /** Units beyond the goods: as they were granted, or as the rules ask for, for who only tries these. Left out: as granted. */
  readonly overcommit?: 'granted' | 'asked'
  /** Told of each SKU in each pool of which units are, or might be, shown beyond the goods. */
  readonly onShown?: (at: { readonly poolId: string; readonly skuId: string }, sold: Sold) => void
  /** Told how each SKU in each pool is shared. */
  readonly onShared?: (shared: Shared) => void
  /** Told each step of the reckoning, where somebody wants to know. */
  readonly onStep?: (step: StepAt) => void
}

/**
 * Reckons every listing that is written to, pool by pool and SKU by SKU. A set gets what its scarcest component allows; what it
 * cannot use of the others is shared once more.
 */
export function planWanted(facts: PlanFacts, planning: Planning): readonly Planned[] {
  return planPrepared(preparePlan(facts, planning.nowMs), facts.book.rules, planning)
}

/** The same by rules that may be others than those that count. */
export function planPrepared(prepared: PreparedPlan, rules: readonly Rule[], planning: Planning): readonly Planned[] {
  const { facts, listings, isAlone } = prepared
  const sharing = { prepared, rules, planning }
  const sets = shareAll(sharing, isAlone ? null : shareAll({ ...sharing, planning: silent(planning) }, null))
  const planned: Planned[] = []
  for (const { listing, demand, quota, firstSlot, pools } of listings) {
    if (pools === 0) continue
    let shared = 0
    for (let slot = firstSlot; slot < firstSlot + pools; slot += 1) shared += setsAt(sets, slot)
    const least = Math.min(quota, facts.least?.get(listing.id) ?? 0)
    const room = facts.pending.size === 0 ? Infinity : roomForPending(facts, listing.id)
    const wanted = Math.max(least, Math.min(shared, room, listing.cutTo ?? Infinity))
    planned.push({ listing, quota, wanted, demand })
  }
  return planned
}

function silent({ onStep: _nobody, onShown: _either, onShared: _neither, ...planning }: Planning): Planning {
  return planning
}

interface Sharing {
  readonly prepared: PreparedPlan
  readonly rules: readonly Rule[]
  readonly planning: Planning
}

/** Sets by slot; infinite where nothing was reckoned. `most`: what sets can use, where that was found out before. */
function shareAll({ prepared, rules, planning }: Sharing, most: Float64Array | null): Float64Array {
  const { facts, pools, slots } = prepared
  const { policy, nowMs, rulesAtMs = nowMs, onStep } = planning
  const ruling = rulesAt(rules, rulesAtMs)
  const sets = new Float64Array(slots).fill(Infinity)
  for (const { balance, takers: sellers } of pools) {
    const { poolId, skuId, lockedUnits = 0, overcommit = NO_OVERCOMMIT, ...pool } = balance
    const ruled = ruling.for({ id: skuId, tags: facts.tags.get(skuId) ?? [] })
    const takers = sellers.map((one) => ({ ...one.taker, rule: ruleFor(one, ruled, most) }))
    const trace = onStep && ((listingId: string, step: QuotaStep) => onStep({ ...step, listingId, poolId, skuId }))
    if (trace && lockedUnits > 0) {
      for (const { listingId } of takers) trace(listingId, { kind: 'campaign lock', units: -lockedUnits, toUnits: 0 })
    }
    const sold = { pool: { ...pool, rule: ruled.sku }, takers, lockedUnits, nowMs }
    // What was granted counts against the budget until it is taken back, though nothing of it is shown any more.
    const isGranted = overcommit.units > 0 || (balance.overcommit?.perDay ?? 0) > 0
    const mayShow = isGranted || mayOvercommit(ruled.sku)
    if (mayShow) planning.onShown?.({ poolId, skuId }, sold)
    const beyond = mayShow ? overcommitOf(facts, sold, planning.overcommit === 'asked' ? 'asked' : overcommit) : NO_OVERCOMMIT
    if (trace) for (const id of beyond.shown) trace(id, { kind: 'overcommit', units: beyond.units, toUnits: 0 })
    const shown = withOvercommit(sold, beyond)
    const wanted = boostTakers(policy(shown.pool, shown.takers, trace), shown.pool, takers)
    planning.onShared?.({ pool: sold.pool, takers, wanted, isSpecial: mayShow || lockedUnits > 0 })
    for (const { slot, promisedSets: promised, taker } of sellers) {
      const { listingId, perSet } = taker
      const units = (wanted.get(listingId) ?? 0) + promised * perSet
      if (promised > 0) trace?.(listingId, { kind: 'campaign lock', units: promised * perSet, toUnits: units })
      sets[slot] = Math.min(sets[slot] ?? Infinity, Math.floor(units / perSet))
    }
  }
  return sets
}

function setsAt(sets: Float64Array, slot: number): number {
  const found = sets[slot] ?? Infinity
  return found === Infinity ? 0 : found
}

/** What the rules say of it, as far as a set can use it, and no less than its platform wants to see. */
function ruleFor({ slot, isSet, leastUnits, taker }: PreparedTaker, ruled: SkuRules, most: Float64Array | null): ChannelRule {
  const usable = isSet && most ? setsAt(most, slot) * taker.perSet : Infinity
  return atLeast(limited(ruled.of(taker.channelId), usable), leastUnits)
}

function limited(rule: ChannelRule, units: number): ChannelRule {
  if (units === Infinity) return rule
  return { ...rule, floorUnits: Math.min(rule.floorUnits, units), capUnits: Math.min(rule.capUnits ?? units, units) }
}

function atLeast(rule: ChannelRule, units: number): ChannelRule {
  if (units === 0) return rule
  const floorUnits = Math.max(rule.floorUnits, units)
  return { ...rule, floorUnits, capUnits: rule.capUnits === null ? null : Math.max(rule.capUnits, floorUnits) }
}
