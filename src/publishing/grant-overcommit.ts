import { renewed, type OvercommitBudget } from '../domain/overcommit-budget.ts'
import { assert } from '../domain/assert.ts'
import type { Balance } from '../domain/balance.ts'
import { balanceKey, type PoolId, type SkuId } from '../domain/ids.ts'
import { checkLineCount } from '../stock/check-args.ts'
import type { Operation } from '../stock/engine/operation.ts'

/** How many units of a SKU may be shown beyond the goods, and how many are expected to be oversold a day for it. */
export interface OvercommitGrant {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly units: number
  readonly perDay: number
}

export interface GrantOvercommit {
  /** Accepted to be oversold a day, over all SKUs. */
  readonly unitsPerDay: number
  readonly grants: readonly OvercommitGrant[]
}

export interface OvercommitGranted {
  readonly kind: 'granted'
  /** As they are now: less than was asked for where the budget does not suffice, or has gone strict. */
  readonly grants: readonly OvercommitGrant[]
}

/**
 * Says how far SKUs may be shown beyond the goods, all of them together within the budget. The current value follows: raises take
 * of it, and it shrinks as lowerings return. What gives back goes first, so that others find room.
 */
export const grantOvercommit: Operation<GrantOvercommit, OvercommitGranted> = {
  name: 'grant_overcommit',
  knowsRepeats: true,
  check: ({ grants }) => checkLineCount(grants.length, 500, 'grants'),
  mentions: ({ grants }) => ({ overcommits: grants.map(({ skuId }) => skuId) }),
  touches: ({ grants }) => ({ balances: grants, creates: true }),
  decide(book, { unitsPerDay, grants }, { nowMs }) {
    const before = book.overcommits.budget.get('budget')
    assert(before !== undefined, 'who grants has locked the budget')
    let budget = renewed(before, unitsPerDay, nowMs)
    const ordered = grants.toSorted(
      (a, b) =>
        a.perDay -
        book.balance(a.poolId, a.skuId).overcommitPerDay -
        (b.perDay - book.balance(b.poolId, b.skuId).overcommitPerDay),
    )
    const granted = ordered.map((asked) => {
      const balance = book.balance(asked.poolId, asked.skuId)
      const { units, perDay } = within(budget, balance, asked)
      budget = { ...budget, grantedPerDay: Math.max(0, budget.grantedPerDay - balance.overcommitPerDay + perDay) }
      const now = { ...balance, overcommitWanted: units, overcommitPerDay: perDay }
      book.balances.set(balanceKey(asked.poolId, asked.skuId), now)
      return { ...asked, units, perDay }
    })
    book.overcommits.budget.set('budget', budget)
    return { kind: 'granted', grants: granted }
  },
}

/** Until what is shown is down to what may be, what was granted before is still at risk. */
function within(
  { unitsPerDay, grantedPerDay, strictSinceMs }: OvercommitBudget,
  balance: Balance,
  asked: OvercommitGrant,
): Pick<OvercommitGrant, 'units' | 'perDay'> {
  const units = strictSinceMs === null ? asked.units : 0
  const own = balance.overcommitPerDay
  const perDay = balance.overcommit > units ? Math.max(own, asked.perDay) : units === 0 ? 0 : asked.perDay
  if (perDay <= own || grantedPerDay - own + perDay <= unitsPerDay) return { units, perDay }
  return { units: Math.min(units, balance.overcommitWanted), perDay: own }
}
