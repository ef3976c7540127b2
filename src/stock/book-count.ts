import { stockKey, type Condition, type SkuId } from '../domain/ids.ts'
import { comesBefore, countAfter, type CountMark } from '../domain/location-stock.ts'
import type { Book } from './engine/book.ts'
import type { StockMove } from './engine/journal.ts'
import type { LocationName } from './engine/names.ts'
import type { CountAt, Scene } from './engine/operation.ts'
import { counterAgainst, writeMove, type GoodsMove } from './move-goods.ts'

export interface Count {
  readonly location: LocationName
  readonly skuId: SkuId
  readonly condition: Condition
  readonly countedUnits: number
  readonly countedAtMs: number
  /** The count's document; counts of the same instant are ordered by it, so that arrival does not matter. */
  readonly document: string
}

/** Books the difference between what was counted and what was on record at that instant. Returns the difference. */
export function bookCount(book: Book, count: Count, scene: Scene): number {
  const { location, skuId, condition, document } = count
  const countedAtMs = Math.min(count.countedAtMs, scene.nowMs)
  const key = stockKey(location.id, skuId, condition)
  const marks = book.marks.get(key) ?? []
  const at: CountAt = { locationId: location.id, skuId, condition, countedAtMs, document }
  const { laterUnits, addedBack: known } = scene.levelOf(at)
  // What this batch has learned of orders before is not in the database yet.
  const addedBack = known + (condition === 'sellable' ? book.orderedChangesAt(location.id, skuId, countedAtMs) : 0)
  const later = laterUnits + laterInBook(book, at)
  const difference = count.countedUnits + addedBack - (book.stock(location.id, skuId, condition).units - later)

  const mark: CountMark = { id: scene.newCountId(), countedAtMs, document }
  writeLines(book, { count, units: difference, mark, marks, scene })
  book.marks.set(key, [...marks, mark])
  const { countedUnits } = count
  book.counts.set(mark.id, {
    id: mark.id,
    locationId: location.id,
    skuId,
    condition,
    countedUnits,
    addedBack,
    countedAtMs,
    document,
    voided: false,
  })
  return difference
}

/** Takes a count back, as if it had never been booked: what it changed is undone where no later count fixed the level. */
export function voidCount(book: Book, count: Count, scene: Scene): void {
  const key = stockKey(count.location.id, count.skuId, count.condition)
  const marks = book.marks.get(key) ?? []
  const mark = marks.find(({ document }) => document === count.document)
  if (!mark) return
  const units = -scene.unitsOfCount(mark.id) - linesInBook(book, mark)
  writeLines(book, { count, units, mark, marks, scene })
  book.marks.set(
    key,
    marks.filter(({ id }) => id !== mark.id),
  )
  const stored = book.counts.get(mark.id)
  if (stored) book.counts.set(mark.id, { ...stored, voided: true })
}

/** Changes what a booked count found, at its instant; a later count keeps the level it found. */
export function amendCount(
  book: Book,
  { mark, units, ...count }: CountPlace & { mark: CountMark; units: number },
  scene: Scene,
): void {
  const marks = book.marks.get(stockKey(count.location.id, count.skuId, count.condition)) ?? []
  writeLines(book, { count, units, mark, marks, scene })
}

type CountPlace = Omit<Count, 'countedUnits' | 'countedAtMs'>

interface Lines {
  readonly count: CountPlace
  readonly units: number
  readonly mark: CountMark
  readonly marks: readonly CountMark[]
  readonly scene: Scene
}

function writeLines(book: Book, { count, units, mark, marks, scene }: Lines): void {
  if (units === 0) return
  const { location, skuId, condition, document } = count
  const move: GoodsMove = {
    location,
    skuId,
    condition,
    units,
    document,
    reason: 'count',
    actor: scene.actor,
    happenedAtMs: mark.countedAtMs,
    nowMs: scene.nowMs,
  }
  writeMove(book, move, { happenedAtMs: mark.countedAtMs, countId: mark.id })
  const next = countAfter(marks, mark)
  if (next) counterAgainst(book, move, next)
}

/** Units that this batch has moved after the count's instant; those in the database are known already. */
function laterInBook(book: Book, at: CountAt): number {
  return book
    .movesAt(at.locationId, at.skuId, at.condition)
    .reduce((sum, move) => (isLater(book, move, at) ? sum + move.units : sum), 0)
}

function isLater(book: Book, move: StockMove, at: CountAt): boolean {
  if (move.happenedAtMs !== at.countedAtMs) return move.happenedAtMs > at.countedAtMs
  // Lines of a count that was taken back stay where they were, and so do those that undo them.
  const count = move.countId === null ? undefined : book.counts.get(move.countId)
  return count !== undefined && comesBefore(at, count)
}

function linesInBook(book: Book, mark: CountMark): number {
  return book.movesOfCount(mark.id).reduce((sum, { units }) => sum + units, 0)
}
