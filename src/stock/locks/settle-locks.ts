import { refill, settle } from '../../domain/campaign/lock-stand.ts'
import { inOverlapOrder, standsAt, type LockedLine } from '../../domain/campaign/locked-line.ts'
import type { PoolId, SkuId } from '../../domain/ids.ts'
import type { Book } from '../engine/book.ts'
import type { ListingName } from '../engine/names.ts'
import { applyStand, freeOf, linesOf, standOf, type Asker } from './stands.ts'

/**
 * Brings the campaigns of a listing into line with its quota, after anything has changed that: what other orders have eaten of
 * their published units is made up out of what is free. Who stands goes before who has ended.
 */
export function settleLocks(book: Book, listing: ListingName, asker: Asker): void {
  const lines = linesOf(book, listing)
  if (lines.length === 0) return
  const inTurn = [...lines.filter((line) => standsAt(line, asker.nowMs)), ...lines.filter((line) => !standsAt(line, asker.nowMs))]
  for (const poolId of listing.pools) {
    const quota = book.quota(listing.id, poolId)
    let [room, below] = [Math.max(0, quota), Math.max(0, -quota)]
    for (const line of inTurn) {
      const at = { line, poolId, listingId: listing.id }
      const before = standOf(book, at)
      if (!before) continue
      const after = settle(before, { room, below })
      if (after.published !== before.published || after.owed !== before.owed || after.spent !== before.spent)
        applyStand(book, at, { before, after, reason: 'campaign_settled', keptGoes: 'to the pool' }, asker)
      room -= after.published
      below -= after.owed
      refillLock(book, { line, poolId, listingId: listing.id }, asker)
    }
  }
}

/** Makes up what is missing of a line in a pool out of what is free there: before anybody raises a listing. */
export function refillLock(
  book: Book,
  at: { readonly line: LockedLine; readonly poolId: ListingName['pools'][number]; readonly listingId: string | null },
  asker: Asker,
): void {
  if (!standsAt(at.line, asker.nowMs)) return
  const before = standOf(book, at)
  if (!before) return
  const after = refill(before, freeOf(book, at.line, at.poolId))
  if (after.kept !== before.kept)
    applyStand(book, at, { before, after, reason: 'campaign_refilled', keptGoes: 'to the pool' }, asker)
}

/** Units have come back to these pools: campaigns that miss them have them before anybody else. */
export function refillAt(
  book: Book,
  { pools, skuIds }: { readonly pools: readonly PoolId[]; readonly skuIds: readonly SkuId[] },
  asker: Asker,
): void {
  const short = [...book.locks.rows.all().values()].filter(
    ({ poolId, skuId, granted, kept, published, spent }) =>
      granted > kept + published + spent && pools.includes(poolId) && skuIds.includes(skuId),
  )
  const keys = new Set(short.map(({ lineKey }) => lineKey))
  const lines = inOverlapOrder([...keys].flatMap((key) => book.locks.lines.get(key) ?? []))
  for (const line of lines) for (const poolId of new Set(pools)) refillLock(book, { line, poolId, listingId: null }, asker)
}
