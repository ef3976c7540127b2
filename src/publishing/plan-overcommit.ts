import { randomUUID } from 'node:crypto'
import { rulesAt, type SkuRules } from '../domain/allocation/effective-rule.ts'
import { decideOvercommit, isFast, shownWith, type Showing } from '../domain/allocation/overcommit.ts'
import type { RuledTaker } from '../domain/allocation/policy.ts'
import type { Rule } from '../domain/allocation/rule.ts'
import { divide } from '../domain/allocation/share-by-rules.ts'
import { toPoolId, toSkuId } from '../domain/ids.ts'
import type { OvercommitBudget } from '../domain/overcommit-budget.ts'
import { expectedPerSecond, usualPerSecond } from '../domain/publishing/demand.ts'
import type { Em } from '../db/orm.ts'
import { readBudget } from '../stock/sql/overcommit.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import { grantOvercommit, type OvercommitGrant } from './grant-overcommit.ts'
import { NOT_BEYOND, type PlanBalance } from './read-free.ts'
import type { PlanFacts } from './read-plan.ts'

/** As long as a channel had no order yet, its sales are thought to stay unseen for so long. */
const UNSEEN_SECONDS = 600
/** What the others still show is gone once they are lowered: decided, sent, and answered, perhaps at the second attempt. */
const LOWERING_SECONDS = 30
/** A risk is granted anew only when it has grown by a tenth or fallen to a half: each grant waits for one row. */
const GROWN = 1.1
const FALLEN = 0.5

/** How many oversold units a day any rule that counts now accepts for all goods together. */
export function acceptedPerDay(rules: readonly Rule[], atMs: number): number {
  const counting = rules.filter(
    ({ fromMs, untilMs }) => (fromMs === null || fromMs <= atMs) && (untilMs === null || untilMs > atMs),
  )
  return counting.reduce((most, { says }) => Math.max(most, says.oversellUnitsPerDay ?? 0), 0)
}

/**
 * Who could show a unit each of a SKU, and how many are there. Null where nothing may be shown beyond the goods: sets share them, a
 * campaign has some, or somebody was promised more than one.
 */
export function showingOf(
  { unseenMs, locks }: PlanFacts,
  { balance, ruled, takers }: { readonly balance: PlanBalance; readonly ruled: SkuRules; readonly takers: readonly RuledTaker[] },
): Showing | null {
  const { poolId, lockedUnits = 0 } = balance
  if (
    lockedUnits > 0 ||
    takers.some(({ perSet, rule, listingId }) => perSet > 1 || rule.floorUnits > 1 || locks.has(`${listingId}/${poolId}`))
  )
    return null
  const usual = usualPerSecond(takers)
  const mayShow = takers.filter(({ mayRaise, rule }) => mayRaise && rule.capUnits !== 0)
  const others = takers
    .filter((taker) => !mayShow.includes(taker))
    .reduce((sum, { quotaUnits }) => sum + Math.max(0, quotaUnits), 0)
  const showers = mayShow.map((taker) => {
    const seenAfter = unseenMs?.get(taker.channelId)
    const unseenSeconds = seenAfter === undefined ? UNSEEN_SECONDS : Math.max(0, seenAfter) / 1_000
    return {
      listingId: taker.listingId,
      rank: taker.rule.rank,
      perSecond: expectedPerSecond(taker, usual),
      blindSeconds: unseenSeconds + LOWERING_SECONDS,
    }
  })
  return { thereUnits: divide({ ...balance, rule: ruled.sku }, takers).sharedUnits - others, showers }
}

/** The listings that show a unit each, with what was granted; null: everybody has what the rules say. */
export function shownBeyond(showing: Showing | null, { overcommit = NOT_BEYOND }: PlanBalance): ReadonlySet<string> | null {
  if (!showing || overcommit.wanted === 0 || isFast(showing.showers)) return null
  const { thereUnits, showers } = showing
  return thereUnits < 1 || thereUnits >= showers.length ? null : shownWith(showing, overcommit.wanted)
}

export interface OvercommitPlanning {
  readonly em: Em
  readonly desk: StockDesk
  readonly nowMs: number
  /** Who competes for one SKU in one pool. */
  readonly takersOf: (balance: PlanBalance, ruled: SkuRules) => readonly RuledTaker[]
}

/** Says anew how far each SKU may be shown beyond the goods, where the rules allow any of it. Returns the facts as they are then. */
export async function planOvercommit(facts: PlanFacts, planning: OvercommitPlanning): Promise<PlanFacts> {
  if (facts.unseenMs === undefined) return facts
  const { em, desk, nowMs } = planning
  const unitsPerDay = acceptedPerDay(facts.book.rules, nowMs)
  const budget = await readBudget(em.fork())
  const grants = wantedGrants(facts, planning, { ...budget, unitsPerDay })
  if (grants.length === 0) return facts
  const done = await desk.do(grantOvercommit, { unitsPerDay, grants }, { key: randomUUID(), actor: 'planner' })
  if (done.kind !== 'granted') throw new Error(`what may be shown beyond the goods was not granted: ${done.message}`)
  const granted = new Map(done.grants.map((one) => [`${one.poolId}/${one.skuId}`, one]))
  const balances = facts.balances.map((balance) => {
    const one = granted.get(`${balance.poolId}/${balance.skuId}`)
    if (!one) return balance
    const { units, perDay } = one
    return { ...balance, overcommit: { ...(balance.overcommit ?? NOT_BEYOND), wanted: units, perDay } }
  })
  return { ...facts, balances }
}

function wantedGrants(
  facts: PlanFacts,
  { nowMs, takersOf }: OvercommitPlanning,
  budget: OvercommitBudget,
): readonly OvercommitGrant[] {
  const rules = rulesAt(facts.book.rules, nowMs)
  return facts.balances.flatMap((balance) => {
    const { poolId, skuId, overcommit = NOT_BEYOND } = balance
    const ruled = rules.for({ id: skuId, tags: facts.tags.get(skuId) ?? [] })
    const showing = showingOf(facts, { balance, ruled, takers: takersOf(balance, ruled) })
    const { overcommitUnits: capUnits, oversellUnitsPerDay } = ruled.sku
    const left = budget.unitsPerDay - budget.grantedPerDay + overcommit.perDay
    const isStrict = showing === null || budget.strictSinceMs !== null
    const decided = isStrict ? null : decideOvercommit(showing, { capUnits, oversellPerDay: Math.min(oversellUnitsPerDay, left) })
    const asked = { units: decided?.units ?? 0, perDay: decided?.oversoldPerDay ?? 0 }
    const isRisk = asked.perDay > overcommit.perDay * GROWN || asked.perDay < overcommit.perDay * FALLEN
    if (asked.units === overcommit.wanted && !isRisk) return []
    return [{ poolId: toPoolId(poolId), skuId: toSkuId(skuId), ...asked }]
  })
}
