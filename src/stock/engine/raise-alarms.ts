import type { Book } from './book.ts'
import type { Names } from './names.ts'

/** Raises what a fact that could not be refused has cost: units promised and not there, holds that lost their location. */
export function raiseAlarms(book: Book, before: Book, names: Names): void {
  for (const [key, balance] of book.balances.changed) {
    // What was shown beyond the goods by choice has an alarm of its own.
    const units = balance.deficit - (before.balances.get(key)?.deficit ?? 0) - book.overcommits.chargedAt(balance)
    if (units <= 0) continue
    const sku = names.skuById(balance.skuId)?.code ?? balance.skuId
    const pool = names.poolById(balance.poolId)?.code ?? balance.poolId
    book.alarms.push({
      kind: 'deficit',
      severity: 'critical',
      subject: `sku:${sku}`,
      message: `${units} more units of ${sku} are promised than pool ${pool} has; ${balance.deficit} in all`,
      facts: { sku, pool, units, deficit: balance.deficit },
    })
  }
  for (const [key, stock] of book.stocks.changed) {
    const units = stock.namedShort - (before.stocks.get(key)?.namedShort ?? 0)
    if (units <= 0) continue
    const sku = names.skuById(stock.skuId)?.code ?? stock.skuId
    const location = names.locationById(stock.locationId)?.code ?? stock.locationId
    book.alarms.push({
      kind: 'named_short',
      severity: 'warning',
      subject: `sku:${sku}`,
      message: `${units} more units of ${sku} held for ${location} are no longer there: move these holds to another location`,
      facts: { sku, location, units, namedShort: stock.namedShort },
    })
  }
}
