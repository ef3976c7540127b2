import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { allocate } from '../domain/allocation/allocate.ts'
import { rulesAt } from '../domain/allocation/effective-rule.ts'
import { isFast, overcommitCurve, type CurvePoint, type Shower } from '../domain/allocation/overcommit.ts'
import { NOTHING_SAID, type Rule, type RuleSays, type RuleScope, type SkuRule } from '../domain/allocation/rule.ts'
import { balanceKey, toPoolId, toSkuId } from '../domain/ids.ts'
import type { OvercommitStep } from '../publishing/grant-overcommits.ts'
import { askedOvercommits, showingOf, type Sold } from '../publishing/plan-overcommit.ts'
import { planWanted } from '../publishing/plan-wanted.ts'
import { readPlan, type PlanFacts } from '../publishing/read-plan.ts'
import { ids } from '../stock/sql/columns.ts'
import { codesOf } from './show-rules.ts'

export const NOTHING_ASKED: OvercommitStep = { units: 0, perDay: 0 }

interface Reading {
  readonly em: Em
  readonly clock: Clock
}

/** What one pool has of a SKU, who could show it beyond that, and what it would come to. */
export interface ShownOvercommit {
  readonly pool: string
  /** Units there are for the shops below; null: some are kept for others, so nothing may be shown beyond them. */
  readonly thereUnits: number | null
  readonly isFast: boolean
  /** What the rules accept. */
  readonly limits: Pick<SkuRule, 'overcommitUnits' | 'oversellUnitsPerDay'>
  readonly asked: OvercommitStep
  readonly granted: OvercommitStep
  /** What is shown beyond the goods now. */
  readonly shownUnits: number
  readonly curve: readonly CurvePoint[]
  readonly shops: readonly (Shower & { readonly channelId: string })[]
}

/** What the rules of this instant ask for of these SKUs, by balance; nothing where they ask for nothing. */
export async function readAsked({ em, clock }: Reading, skuIds: readonly string[]): Promise<ReadonlyMap<string, OvercommitStep>> {
  const now = clock.now()
  const facts = await readPlan(em.fork(), skuIds, { now })
  const asked = new Map<string, OvercommitStep>()
  const onShown = ({ poolId, skuId }: Place, sold: Sold) =>
    asked.set(balanceKey(toPoolId(poolId), toSkuId(skuId)), askedOvercommits(facts, sold).at(-1) ?? NOTHING_ASKED)
  planWanted(facts, { policy: allocate, nowMs: now.getTime(), onShown })
  return asked
}

interface Place {
  readonly poolId: string
  readonly skuId: string
}

/** The curve of lost sales against oversold units for one SKU, pool by pool, whether or not its rules allow any. */
export async function showOvercommit({ em, clock }: Reading, skuId: string): Promise<readonly ShownOvercommit[]> {
  const now = clock.now()
  const nowMs = now.getTime()
  const facts = await readPlan(em.fork(), [skuId], { now, withTags: true })
  const limits = rulesAt(facts.book.rules, nowMs).for({ id: skuId, tags: facts.tags.get(skuId) ?? [] }).sku
  const sold = soldAsIfAllowed(facts, skuId, nowMs)
  const pools = await codesOf(em.fork(), 'pool', [...sold.keys()])
  const shown = await readShown(em.fork(), skuId)
  return [...sold].map(([poolId, one]): ShownOvercommit => {
    const showing = showingOf(facts, one)
    const ruled = { ...one, pool: { ...one.pool, rule: limits } }
    return {
      pool: pools.get(poolId) ?? '',
      thereUnits: showing && Math.max(0, showing.thereUnits),
      isFast: showing !== null && isFast(showing.showers),
      limits,
      asked: askedOvercommits(facts, ruled).at(-1) ?? NOTHING_ASKED,
      granted: facts.balances.find((at) => at.poolId === poolId && at.skuId === skuId)?.overcommit ?? NOTHING_ASKED,
      shownUnits: shown.get(poolId) ?? 0,
      curve: showing ? overcommitCurve(showing) : [],
      shops: (showing?.showers ?? []).map((shower) => ({ ...shower, channelId: channelOf(facts, shower.listingId) })),
    }
  })
}

/** Who sells the SKU in each pool, reckoned as if the rules let it be shown beyond the goods: only then does the planner look. */
function soldAsIfAllowed(facts: PlanFacts, skuId: string, nowMs: number): ReadonlyMap<string, Sold> {
  const allowing = [
    pretend({ kind: 'sku', skuId }, nowMs, { overcommitUnits: 1 }),
    pretend({ kind: 'merchant' }, nowMs, { oversellUnitsPerDay: 1 }),
  ]
  const sold = new Map<string, Sold>()
  const onShown = (at: Place, one: Sold): void => {
    if (at.skuId === skuId) sold.set(at.poolId, one)
  }
  const book = { ...facts.book, rules: [...facts.book.rules, ...allowing] }
  planWanted({ ...facts, book }, { policy: allocate, nowMs, onShown })
  return sold
}

/** An event of this very instant: it counts before whatever else there is for the same goods. */
function pretend(scope: RuleScope, nowMs: number, says: Partial<RuleSays>): Rule {
  const window = { fromMs: nowMs, untilMs: nowMs + 1 }
  return { id: `pretend:${scope.kind}`, version: 0, name: null, scope, ...window, says: { ...NOTHING_SAID, ...says } }
}

function channelOf({ listings }: PlanFacts, listingId: string): string {
  return listings.find(({ id }) => id === listingId)?.channelId ?? ''
}

async function readShown(em: Em, skuId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ pool_id: string; overcommit: string }>`
    select pool_id, overcommit from ${sql.table('pool_balance')} where sku_id = any(${ids([skuId])}::bigint[])`.execute(
    merchantDb(em),
  )
  return new Map(rows.map(({ pool_id: id, overcommit }) => [id, Number(overcommit)]))
}
