import type { KnownLine, KnownOrder } from '../domain/channel-order.ts'
import { outstandingUnits, type HoldLine } from '../domain/hold.ts'
import { balanceKey, type BalanceKey, type PoolId, type SkuId } from '../domain/ids.ts'
import { claimOf, isTaken, noClaim, type LineClaim } from '../domain/line-claim.ts'
import { freeSets, moveClaims, type ClaimChange } from '../domain/move-claims.ts'
import { lessShipped } from '../stock/less-shipped.ts'
import { nameAt } from '../stock/take-units.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { keepSets, letGo } from './hold-lines.ts'
import { bookedAs, soldBy, type LineChange, type Sold } from './map-line.ts'
import { aheadOf, bookAhead, dropClaims } from './presale-line.ts'

/** The order a line belongs to, before and after what was told now. */
export interface OrderChange {
  readonly known: KnownOrder | undefined
  readonly order: KnownOrder
  readonly reference: string
  /** Where listings without a quota take their units from. */
  readonly poolId: PoolId
  readonly sinceMs: number
}

export interface BookedLine {
  readonly line: KnownLine
  /** The hold's lines of this line. */
  readonly parts: readonly HoldLine[]
}

interface LineScene extends LineChange {
  readonly change: OrderChange
  /** The hold's lines of this line as they are. */
  readonly parts: readonly HoldLine[]
  readonly isPicking: boolean
  readonly scene: Scene
}

/** Books what a line claims now, less what it claimed before: the units its hold keeps, and its listing's quota. */
export function bookLine(book: Book, at: LineScene): BookedLine {
  const { change, before, line, parts, scene } = at
  const sold = soldBy(change.order, at, scene.names)
  const ahead = aheadOf(change.order, line, change.sinceMs)
  const claim = ahead ? noClaim : claimOf(change.order, line, change.sinceMs)
  const quotas = new Map<string, { readonly sold: Sold; readonly units: number }>()
  const earlier = before ? bookedAs(before, scene.names) : null
  const moved = before !== undefined && before.listing !== line.listing
  if (moved && earlier) quotas.set(earlier.listing.id, { sold: earlier, units: before.charged })
  if (sold) quotas.set(sold.listing.id, { sold, units: quotaChange(book, { at, sold, claim, moved }) })

  if (!ahead) dropClaims(book, at)
  const next = ahead
    ? bookAhead(book, { ...at, sold, ahead, poolId: sold ? poolOf(sold, change) : change.poolId })
    : sold
      ? newParts(book, { at, sold, claim })
      : letGo(parts)
  const claims = new Map<BalanceKey, Change>()
  for (const part of parts) add(claims, part, { held: -outstandingUnits(part), quota: 0 })
  for (const part of next) add(claims, part, { held: outstandingUnits(part), quota: 0 })
  for (const { sold: of, units } of quotas.values()) changeQuota(book, { sold: of, units, claims })
  for (const { poolId, skuId, ...units } of claims.values()) {
    const postings = moveClaims(book.balance(poolId, skuId), units)
    const why = { reason: `order_${line.state}`, document: `order:${change.reference}/${line.lineId}` }
    if (postings.length > 0) book.post({ poolId, skuId }, postings, { ...why, happenedAtMs: scene.nowMs, actor: scene.actor })
  }
  for (const part of parts) nameAt(book, part, -outstandingUnits(part))
  for (const part of next) nameAt(book, part, outstandingUnits(part))
  const mapped = { listingId: sold?.listing.id ?? null, recipeVersionId: sold?.version.id ?? null }
  return { line: { ...line, ...mapped, charged: claim.charged }, parts: next }
}

interface Claimed {
  readonly at: LineScene
  readonly sold: Sold
  readonly claim: LineClaim
}

/** How a listing's quota changes, in units of the listing. */
function quotaChange(book: Book, { at, sold, claim, moved }: Claimed & { readonly moved: boolean }): number {
  const { before, change } = at
  const charged = moved ? 0 : (before?.charged ?? 0)
  const units = charged - claim.charged
  const wasUnpaid = !moved && before?.state === 'created' && change.known && !isTaken(change.known, before)
  // Units of an unpaid order were held from what is free: a quota that is used up must not give them once more.
  if (wasUnpaid && units < 0) return -Math.min(-units, Math.max(0, book.quotas.get(sold.listing.id) ?? 0))
  return units
}

function newParts(book: Book, { at, sold, claim }: Claimed): readonly HoldLine[] {
  const { change, line, parts, isPicking } = at
  // What may be being picked is let go when the warehouse says so.
  if (claim.wanted === 0) return isPicking ? parts : letGo(parts)
  const poolId = poolOf(sold, change)
  const held = Math.min(...sold.version.components.map(({ skuId }) => setsOf(parts, skuId)))
  const free = sold.version.components.map(({ skuId, units }) => ({ balance: book.balance(poolId, skuId), perSet: units }))
  const sets = claim.firm ? claim.wanted : Math.min(claim.wanted, held + freeSets(free, claim.wanted))
  if (sets === 0) return letGo(parts)
  return lessShipped(book, keepSets(parts, { line: line.line, poolId, version: sold.version, sets }), change.reference)
}

function setsOf(parts: readonly HoldLine[], skuId: SkuId): number {
  const part = parts.find((one) => one.skuId === skuId)
  return part && part.released === 0 ? (part.sets ?? 0) : 0
}

/** The pool a line's units come from: its listing's, once that has a quota. */
export function poolOf({ listing }: Sold, { poolId }: Pick<OrderChange, 'poolId'>): PoolId {
  return listing.quotaPoolId ?? poolId
}

type Change = ClaimChange & { readonly poolId: PoolId; readonly skuId: SkuId }

function add(claims: Map<BalanceKey, Change>, { poolId, skuId }: Pick<Change, 'poolId' | 'skuId'>, more: ClaimChange): void {
  const key = balanceKey(poolId, skuId)
  const { held = 0, quota = 0 } = claims.get(key) ?? {}
  claims.set(key, { poolId, skuId, held: held + more.held, quota: quota + more.quota })
}

/** A quota falls and rises by sets, each as large as the widest version the listing is open for. */
function changeQuota(book: Book, { sold, units, claims }: { sold: Sold; units: number; claims: Map<BalanceKey, Change> }): void {
  const { id, quotaPoolId, widest } = sold.listing
  // A shop that has not joined keeps no quota: what it sells comes out of the pool.
  if (quotaPoolId === null || units === 0) return
  book.quotas.set(id, (book.quotas.get(id) ?? 0) + units)
  for (const part of widest) add(claims, { poolId: quotaPoolId, skuId: part.skuId }, { held: 0, quota: units * part.units })
}
