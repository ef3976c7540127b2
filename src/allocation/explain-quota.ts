import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { allocate } from '../domain/allocation/allocate.ts'
import type { QuotaStep } from '../domain/allocation/derivation.ts'
import { effectiveRule } from '../domain/allocation/effective-rule.ts'
import { NO_OVERCOMMIT, type Overcommit } from '../domain/allocation/overcommit.ts'
import { nextRules } from '../domain/allocation/next-rules.ts'
import { valueOfStep } from '../domain/allocation/rule-of-step.ts'
import type { EffectiveRule, Rule, RuleSource } from '../domain/allocation/rule.ts'
import { overcommitOf } from '../publishing/plan-overcommit.ts'
import { planWanted, type Planning, type StepAt } from '../publishing/plan-wanted.ts'
import { readPlan, type PlanFacts } from '../publishing/read-plan.ts'
import { readNotCounted, type NotCounted } from '../publishing/read-not-counted.ts'
import { toWindow, wrongChange, type RuleChange } from './apply-rules.ts'
import { explainDemand, type ExplainedDemand } from './explain-demand.ts'
import { nameRules } from './name-rules.ts'
import { refuseRules, type AllocationRefused } from './refusal.ts'
import { codesOf } from './show-rules.ts'
import { unknownEnds } from './try-rules.ts'

export interface ExplainQuota {
  readonly channel: string
  /** Its name in its channel. */
  readonly listing: string
  /** Also told: what it would be after this change of the rules. */
  readonly ifRules: RuleChange | null
}

/** One step on the way to a quota, in one pool and for one SKU, and the rule that made it so. */
export interface ExplainedStep extends QuotaStep {
  readonly pool: string
  readonly sku: string
  /** Null: no rule has a say in it, or none says anything. */
  readonly rule: RuleSource
}

/** What the rules say of one SKU on the channel. */
export interface ExplainedRule extends EffectiveRule {
  readonly sku: string
}

/** Units of a SKU in a pool that are shown beyond what is there. */
export interface ExplainedOvercommit {
  readonly pool: string
  readonly sku: string
  /** Rules that are only tried ask for them: the budget of the merchant may grant less. */
  readonly basis: OvercommitBasis
  readonly units: number
  /** Expected to be oversold a day for it. */
  readonly perDay: number
  /** Whether this listing shows one of them. */
  readonly isHere: boolean
}

export const overcommitBases = ['granted', 'asked'] as const
export type OvercommitBasis = (typeof overcommitBases)[number]

export interface Derivation {
  readonly version: number
  /** What the listing should be able to sell, in sets of it. */
  readonly wantedSets: number
  readonly steps: readonly ExplainedStep[]
  readonly rules: readonly ExplainedRule[]
  readonly overcommit: readonly ExplainedOvercommit[]
}

export interface QuotaExplained {
  readonly kind: 'explained'
  readonly listingId: string
  readonly at: Date
  readonly quotaSets: number
  /** What shops that have not joined show of its goods, beyond what is left to them. */
  readonly notCounted: readonly NotCounted[]
  /** What it is expected to sell, whatever the rules say. */
  readonly demand: readonly ExplainedDemand[]
  readonly now: Derivation
  /** Null: nothing else was asked for. */
  readonly otherwise: Derivation | null
}

/**
 * How the number of a listing comes about, with the stock, the demand and the rules of this moment, as the planner reckons it.
 * Nothing is written.
 */
export async function explainQuota(
  { em, clock }: { readonly em: Em; readonly clock: Clock },
  { channel, listing: key, ifRules }: ExplainQuota,
): Promise<QuotaExplained | AllocationRefused> {
  const now = clock.now()
  const nowMs = now.getTime()
  const found = await findListing(em.fork(), { channel, key })
  if (!found) return refuseRules('UNKNOWN_LISTING', `no mapped listing ${key} on channel ${channel}`, 'listing')
  const facts = await readPlan(em.fork(), found.skuIds, { now, withTags: true })
  const asked = { em, facts, listingId: found.id, nowMs }
  if (!facts.listings.some(({ id, state }) => id === found.id && (state === 'live' || state === 'joining')))
    return refuseRules('UNKNOWN_LISTING', `channel ${channel} is not joined: no quota is reckoned for it`, 'channel')
  const { version, rules } = facts.book
  const explained = {
    ...told(found.id, facts, now),
    notCounted: await readNotCounted(em.fork(), found.skuIds, now),
    demand: await explainDemand(em.fork(), facts, { listingId: found.id, nowMs }),
  }
  const current = await derive(asked, { version, rules, atMs: nowMs, basis: 'granted' })
  if (!ifRules) return { ...explained, now: current, otherwise: null }
  const named = wrongChange(ifRules, nowMs) ?? unknownEnds(ifRules.ends, rules) ?? (await nameRules(em.fork(), ifRules.rules))
  if ('kind' in named) return named
  const window = toWindow(ifRules, nowMs)
  const next = nextRules(rules, { named, ends: ifRules.ends, window }, { version: version + 1, nowMs })
  const otherwise = await derive(asked, { version: version + 1, rules: next.rules, atMs: window.fromMs, basis: 'asked' })
  return { ...explained, now: current, otherwise }
}

