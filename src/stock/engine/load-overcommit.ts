import { balanceKey } from '../../domain/ids.ts'
import type { Em } from '../../db/orm.ts'
import { readBelowZero, readBudget } from '../sql/overcommit.ts'
import type { Book } from './book.ts'
import type { Wants } from './load-book.ts'

/**
 * Where units are shown beyond the goods: quotas below zero there, since a sale beyond a quota may be explained by a cancellation.
 * The budget is locked, last of all, by who grants such units and by who may take some.
 */
export async function loadOvercommit(em: Em, book: Book, { mentions }: Wants): Promise<void> {
  const balances = [...book.balances.changed.values()]
  const shown = balances.filter(({ overcommit }) => overcommit > 0)
  const below = shown.length === 0 ? [] : await readBelowZero(em, shown)
  for (const [key, rows] of Map.groupBy(below, ({ poolId, skuId }) => balanceKey(poolId, skuId)))
    book.overcommits.belowZero.set(key, rows)
  const mayTake = mentions.listings.length > 0 && balances.some((one) => one.overcommitWanted > one.overcommit)
  if (mentions.overcommits.length > 0 || mayTake) book.overcommits.budget.set('budget', await readBudget(em, { lock: true }))
}
