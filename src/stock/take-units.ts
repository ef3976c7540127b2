import { freeUnits } from '../domain/balance.ts'
import { giveBack, takeByCommand } from '../domain/flows.ts'
import { outstandingUnits, type HoldLine } from '../domain/hold.ts'
import { balanceKey, stockKey } from '../domain/ids.ts'
import { unnamedUnits, withStock } from '../domain/location-stock.ts'
import { assert } from '../domain/assert.ts'
import type { Book } from './engine/book.ts'
import type { Names } from './engine/names.ts'
import type { Scene } from './engine/operation.ts'
import type { Shortage } from './refusal.ts'

/** Some of a line's units. */
export interface Part {
  readonly line: HoldLine
  readonly units: number
}

/** What is missing to hold all of these lines together; lines that share a SKU count together. */
export function shortagesOf(book: Book, lines: readonly HoldLine[], names: Names): readonly Shortage[] {
  return [...shortInPools(book, lines, names), ...shortAtLocations(book, lines, names)]
}

function shortInPools(book: Book, lines: readonly HoldLine[], names: Names): readonly Shortage[] {
  return [...Map.groupBy(lines, ({ poolId, skuId }) => balanceKey(poolId, skuId)).values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const wantedUnits = sum(group.map((line) => ({ units: outstandingUnits(line) })))
    const availableUnits = freeUnits(book.balance(first.poolId, first.skuId))
    return wantedUnits > availableUnits ? [{ ...codes(first, names), location: null, wantedUnits, availableUnits }] : []
  })
}

function shortAtLocations(book: Book, lines: readonly HoldLine[], names: Names): readonly Shortage[] {
  const named = lines.flatMap((line) =>
    line.locationId === null ? [] : [{ line, locationId: line.locationId, units: outstandingUnits(line) }],
  )
  const groups = Map.groupBy(named, ({ line, locationId }) => stockKey(locationId, line.skuId, 'sellable'))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const wantedUnits = sum(group)
    const availableUnits = unnamedUnits(book.stock(first.locationId, first.line.skuId, 'sellable'))
    const location = names.locationById(first.locationId)?.code ?? null
    return wantedUnits > availableUnits ? [{ ...codes(first.line, names), location, wantedUnits, availableUnits }] : []
  })
}

function codes({ skuId, poolId }: HoldLine, names: Names): { sku: string; pool: string } {
  return { sku: names.skuById(skuId)?.code ?? '', pool: names.poolById(poolId)?.code ?? '' }
}

function sum(items: readonly { readonly units: number }[]): number {
  return items.reduce((total, { units }) => total + units, 0)
}

/** Moves the lines' outstanding units from free to held. The caller has seen that nothing is short. */
export function takeLines(book: Book, lines: readonly HoldLine[], why: { holdId: string; reason: string; scene: Scene }): void {
  for (const line of lines) {
    const units = outstandingUnits(line)
    if (units === 0) continue
    const postings = takeByCommand(book.balance(line.poolId, line.skuId), units, 'held')
    assert(postings !== 'short', 'a hold was not checked before it was taken')
    book.post(line, postings, whyOf(line, why))
    nameAt(book, line, units)
  }
}

/** Gives held units back: they pay deficit and safety stock before they are free. */
export function giveBackParts(book: Book, parts: readonly Part[], why: { holdId: string; reason: string; scene: Scene }): void {
  for (const { line, units } of parts) {
    if (units === 0) continue
    book.post(line, giveBack(book.balance(line.poolId, line.skuId), units, 'held'), whyOf(line, why))
    nameAt(book, line, -units)
  }
}

/** Units claimed at a named location go up and down with the hold that names it. */
export function nameAt(book: Book, { locationId, skuId }: HoldLine, units: number): void {
  if (locationId === null) return
  book.saveStock(withStock(book.stock(locationId, skuId, 'sellable'), { named: units }))
}

function whyOf({ line }: HoldLine, { holdId, reason, scene }: { holdId: string; reason: string; scene: Scene }) {
  return { reason, document: `hold:${holdId}/${line}`, happenedAtMs: scene.nowMs, actor: scene.actor }
}
