import type { PoolId, SkuId } from '../domain/ids.ts'
import { balanceKey } from '../domain/ids.ts'
import type { Balance } from '../domain/balance.ts'
import { renewed, type OvercommitBudget } from '../domain/overcommit-budget.ts'
import { assert } from '../domain/assert.ts'
import { checkLineCount } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Operation } from '../stock/engine/operation.ts'

/** How many units may be shown beyond the goods, and how many a day are expected to be oversold for it. */
export interface OvercommitStep {
  readonly units: number
  readonly perDay: number
}

export interface WantedOvercommit {
  readonly poolId: PoolId
  readonly skuId: SkuId
  /** What would be right, fewest units first; the most that the budget allows is granted. Empty: none. */
  readonly steps: readonly OvercommitStep[]
}

export interface GrantOvercommits {
  /** What the rules accept to be oversold a day, for the merchant as a whole. */
  readonly unitsPerDay: number
  readonly wanted: readonly WantedOvercommit[]
}

export interface OvercommitsGranted {
  readonly kind: 'granted'
  /** One for each that was wanted. */
  readonly granted: readonly OvercommitStep[]
}

const NONE: OvercommitStep = { units: 0, perDay: 0 }

/**
 * Says of SKUs how many units may be shown beyond the goods. All that is granted together is never expected to cost more than the
 * budget: whoever grants holds its one row. What is still shown of an older, larger grant goes on counting against it.
 */
export const grantOvercommits: Operation<GrantOvercommits, OvercommitsGranted> = {
  name: 'grant_overcommits',
  knowsRepeats: true,
  check: ({ wanted }) => checkLineCount(wanted.length, 500, 'wanted'),
  mentions: ({ wanted }) => ({ overcommits: [...new Set(wanted.map(({ skuId }) => skuId))] }),
  touches: ({ wanted }) => ({ balances: wanted }),
  decide(book, { unitsPerDay, wanted }, { nowMs }) {
    const before = book.overcommits.budget.get('budget')
    assert(before !== undefined, 'the budget is locked by who grants')
    let budget = renewed(before, unitsPerDay, nowMs)
    const granted = wanted.map((one) => {
      const step = grant(book, one, budget)
      budget = { ...budget, grantedPerDay: step.grantedPerDay }
      return step.step
    })
    book.overcommits.budget.set('budget', budget)
    return { kind: 'granted', granted }
  },
}

function grant(
  book: Book,
  { poolId, skuId, steps }: WantedOvercommit,
  budget: OvercommitBudget,
): { readonly step: OvercommitStep; readonly grantedPerDay: number } {
  const balance = book.balance(poolId, skuId)
  const others = Math.max(0, budget.grantedPerDay - balance.overcommitPerDay)
  const left = budget.unitsPerDay - others
  const isStrict = budget.strictSinceMs !== null
  const step = (isStrict ? undefined : steps.findLast(({ perDay }) => perDay <= left)) ?? NONE
  const perDay = stillShown(balance, step)
  const after = { ...balance, overcommitWanted: step.units, overcommitPerDay: perDay }
  book.balances.set(balanceKey(poolId, skuId), after)
  return { step, grantedPerDay: others + perDay }
}

/** Until lowerings have come back, what is shown is what may be oversold. */
function stillShown(balance: Balance, { units, perDay }: OvercommitStep): number {
  return balance.overcommit > units ? Math.max(balance.overcommitPerDay, perDay) : perDay
}
