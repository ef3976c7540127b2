import type { KnownLine, KnownOrder } from '../domain/channel-order.ts'
import type { HoldLine } from '../domain/hold.ts'
import type { SkuId } from '../domain/ids.ts'
import { claimOf, isTaken, leftUnits } from '../domain/line-claim.ts'
import type { PresaleClaim } from '../domain/presale.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { lessShipped } from '../stock/less-shipped.ts'
import { changeClaim } from '../stock/presale/change-claim.ts'
import { claimKey } from '../stock/presale/presale-key.ts'
import { letGo } from './hold-lines.ts'
import { bookedAs, type LineChange, type Sold } from './map-line.ts'

/** What a line asks of goods that are still to come. */
export interface AheadClaim {
  readonly sets: number
  /** It has left, whatever had come in: its goods are gone from the pool. */
  readonly hasLeft: boolean
}

/** Null for a line that sells goods on hand. Like every claim it is told by where the line stands, not by the way it came there. */
export function aheadOf(
  order: KnownOrder,
  line: KnownLine,
  { sinceMs, soldAhead }: { readonly sinceMs: number; readonly soldAhead: boolean },
): AheadClaim | null {
  const { presale } = order
  if (presale === null && !soldAhead) return null
  const { wanted } = claimOf(order, line, sinceMs)
  const hasLeft = wanted > 0 && leftUnits(line) > 0
  if (hasLeft) return { sets: wanted, hasLeft }
  const isPaid = presale?.step === 'deposit paid' || presale?.step === 'all paid' || isTaken(order, line)
  // A deposit that was forfeited gives its units back to those who still wait for them.
  return { sets: isPaid && presale?.step !== 'forfeited' ? wanted : 0, hasLeft }
}

/**
 * Whether a line counts on goods to come although its platform does not say so, because an operator said it of its listing. What was
 * booked of it before stays what it was, whatever is said of the listing now.
 */
export function isMarkedAhead(book: Book, { order }: Pick<OrderNow, 'order'>, at: LineChange, sold: Sold | null): boolean {
  const { before, line } = at
  const isBooked = before !== undefined && before.recipeVersionId !== null && before.state !== 'created'
  if (!isBooked) return sold !== null && sold.listing.aheadRoom !== null
  return (sold?.version.components ?? []).some(({ skuId }) => book.claims.get(keyOf(order, line, skuId)) !== undefined)
}

/** The order a line belongs to, as told now. */
interface OrderNow {
  readonly order: KnownOrder
  readonly reference: string
  readonly sinceMs: number
}

interface AheadLine extends LineChange {
  readonly change: OrderNow
  readonly parts: readonly HoldLine[]
  readonly isPicking: boolean
  readonly scene: Scene
  readonly sold: Sold | null
  readonly ahead: AheadClaim
  readonly poolId: HoldLine['poolId']
}

/** The lines of the hold that keep what has come in for a line sold ahead; what it still waits for is in no balance. */
export function bookAhead(book: Book, at: AheadLine): readonly HoldLine[] {
  const { change, line, parts, isPicking, scene, sold, ahead } = at
  const claims = sold
    ? sold.version.components.map(({ skuId, units }) => claimed(book, { ...at, sold, skuId, perSet: units }))
    : []
  const others = parts.filter((part) => !claims.some((claim) => claim.skuId === part.skuId && claim.poolId === part.poolId))
  const kept = claims.flatMap((claim) => {
    const part = parts.find(({ skuId, poolId }) => skuId === claim.skuId && poolId === claim.poolId)
    if (claim.served === 0) return part ? letGo([part]) : []
    const fresh: HoldLine = part ?? {
      line: line.line,
      poolId: claim.poolId,
      skuId: claim.skuId,
      locationId: null,
      recipeVersionId: claim.recipeVersionId,
      sets: claim.sets,
      units: 0,
      shipped: 0,
      released: 0,
    }
    return [{ ...fresh, units: claim.served, released: 0 }]
  })
  dropClaims(book, at, new Set(claims.map(({ skuId }) => skuId)))
  for (const claim of claims) keep(book, claim, { ...change, scene })
  // What may be being picked is let go when the warehouse says so.
  if (ahead.sets === 0 && isPicking) return parts
  return lessShipped(book, [...kept, ...letGo(others)], change.reference)
}

/** Takes back what a line claimed of goods to come: all of it, or of goods it does not sell any more. */
export function dropClaims(
  book: Book,
  at: Pick<AheadLine, 'change' | 'before' | 'line' | 'scene'>,
  kept: ReadonlySet<SkuId> = new Set(),
): void {
  const { change, before, line, scene } = at
  const earlier = before ? bookedAs(before, scene.names) : null
  for (const { skuId } of earlier?.version.components ?? []) {
    const claim = book.claims.get(keyOf(change.order, line, skuId))
    if (!claim || kept.has(skuId) || claim.units === 0) continue
    keep(book, { ...claim, units: 0, served: 0, hasLeft: false }, { ...change, scene })
  }
}

function keyOf({ channelId, orderId }: KnownOrder, { line }: KnownLine, skuId: SkuId): string {
  return claimKey({ channelId, orderId, line, skuId })
}

function claimed(
  book: Book,
  {
    change,
    line,
    ahead,
    sold,
    poolId,
    skuId,
    perSet,
  }: AheadLine & { readonly sold: Sold; readonly skuId: SkuId; readonly perSet: number },
): PresaleClaim {
  const { order, reference } = change
  const before = book.claims.get(keyOf(order, line, skuId))
  const units = ahead.sets * perSet
  return {
    channelId: order.channelId,
    orderId: order.orderId,
    line: line.line,
    skuId,
    poolId: before?.poolId ?? poolId,
    listingId: sold.listing.id,
    recipeVersionId: sold.version.id,
    reference,
    sets: line.units,
    units,
    served: ahead.hasLeft ? units : Math.min(before?.served ?? 0, units),
    hasLeft: ahead.hasLeft,
    promisedAtMs: order.presale?.promisedAtMs ?? null,
    orderedAtMs: order.createdAtMs,
  }
}

function keep(book: Book, claim: PresaleClaim, { order, reference, scene }: OrderNow & { readonly scene: Scene }): void {
  const before = book.claims.get(claimKey(claim))
  if (before ? JSON.stringify(before) === JSON.stringify(claim) : claim.units === 0) return
  const step = order.presale?.step ?? 'no presale any more'
  changeClaim(book, claim, { document: `order:${reference}`, actor: scene.actor, note: `${order.state}, ${step}` })
}
