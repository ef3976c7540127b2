import { randomUUID } from 'node:crypto'
import type { Em } from '../db/orm.ts'
import { toPoolId, toSkuId } from '../domain/ids.ts'
import { isSpent } from '../domain/overcommit-budget.ts'
import { readBudget } from '../stock/sql/overcommit.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import { grantOvercommits, type OvercommitStep, type WantedOvercommit } from './grant-overcommits.ts'
import { askedOvercommits, type Sold } from './plan-overcommit.ts'
import type { Planning } from './plan-wanted.ts'
import type { PlanFacts } from './read-plan.ts'

/** What is expected to be oversold may be off by so much of it before it is reckoned against the budget anew. */
const WORTH_TELLING = 0.2

export type OnShown = NonNullable<Planning['onShown']>

interface Asking {
  readonly em: Em
  readonly desk: StockDesk
  readonly nowMs: number
}

/** A SKU in a pool of which units are, or might be, shown beyond the goods. */
interface Shown {
  readonly poolId: string
  readonly skuId: string
  readonly sold: Sold
}

/** Plans by what may be shown beyond the goods as it is granted by now; once, where nothing else is granted than before. */
export async function planGranted<Plan>(
  facts: PlanFacts,
  { plan, ...asking }: Asking & { readonly plan: (facts: PlanFacts, onShown?: OnShown) => Plan },
): Promise<Plan> {
  const shown: Shown[] = []
  const first = plan(facts, (at, sold) => shown.push({ ...at, sold }))
  const granted = shown.length === 0 ? facts : await askOvercommits(facts, shown, asking)
  return granted === facts ? first : plan(granted)
}

/** Asks for what may be shown beyond the goods (`plan-overcommit.ts` says what), where that has changed. Returns the facts with what was granted. */
async function askOvercommits(facts: PlanFacts, shown: readonly Shown[], { em, desk, nowMs }: Asking): Promise<PlanFacts> {
  const unitsPerDay = Math.max(...shown.map(({ sold }) => sold.pool.rule.oversellUnitsPerDay))
  const budget = await readBudget(em.fork())
  // Nobody is granted anything: whoever asked would only keep others from the one row.
  if (isSpent(budget, nowMs) && budget.unitsPerDay === unitsPerDay) return withoutGrants(facts)
  const asked = shown.flatMap(({ poolId, skuId, sold }) => {
    const has = facts.balances.find((one) => one.poolId === poolId && one.skuId === skuId)?.overcommit
    const steps = askedOvercommits(facts, sold)
    return isNews(has ?? { units: 0, perDay: 0 }, steps) ? [{ poolId: toPoolId(poolId), skuId: toSkuId(skuId), steps }] : []
  })
  if (asked.length === 0) return facts
  const as = { key: randomUUID(), actor: 'planner' }
  const answer = await desk.do(grantOvercommits, { unitsPerDay, wanted: asked }, as)
  return answer.kind === 'granted' ? withGrants(facts, asked, answer.granted) : facts
}

function isNews({ units, perDay }: OvercommitStep, steps: readonly OvercommitStep[]): boolean {
  const most = steps.at(-1)
  if (!most) return units > 0 || perDay > 0
  return most.units !== units || Math.abs(most.perDay - perDay) > WORTH_TELLING * perDay
}

function withGrants(facts: PlanFacts, asked: readonly WantedOvercommit[], granted: readonly OvercommitStep[]): PlanFacts {
  const byKey = new Map(asked.map(({ poolId, skuId }, n) => [`${poolId}/${skuId}`, granted[n]]))
  const balances = facts.balances.map((balance) => {
    const overcommit = byKey.get(`${balance.poolId}/${balance.skuId}`)
    return overcommit ? { ...balance, overcommit } : balance
  })
  return { ...facts, balances }
}

function withoutGrants(facts: PlanFacts): PlanFacts {
  return { ...facts, balances: facts.balances.map(({ overcommit: _granted, ...balance }) => balance) }
}
