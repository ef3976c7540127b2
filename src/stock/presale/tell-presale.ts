import type { PresaleState } from '../../domain/presale.ts'
import type { Book } from '../engine/book.ts'
import type { Scene } from '../engine/operation.ts'

interface Change {
  readonly before: PresaleState
  readonly after: PresaleState
  readonly document: string
}

/** Writes down, and alarms, what a change of orders or receipts costs: units nothing covers, and quotas that must be lowered. */
export function tellPresale(book: Book, { before, after, document }: Change, { names, actor }: Scene): void {
  const { poolId, skuId, totals } = after
  const sku = names.skuById(skuId)?.code ?? skuId
  const pool = names.poolById(poolId)?.code ?? poolId
  const units = totals.uncovered - before.totals.uncovered
  if (units > 0) {
    book.alarms.push({
      kind: 'presale_over_promised',
      severity: 'critical',
      subject: `sku:${sku}`,
      message:
        `${units} more units of ${sku} are sold ahead than are expected in pool ${pool}; ${totals.uncovered} in all: ` +
        'expect more, or see which orders are at risk',
      facts: { sku, pool, units, uncovered: totals.uncovered },
    })
  }
  for (const quota of after.quotas) {
    const toLower = quota.toLower - (before.quotas.find(({ listingId }) => listingId === quota.listingId)?.toLower ?? 0)
    if (toLower === 0) continue
    book.presaleEntries.push({ poolId, skuId, kind: 'to_lower', units: toLower, listingId: quota.listingId, document, actor })
    if (toLower < 0) continue
    book.alarms.push({
      kind: 'presale_to_lower',
      severity: 'critical',
      subject: `sku:${sku}`,
      message: `a shop shows ${quota.toLower} units of ${sku} for presale that no expected receipt of pool ${pool} covers: lower it there, unless it sells ahead and is lowered by itself`,
      facts: { sku, pool, listing: names.listingById(quota.listingId)?.key ?? quota.listingId, units: quota.toLower },
    })
  }
}
