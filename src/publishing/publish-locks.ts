import { assert } from '../domain/assert.ts'
import { giveBack } from '../domain/flows.ts'
import { charge, publish } from '../domain/campaign/lock-stand.ts'
import { publishesAt, standsAt, type LockedLine } from '../domain/campaign/locked-line.ts'
import type { Posting } from '../domain/balance.ts'
import type { PoolId, SkuId } from '../domain/ids.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName } from '../stock/engine/names.ts'
import { refillLock } from '../stock/locks/settle-locks.ts'
import { applyStand, linesOf, standOf, type Asker } from '../stock/locks/stands.ts'

type Why = { readonly reason: string; readonly document: string }

/** Before anything is raised, campaigns of the listing get back what other orders have eaten of their units. */
export function refillLocks(book: Book, listing: ListingName, asker: Asker): void {
  for (const line of linesOf(book, listing)) {
    for (const poolId of listing.pools) refillLock(book, { line, poolId, listingId: listing.id }, asker)
  }
}

/** Sets that campaigns keep for this listing now. */
export function keptFor(book: Book, listing: ListingName, poolId: PoolId, nowMs: number): number {
  return linesOf(book, listing)
    .filter((line) => publishesAt(line, nowMs))
    .reduce((sum, line) => sum + (standOf(book, { line, poolId, listingId: listing.id })?.kept ?? 0), 0)
}

/** Units of a SKU that campaigns miss in a pool: no raise may have them. */
export function missingOf(book: Book, poolId: PoolId, skuId: SkuId, nowMs: number): number {
  let units = 0
  for (const row of book.locks.rows.all().values()) {
    const line = book.locks.lines.get(row.lineKey)
    if (row.poolId !== poolId || row.skuId !== skuId || !line || !standsAt(line, nowMs)) continue
    units += row.granted - row.kept - row.published - row.spent
  }
  return units
}

/** Puts kept units into a listing's quota, those of the campaign that is served first before others. Returns the sets. */
export function publishKept(
  book: Book,
  { listing, poolId, units }: { readonly listing: ListingName; readonly poolId: PoolId; readonly units: number },
  why: Why,
  asker: Asker,
): number {
  let left = units
  for (const line of linesOf(book, listing)) {
    if (left === 0 || !publishesAt(line, asker.nowMs)) continue
    const at = { line, poolId, listingId: listing.id }
    const before = standOf(book, at)
    const some = Math.min(left, before?.kept ?? 0)
    if (!before || some === 0) continue
    const change = { before, after: publish(before, some), reason: why.reason, keptGoes: 'elsewhere' as const }
    applyStand(book, at, change, asker)
    keptToQuota(book, { listing, line, poolId, sets: some }, why, asker)
    left -= some
  }
  return units - left
}

interface Moved {
  readonly listing: ListingName
  readonly line: LockedLine
  readonly poolId: PoolId
  readonly sets: number
}

/** What a set of the listing claims and a set of the campaign does not have comes from what is free, and the other way round. */
function keptToQuota(book: Book, { listing, line, poolId, sets }: Moved, why: Why, { nowMs, actor }: Asker): void {
  book.changeQuota(listing.id, poolId, sets)
  const skuIds = new Set([...listing.widest, ...line.components].map(({ skuId }) => skuId))
  for (const skuId of skuIds) {
    const claimed = sets * unitsOf(listing.widest, skuId)
    const kept = sets * unitsOf(line.components, skuId)
    const across = Math.min(claimed, kept)
    const postings: Posting[] = across > 0 ? [{ from: 'lock', to: 'quota', units: across }] : []
    if (claimed > kept) postings.push({ from: 'free', to: 'quota', units: claimed - kept })
    if (postings.length > 0) book.post({ poolId, skuId }, postings, { ...why, happenedAtMs: nowMs, actor })
    if (kept <= claimed) continue
    const over = giveBack(book.balance(poolId, skuId), kept - claimed, 'lock')
    book.post({ poolId, skuId }, over, { ...why, happenedAtMs: nowMs, actor })
  }
}

function unitsOf(parts: readonly { readonly skuId: SkuId; readonly units: number }[], skuId: SkuId): number {
  return parts.find((part) => part.skuId === skuId)?.units ?? 0
}

/** R6: what the orders of campaigns have taken below zero is charged to what is kept for them. Returns the sets it paid. */
export function chargeKept(
  book: Book,
  { listing, poolId, units }: { readonly listing: ListingName; readonly poolId: PoolId; readonly units: number },
  why: Why,
  asker: Asker,
): number {
  let [left, paid] = [units, 0]
  for (const line of linesOf(book, listing)) {
    const at = { line, poolId, listingId: listing.id }
    const before = standOf(book, at)
    if (!before || before.owed === 0 || left === 0) continue
    const { stand: after, fromKept } = charge(before, left)
    applyStand(book, at, { before, after, reason: why.reason, keptGoes: 'elsewhere' }, asker)
    if (fromKept > 0) keptToQuota(book, { listing, line, poolId, sets: fromKept }, why, asker)
    left -= before.owed - after.owed
    paid += fromKept
  }
  assert(paid <= units, 'a campaign pays no more than is charged')
  return paid
}
