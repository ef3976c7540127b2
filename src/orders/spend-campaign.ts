import type { KnownLine, KnownOrder } from '../domain/channel-order.ts'
import { spentBy } from '../domain/campaign/locked-line.ts'
import type { PoolId } from '../domain/ids.ts'
import type { LineClaim } from '../domain/line-claim.ts'
import { drainUnits, type UnitsAt } from '../domain/publishing/spread-units.ts'
import type { Book } from '../stock/engine/book.ts'
import { spendingKey, type Spending } from '../stock/engine/locks.ts'
import type { ListingName } from '../stock/engine/names.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { settleLocks } from '../stock/locks/settle-locks.ts'
import { spendLock, unspendLock } from '../stock/locks/spend-locks.ts'
import { linesOf } from '../stock/locks/stands.ts'

interface SpendCampaign {
  readonly order: KnownOrder
  readonly line: KnownLine
  /** What the line sells now; null: nothing anybody knows. */
  readonly listing: ListingName | null
  readonly claim: LineClaim
  /** How its listing's quota has changed for it, pool by pool. */
  readonly shares: readonly UnitsAt<PoolId>[]
  /** Where the units of a listing without a quota came from. */
  readonly poolId: PoolId
}

/**
 * Books what an order line spends of campaigns now, less what it had spent before, after its listing's quota has changed. A
 * line stays with the campaign it was first booked for, whatever becomes of that campaign's window.
 */
export function spendCampaign(book: Book, at: SpendCampaign, scene: Scene): void {
  const { order, line, listing, claim } = at
  if (book.locks.lines.all().size === 0) return
  const key = spendingKey({ ...order, line: line.line })
  const known = book.locks.spendings.get(key)
  const units = Math.min(claim.charged, claim.wanted)
  if (known && (known.listingId !== listing?.id || units < known.units)) {
    const moved = known.listingId !== listing?.id
    giveBackSpent(book, { at, known, units: moved ? known.units : known.units - units }, scene)
    book.locks.spendings.set(key, { ...known, units: moved ? 0 : units })
  }
  if (listing && units > 0) spendMore(book, { at, listing, units }, scene)
  if (listing) settleLocks(book, listing, scene)
}

function giveBackSpent(
  book: Book,
  { at, known, units }: { readonly at: SpendCampaign; readonly known: Spending; readonly units: number },
  scene: Scene,
): void {
  const locked = book.locks.lines.get(known.lineKey)
  const listing = scene.names.listingById(known.listingId)
  if (!locked || !listing || units === 0) return
  const restored = listing.id === at.listing?.id ? at.shares.filter((share) => share.units > 0) : []
  unspendLock(book, { line: locked, listing, units, restored }, scene)
}

function spendMore(
  book: Book,
  { at, listing, units }: { readonly at: SpendCampaign; readonly listing: ListingName; readonly units: number },
  scene: Scene,
): void {
  const { order, line, shares, poolId } = at
  const key = spendingKey({ ...order, line: line.line })
  const known = book.locks.spendings.get(key)
  const same = known?.listingId === listing.id && known.units > 0 ? known : undefined
  const locked = same
    ? book.locks.lines.get(same.lineKey)
    : spentBy({ createdAtMs: order.createdAtMs, campaigns: line.campaigns }, listing, linesOf(book, listing))
  const more = units - (same?.units ?? 0)
  if (!locked || more <= 0) return
  const taken = shares.flatMap(({ place, units: some }) => (some < 0 ? [{ place, units: -some }] : []))
  const pools = drainUnits(more, taken)
  const rest = more - pools.reduce((sum, one) => sum + one.units, 0)
  const all = rest > 0 ? [...pools, { place: poolId, units: rest }] : pools
  const spent = spendLock(book, { line: locked, listing, pools: all }, scene)
  if (spent === 0 && !known) return
  const { channelId, orderId, createdAtMs } = order
  book.locks.spendings.set(key, {
    channelId,
    orderId,
    line: line.line,
    lineKey: locked.key,
    listingId: listing.id,
    units: (same?.units ?? 0) + spent,
    orderedAtMs: createdAtMs,
  })
}
