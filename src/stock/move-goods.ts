import type { Condition, CountId, LocationId, PoolId, SkuId } from '../domain/ids.ts'
import { stockKey } from '../domain/ids.ts'
import { giveBack, takeByFact } from '../domain/flows.ts'
import { countThatSaw, withStock, type CountMark } from '../domain/location-stock.ts'
import type { Book } from './engine/book.ts'
import type { LocationName } from './engine/names.ts'

/** Goods that came to a location (units above zero) or left it. */
export interface GoodsMove {
  readonly location: LocationName
  readonly skuId: SkuId
  readonly condition: Condition
  readonly units: number
  readonly reason: string
  readonly document: string
  readonly actor: string
  /** Null: it happens now. What is told of the past may already have been seen by a count. */
  readonly happenedAtMs: number | null
  readonly nowMs: number
}

/** How the pool pays for goods that leave or what it does with goods that come; without it, by the rule for facts. */
export type PoolSide = (at: { readonly poolId: PoolId; readonly skuId: SkuId }, happenedAtMs: number) => void

/**
 * Books goods at a location and in its pool. If a count taken later is already booked, it saw this movement, so a
 * counter-line against that count keeps the level it found: a count can neither erase nor double a movement.
 */
export function moveGoods(book: Book, move: GoodsMove, poolSide?: PoolSide): void {
  const marks = book.marks.get(stockKey(move.location.id, move.skuId, move.condition)) ?? []
  const happenedAtMs = move.happenedAtMs === null ? liveInstant(book, move) : Math.min(move.happenedAtMs, move.nowMs)
  writeMove(book, move, { happenedAtMs, countId: null, poolSide })
  const seenBy = move.happenedAtMs === null ? undefined : countThatSaw(marks, happenedAtMs)
  if (seenBy) counterAgainst(book, move, seenBy)
}

/** What happens now happens after every booked count, also when another gateway's clock ran a little ahead. */
export function liveInstant(book: Book, { location, skuId, condition, nowMs }: LivePlace): number {
  const marks = book.marks.get(stockKey(location.id, skuId, condition)) ?? []
  return marks.reduce((latestMs, { countedAtMs }) => Math.max(latestMs, countedAtMs + 1), nowMs)
}

type LivePlace = Pick<GoodsMove, 'location' | 'skuId' | 'condition' | 'nowMs'>

/** Takes a movement back out of the level a later count fixed. */
export function counterAgainst(book: Book, move: GoodsMove, count: CountMark): void {
  const counter = { ...move, units: -move.units, reason: 'counted_already' }
  writeMove(book, counter, { happenedAtMs: count.countedAtMs, countId: count.id })
}

interface MoveAs {
  readonly happenedAtMs: number
  readonly countId: CountId | null
  readonly poolSide?: PoolSide | undefined
}

export function writeMove(book: Book, move: GoodsMove, { happenedAtMs, countId, poolSide }: MoveAs): void {
  const { location, skuId, condition, units, reason, document, actor } = move
  book.saveStock(withStock(book.stock(location.id, skuId, condition), { units }))
  book.moves.push({ locationId: location.id, skuId, condition, units, reason, document, actor, countId, happenedAtMs })
  if (condition !== 'sellable' || location.poolId === null) return
  const at = { poolId: location.poolId, skuId }
  if (poolSide) poolSide(at, happenedAtMs)
  else postByFact(book, at, move, happenedAtMs)
}

function postByFact(book: Book, at: { poolId: PoolId; skuId: SkuId }, move: GoodsMove, happenedAtMs: number): void {
  const { units, reason, document, actor } = move
  const balance = book.balance(at.poolId, at.skuId)
  const postings = units > 0 ? giveBack(balance, units, 'outside') : takeByFact(balance, -units, 'outside')
  book.post(at, postings, { reason, document, happenedAtMs, actor })
}

/** The rows a movement at this location changes. `sinceMs` is the earliest instant it is booked at; null: now. */
export function touchesGoods(
  location: LocationName | undefined,
  at: { readonly skuId: SkuId | undefined; readonly condition: Condition; readonly sinceMs: number | null },
): {
  balances: { poolId: PoolId; skuId: SkuId }[]
  stocks: { locationId: LocationId; skuId: SkuId; condition: Condition; sinceMs: number | null }[]
} {
  const { skuId, condition, sinceMs } = at
  if (!location || skuId === undefined) return { balances: [], stocks: [] }
  return {
    balances: location.poolId === null ? [] : [{ poolId: location.poolId, skuId }],
    stocks: [{ locationId: location.id, skuId, condition, sinceMs }],
  }
}
