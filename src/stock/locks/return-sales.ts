import { unspend } from '../../domain/campaign/lock-stand.ts'
import { standsAt, type LockedLine } from '../../domain/campaign/locked-line.ts'
import { hasExpired, outstandingUnits, type Hold } from '../../domain/hold.ts'
import type { Book } from '../engine/book.ts'
import { saleKey, type Sale } from '../engine/locks.ts'
import { refillLock } from './settle-locks.ts'
import { applyStand, standOf, type Asker } from './stands.ts'

/**
 * Brings direct sales of campaigns into line with their holds, after anything has changed those: what a hold has given back is the
 * campaign's again, or the pool's, by the rule of the campaign.
 */
export function settleSales(book: Book, asker: Asker): void {
  if (book.holds.changed.size === 0 || book.locks.sales.all().size === 0) return
  for (const hold of book.holds.changed.values()) {
    for (const sale of salesOf(book, hold.id)) {
      const line = book.locks.lines.get(sale.lineKey)
      const sets = line ? claimedSets(hold, sale, line) : setsInPool(hold, sale)
      const spent = hasExpired(hold, asker.nowMs) ? 0 : Math.min(sale.spent, sets)
      giveBackSale(book, { sale, units: Math.min(sale.units, sets), spent }, asker)
    }
  }
}

export function salesOf(book: Book, holdId: Hold['id']): readonly Sale[] {
  return [...book.locks.sales.all().values()].filter((sale) => sale.holdId === holdId)
}

/** Sets of the campaign's line that a hold still has, those included that have left the house. */
export function claimedSets(
  { lines }: Pick<Hold, 'lines'>,
  sale: Pick<Sale, 'line' | 'poolId'>,
  { components }: LockedLine,
): number {
  const parts = lines.filter(({ line, poolId }) => line === sale.line && poolId === sale.poolId)
  if (parts.length !== components.length) return 0
  const sets = components.map(({ skuId, units }) => {
    const part = parts.find((one) => one.skuId === skuId)
    return part ? Math.floor((outstandingUnits(part) + part.shipped) / units) : 0
  })
  return Math.min(...sets)
}

/** The same where the campaign was granted nothing in the pool of the sale, and its line is not at hand: by what the hold says. */
function setsInPool({ lines }: Pick<Hold, 'lines'>, sale: Pick<Sale, 'line' | 'poolId'>): number {
  const parts = lines.filter(({ line, poolId }) => line === sale.line && poolId === sale.poolId)
  const sets = parts.map((part) => Math.floor(((outstandingUnits(part) + part.shipped) * (part.sets ?? part.units)) / part.units))
  return parts.length === 0 ? 0 : Math.min(...sets)
}

/** What holds had that have expired: their units are back in the pool by then. */
export function returnExpiredSales(book: Book, nowMs: number): Book {
  for (const sale of book.locks.sales.all().values()) {
    if (sale.spent > 0 && sale.expiresAtMs !== null && sale.expiresAtMs <= nowMs)
      giveBackSale(book, { sale, units: sale.units, spent: 0 }, { nowMs, actor: 'clock' })
  }
  return book
}

interface GivenBack {
  readonly sale: Sale
  readonly units: number
  readonly spent: number
}

/** Its units are in the pool again: for the campaign they are missing there, and made up at once. */
function giveBackSale(book: Book, { sale, units, spent }: GivenBack, asker: Asker): void {
  if (units === sale.units && spent === sale.spent) return
  const line = book.locks.lines.get(sale.lineKey)
  if (line && spent < sale.spent) {
    const at = { line, poolId: sale.poolId, listingId: null }
    const before = standOf(book, at)
    // Some of its goods are not locked here: whoever looks after campaigns gives it back.
    if (!before) return
    const toCampaign = line.returnsTo === 'campaign' && standsAt(line, asker.nowMs)
    const after = unspend(before, sale.spent - spent, { room: 0, toCampaign })
    applyStand(book, at, { before, after, reason: 'campaign_returned', keptGoes: 'to the pool' }, asker)
    refillLock(book, at, asker)
  }
  book.locks.sales.set(saleKey(sale), { ...sale, units, spent })
}
