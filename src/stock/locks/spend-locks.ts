import { missingUnits, spend, unspend, type LockStand } from '../../domain/campaign/lock-stand.ts'
import { standsAt, type LockedLine } from '../../domain/campaign/locked-line.ts'
import type { PoolId } from '../../domain/ids.ts'
import type { UnitsAt } from '../../domain/publishing/spread-units.ts'
import type { Book } from '../engine/book.ts'
import type { ListingName } from '../engine/names.ts'
import { applyStand, standOf, type Asker } from './stands.ts'

interface Spent {
  readonly line: LockedLine
  readonly listing: ListingName
  /** Where the order's units came from. */
  readonly pools: readonly UnitsAt<PoolId>[]
}

/** Orders have taken so many sets of a campaign's line. Returns how many it had left: the others are orders like any. */
export function spendLock(book: Book, { line, listing, pools }: Spent, asker: Asker): number {
  let [taken, over] = [0, 0]
  for (const { place: poolId, units } of pools) {
    const some = spendIn(book, { line, listing, poolId, units }, asker)
    taken += some
    over += units - some
  }
  // What its own pool was not granted is paid by another one.
  for (const poolId of listing.pools) {
    if (over === 0) break
    const some = spendIn(book, { line, listing, poolId, units: over, isElsewhere: true }, asker)
    taken += some
    over -= some
  }
  return taken
}

interface InPool {
  readonly line: LockedLine
  readonly listing: ListingName
  readonly poolId: PoolId
  readonly units: number
  /** The order's units came from another pool: this listing's quota here is as it was. */
  readonly isElsewhere?: boolean
}

function spendIn(book: Book, { line, listing, poolId, units, isElsewhere = false }: InPool, asker: Asker): number {
  const at = { line, poolId, listingId: listing.id }
  const before = standOf(book, at)
  if (!before) return 0
  const wanted = isElsewhere ? Math.min(units, before.kept + missingUnits(before)) : units
  const from = isElsewhere ? { ...before, published: 0, elsewhere: before.elsewhere + before.published } : before
  const spent = spend(from, wanted, isElsewhere ? 0 : belowOf(book, listing, poolId))
  const after = isElsewhere ? { ...spent, published: before.published, elsewhere: before.elsewhere } : spent
  applyStand(book, at, { before, after, reason: 'campaign_spent', keptGoes: 'to the pool' }, asker)
  return soldOf(after) - soldOf(before)
}

function soldOf({ spent, owed }: LockStand): number {
  return spent + owed
}

/** How many sets of a listing are below zero that no campaign has answered for. */
function belowOf(book: Book, listing: ListingName, poolId: PoolId): number {
  const owed = [...book.locks.shares.all().values()].filter((one) => one.listingId === listing.id && one.poolId === poolId)
  return Math.max(0, -book.quota(listing.id, poolId)) - owed.reduce((sum, share) => sum + share.owed, 0)
}

/** Orders have given back so many sets of a campaign's line; of them the shop has put `restored` on sale again. */
export function unspendLock(
  book: Book,
  {
    line,
    listing,
    units,
    restored,
  }: Omit<Spent, 'pools'> & { readonly units: number; readonly restored: readonly UnitsAt<PoolId>[] },
  asker: Asker,
): void {
  let left = units
  const toCampaign = line.returnsTo === 'campaign' && standsAt(line, asker.nowMs)
  const pools = [...new Set([...restored.map(({ place }) => place), ...listing.pools])]
  for (const poolId of pools) {
    const at = { line, poolId, listingId: listing.id }
    const before = standOf(book, at)
    if (!before || left === 0) continue
    const shown = restored.reduce((sum, one) => (one.place === poolId ? sum + one.units : sum), 0)
    const room = Math.min(shown, roomOf(book, listing, poolId))
    const after = unspend(before, left, { room, toCampaign })
    applyStand(book, at, { before, after, reason: 'campaign_returned', keptGoes: 'to the pool' }, asker)
    left -= soldOf(before) - soldOf(after)
  }
}

/** How much of a listing's quota is no campaign's. */
function roomOf(book: Book, listing: ListingName, poolId: PoolId): number {
  const published = [...book.locks.shares.all().values()].filter((one) => one.listingId === listing.id && one.poolId === poolId)
  return Math.max(0, book.quota(listing.id, poolId) - published.reduce((sum, share) => sum + share.published, 0))
}
