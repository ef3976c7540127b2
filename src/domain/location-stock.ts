import type { Condition, CountId, LocationId, SkuId } from './ids.ts'

/** Units of one SKU in one condition at one location. `units` may be below zero until a missing document comes. */
export interface LocationStock {
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly units: number
  /** Units of holds that name this location. */
  readonly named: number
  /** The part of `named` that facts took away: such holds need another location. */
  readonly namedShort: number
}

export function emptyStock(locationId: LocationId, skuId: SkuId, condition: Condition): LocationStock {
  return { locationId, skuId, condition, units: 0, named: 0, namedShort: 0 }
}

/** Units that a new hold may still name here. */
export function unnamedUnits(stock: LocationStock): number {
  return Math.max(0, stock.units - stock.named)
}

export function withStock(stock: LocationStock, change: { readonly units?: number; readonly named?: number }): LocationStock {
  const units = stock.units + (change.units ?? 0)
  const named = stock.named + (change.named ?? 0)
  return { ...stock, units, named, namedShort: Math.max(0, named - Math.max(0, units)) }
}

/** A booked count as the later bookings need it. Counts of one place are ordered by time, then by document. */
export interface CountMark {
  readonly id: CountId
  readonly countedAtMs: number
  readonly document: string
}

export function comesBefore(a: Omit<CountMark, 'id'>, b: Omit<CountMark, 'id'>): boolean {
  return a.countedAtMs < b.countedAtMs || (a.countedAtMs === b.countedAtMs && a.document < b.document)
}

/** The count that already saw what happened at this instant: the first one taken then or later. */
export function countThatSaw(marks: readonly CountMark[], happenedAtMs: number): CountMark | undefined {
  return earliest(marks.filter((mark) => mark.countedAtMs >= happenedAtMs))
}

/** The next count after a given one, which fixed the level again. */
export function countAfter(marks: readonly CountMark[], count: Omit<CountMark, 'id'>): CountMark | undefined {
  return earliest(marks.filter((mark) => comesBefore(count, mark)))
}

function earliest(marks: readonly CountMark[]): CountMark | undefined {
  return marks.reduce<CountMark | undefined>((first, mark) => (first && comesBefore(first, mark) ? first : mark), undefined)
}
