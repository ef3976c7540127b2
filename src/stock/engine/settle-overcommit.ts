import type { Balance } from '../../domain/balance.ts'
import { shortfallUnits } from '../../domain/balance.ts'
import { balanceKey, type PoolId, type SkuId } from '../../domain/ids.ts'
import type { Book } from './book.ts'
import type { Names } from './names.ts'

type At = { readonly poolId: PoolId; readonly skuId: SkuId }

/**
 * What real orders need beyond the goods and the deficit was shown beyond them by choice: it is deficit now, in the same
 * transaction. As far as orders have come to need more than before, it is charged to the budget.
 */
export function settleOvercommit(book: Book, before: Book, names: Names): void {
  for (const [key, balance] of book.balances.changed) {
    if (balance.overcommit === 0) continue
    const needed = balance.held + negativeQuota(book, balance, names) - balance.onHand - balance.deficit
    const units = Math.min(needed, balance.overcommit)
    if (units <= 0) continue
    const cause = book.ledger.findLast(({ poolId, skuId }) => poolId === balance.poolId && skuId === balance.skuId)
    const { document, happenedAtMs, actor } = cause ?? { document: key, happenedAtMs: 0, actor: 'clock' }
    const why = { reason: 'overcommit_sold', document, happenedAtMs, actor }
    const short = shortfallOf(book, balance, names) - shortfallOf(before, before.balance(balance.poolId, balance.skuId), names)
    book.post(balance, [{ from: 'deficit', to: 'overcommit', units }], why)
    const charged = Math.min(units, short)
    if (charged > 0) charge(book, { balance, units: charged, document, actor }, names)
  }
}

interface Charged {
  readonly balance: Balance
  readonly units: number
  readonly document: string
  readonly actor: string
}

function charge(book: Book, { balance: { poolId, skuId }, units, document, actor }: Charged, names: Names): void {
  book.overcommits.charges.push({ poolId, skuId, units, document, actor })
  const sku = names.skuById(skuId)?.code ?? skuId
  const pool = names.poolById(poolId)?.code ?? poolId
  book.alarms.push({
    kind: 'overcommit_sold',
    severity: 'critical',
    subject: `sku:${sku}`,
    message: `${units} units of ${sku} were sold that pool ${pool} does not have: they were shown in several shops by choice`,
    facts: { sku, pool, units },
  })
}

function shortfallOf(book: Book, balance: Balance, names: Names): number {
  return shortfallUnits(balance, negativeQuota(book, balance, names))
}

/** Units that listings have sold beyond their quotas, whether this batch names them or not. */
function negativeQuota(book: Book, { poolId, skuId }: At, names: Names): number {
  const quotas = [...book.quotas.all().values()].filter((quota) => quota.poolId === poolId)
  const loaded = new Set(quotas.map(({ listingId }) => listingId))
  const others = book.overcommits.belowZero.get(balanceKey(poolId, skuId)) ?? []
  const perSet = (listingId: string): number =>
    names.listingById(listingId)?.widest.find((part) => part.skuId === skuId)?.units ?? 0
  return (
    quotas.reduce((sum, { listingId, units }) => sum + Math.min(0, units) * perSet(listingId), 0) +
    others.reduce((sum, { listingId, units }) => sum + (loaded.has(listingId) ? 0 : units), 0)
  )
}
