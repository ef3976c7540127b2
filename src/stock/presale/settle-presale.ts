import { giveBack, takeByFact } from '../../domain/flows.ts'
import { outstandingUnits, type HoldLine } from '../../domain/hold.ts'
import { balanceKey } from '../../domain/ids.ts'
import { allot, compareClaims, servedTarget, type PresaleClaim, type PresaleState } from '../../domain/presale.ts'
import type { Book } from '../engine/book.ts'
import type { Scene } from '../engine/operation.ts'
import { lessShipped } from '../less-shipped.ts'
import { holdOfOrder, holdWith, newOrderHold } from '../order-hold.ts'
import { nameAt } from '../take-units.ts'
import { changeClaim } from './change-claim.ts'
import { tellPresale } from './tell-presale.ts'

/**
 * Brings everything that is sold ahead to where it should be after a change: goods that have come in go to the earliest
 * promises before anything of them is free, receipts cover orders first, and what nothing covers is told.
 */
export function settlePresale(book: Book, scene: Scene, document: string): void {
  for (const { poolId, skuId } of scene.names.presale.pairs) {
    const key = balanceKey(poolId, skuId)
    const before = book.presale.get(key)
    if (!before) continue
    serve(book, before, { scene, document })
    const served = book.presale.get(key) ?? before
    const after = allot(served)
    if (JSON.stringify(after) === JSON.stringify(before)) continue
    book.presale.set(key, after)
    tellPresale(book, { before, after, document }, scene)
  }
}

function serve(book: Book, state: PresaleState, at: { readonly scene: Scene; readonly document: string }): void {
  let units = servedTarget(state) - state.totals.served
  if (units === 0) return
  const sign = Math.sign(units)
  const here = [...book.claims.all().values()].filter(({ poolId, skuId }) => poolId === state.poolId && skuId === state.skuId)
  const inOrder = here.toSorted(compareClaims)
  for (const claim of sign > 0 ? inOrder : inOrder.toReversed()) {
    const able = sign > 0 ? claim.units - claim.served : claim.hasLeft ? 0 : claim.served
    const moved = Math.min(Math.abs(units), able)
    if (moved === 0) continue
    move(book, claim, { ...at, units: sign * moved })
    units -= sign * moved
    if (units === 0) return
  }
}

interface Move {
  readonly units: number
  readonly scene: Scene
  readonly document: string
}

/** Gives units that have come in to an order's hold, or (below zero) takes them back from it. */
function move(book: Book, claim: PresaleClaim, { units, scene, document }: Move): void {
  const { reference, poolId, skuId } = claim
  const served = claim.served + units
  const hold = holdOfOrder(book, reference) ?? newOrderHold(claim, scene)
  const isIt = (part: HoldLine): boolean => part.line === claim.line && part.skuId === skuId && part.poolId === poolId
  const part = hold.lines.find(isIt)
  const [next] = lessShipped(book, [withUnits(part ?? partOf(claim), served)], reference)
  if (!next) return
  const change = outstandingUnits(next) - (part ? outstandingUnits(part) : 0)
  const balance = book.balance(poolId, skuId)
  const postings = change > 0 ? takeByFact(balance, change, 'held') : giveBack(balance, -change, 'held')
  const why = { reason: units > 0 ? 'presale_arrived' : 'presale_let_go', document: `order:${reference}` }
  if (change !== 0) book.post({ poolId, skuId }, postings, { ...why, happenedAtMs: scene.nowMs, actor: scene.actor })
  if (part) nameAt(book, part, -outstandingUnits(part))
  nameAt(book, next, outstandingUnits(next))
  book.saveHold(holdWith(hold, [...hold.lines.filter((one) => !isIt(one)), next], scene.nowMs))
  changeClaim(
    book,
    { ...claim, served },
    { document, actor: scene.actor, note: units > 0 ? 'goods came in' : 'fewer goods came in' },
  )
}

/** A line of a hold always has had units: one that keeps none any more has let them go. */
function withUnits(part: HoldLine, units: number): HoldLine {
  if (units > 0) return { ...part, units, released: 0 }
  return { ...part, released: Math.max(0, part.units - part.shipped) }
}

function partOf({ line, poolId, skuId, recipeVersionId, sets }: PresaleClaim): HoldLine {
  return { line, poolId, skuId, locationId: null, recipeVersionId, sets, units: 0, shipped: 0, released: 0 }
}