function told(listingId: string, { quotas }: PlanFacts, at: Date) {
  const quotaSets = (quotas.get(listingId) ?? []).reduce((sum, { units }) => sum + units, 0)
  return { kind: 'explained' as const, listingId, at, quotaSets }
}

interface Asked {
  readonly em: Em
  readonly facts: PlanFacts
  readonly listingId: string
  readonly nowMs: number
}

interface UnderRules {
  readonly version: number
  readonly rules: readonly Rule[]
  readonly atMs: number
  readonly basis: OvercommitBasis
}

async function derive({ em, facts, listingId, nowMs }: Asked, { version, rules, atMs, basis }: UnderRules): Promise<Derivation> {
  const steps: StepAt[] = []
  const beyond: (Pick<StepAt, 'poolId' | 'skuId'> & Overcommit)[] = []
  const onStep = (step: StepAt): void => {
    if (step.listingId === listingId) steps.push(step)
  }
  const onShown: Planning['onShown'] = ({ poolId, skuId }, sold) => {
    const granted = facts.balances.find((one) => one.poolId === poolId && one.skuId === skuId)?.overcommit
    const shown = overcommitOf(facts, sold, basis === 'asked' ? 'asked' : (granted ?? NO_OVERCOMMIT))
    if (shown.units > 0) beyond.push({ poolId, skuId, ...shown })
  }
  const planning = { policy: allocate, nowMs, rulesAtMs: atMs, overcommit: basis, onStep, onShown }
  const planned = planWanted({ ...facts, book: { version, rules } }, planning)
  const mine = planned.find(({ listing }) => listing.id === listingId)
  const skuIds = [...new Set((facts.parts.get(listingId) ?? []).map(({ skuId }) => skuId))]
  const effective = new Map(
    skuIds.map((id) => {
      const sku = { id, tags: facts.tags.get(id) ?? [] }
      return [id, effectiveRule(rules, sku, mine?.listing.channelId ?? '', atMs)]
    }),
  )
  const skus = await codesOf(em.fork(), 'sku', skuIds)
  const pools = await codesOf(
    em.fork(),
    'pool',
    [...steps, ...beyond].map(({ poolId }) => poolId),
  )
  return {
    version,
    wantedSets: mine?.wanted ?? 0,
    steps: steps.map(({ poolId, skuId, kind, units, toUnits }) => {
      const value = valueOfStep(kind)
      const rule = value === null ? null : (effective.get(skuId)?.sources[value] ?? null)
      return { kind, units, toUnits, pool: pools.get(poolId) ?? '', sku: skus.get(skuId) ?? '', rule }
    }),
    rules: [...effective].map(([id, rule]) => ({ ...rule, sku: skus.get(id) ?? '' })),
    overcommit: beyond.flatMap(({ poolId, skuId, units, oversoldPerDay: perDay, shown }) => {
      const sku = skus.get(skuId)
      // Goods of others are reckoned, too, where they compete for parts of a set.
      if (sku === undefined) return []
      return [{ pool: pools.get(poolId) ?? '', sku, basis, units, perDay, isHere: shown.has(listingId) }]
    }),
  }
}

async function findListing(
  em: Em,
  { channel, key }: { readonly channel: string; readonly key: string },
): Promise<{ readonly id: string; readonly skuIds: readonly string[] } | undefined> {
  if (`${channel}${key}`.includes('\0')) return undefined
  const { rows } = await sql<{ id: string; skuIds: readonly string[] }>`
    select l.id, array_agg(distinct p.sku_id::text) as "skuIds"
      from ${sql.table('listing')} l
      join ${sql.table('channel')} c on c.id = l.channel_id
      join ${sql.table('listing_open_version')} o on o.listing_id = l.id
      join ${sql.table('recipe_component')} p on p.recipe_version_id = o.recipe_version_id
     where c.code = ${channel} and l.external_id = ${key} and l.gone_at is null
     group by l.id`.execute(merchantDb(em))
  return rows[0]
}
