import { freeUnits } from '../domain/balance.ts'
import { giveBack, takeByCommand } from '../domain/flows.ts'
import { outstandingUnits, type HoldLine } from '../domain/hold.ts'
import { balanceKey, stockKey, type BalanceKey, type StockKey } from '../domain/ids.ts'
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

/** Units of lines that are held already, out of what was kept for a campaign. */
export type InHand = ReadonlyMap<HoldLine, number>
const NOTHING: InHand = new Map()

/**
 * What is missing to hold all of these lines together; lines that share a SKU count together. `instead` are lines held
 * now whose units these may use.
 */
export function shortagesOf(
  book: Book,
  lines: readonly HoldLine[],
  {
    names,
    instead = [],
    inHand = NOTHING,
  }: { readonly names: Names; readonly instead?: readonly HoldLine[]; readonly inHand?: InHand },
): readonly Shortage[] {
  return [...shortInPools(book, { lines, instead, names, inHand }), ...shortAtLocations(book, { lines, instead, names, inHand })]
}

interface Wanted {
  readonly lines: readonly HoldLine[]
  readonly instead: readonly HoldLine[]
  readonly names: Names
  readonly inHand: InHand
}

function shortInPools(book: Book, { lines, instead, names, inHand }: Wanted): readonly Shortage[] {
  const own = Map.groupBy(instead, inPool)
  return [...Map.groupBy(lines, inPool)].flatMap(([key, group]) => {
    const [first] = group
    if (!first) return []
    const wantedUnits = claimed(group)
    const kept = group.reduce((units, line) => units + (inHand.get(line) ?? 0), 0)
    const availableUnits = freeUnits(book.balance(first.poolId, first.skuId)) + claimed(own.get(key) ?? []) + kept
    return wantedUnits > availableUnits ? [{ ...codes(first, names), location: null, wantedUnits, availableUnits }] : []
  })
}

function shortAtLocations(book: Book, { lines, instead, names }: Wanted): readonly Shortage[] {
  const own = Map.groupBy(instead, atLocation)
  return [...Map.groupBy(lines, atLocation)].flatMap(([key, group]) => {
    const [first] = group
    if (key === null || !first || first.locationId === null) return []
    const wantedUnits = claimed(group)
    const stock = book.stock(first.locationId, first.skuId, 'sellable')
    const availableUnits = unnamedUnits(withStock(stock, { named: -claimed(own.get(key) ?? []) }))
    const location = names.locationById(first.locationId)?.code ?? null
    return wantedUnits > availableUnits ? [{ ...codes(first, names), location, wantedUnits, availableUnits }] : []
  })
}

function inPool({ poolId, skuId }: HoldLine): BalanceKey {
  return balanceKey(poolId, skuId)
}

function atLocation({ locationId, skuId }: HoldLine): StockKey | null {
  return locationId === null ? null : stockKey(locationId, skuId, 'sellable')
}

/** Units these lines claim together. */
function claimed(lines: readonly HoldLine[]): number {
  return lines.reduce((total, line) => total + outstandingUnits(line), 0)
}

function codes({ skuId, poolId }: HoldLine, names: Names): { sku: string; pool: string } {
  return { sku: names.skuById(skuId)?.code ?? '', pool: names.poolById(poolId)?.code ?? '' }
}

/** Moves the lines' outstanding units from free to held, but those in hand. The caller has seen that nothing is short. */
export function takeLines(book: Book, lines: readonly HoldLine[], why: WhyHeld, inHand = NOTHING): void {
  for (const line of lines) {
    const units = outstandingUnits(line)
    const more = units - (inHand.get(line) ?? 0)
    if (more > 0) {
      const postings = takeByCommand(book.balance(line.poolId, line.skuId), more, 'held')
      assert(postings !== 'short', 'a hold was not checked before it was taken')
      book.post(line, postings, whyOf(line, why))
    }
    nameAt(book, line, units)
  }
}

/** Moves units that are kept for a campaign to the holds of its sales. */
export function takeKept(book: Book, inHand: InHand, why: WhyHeld): void {
  for (const [line, units] of inHand) {
    if (units > 0) book.post(line, [{ from: 'lock', to: 'held', units }], whyOf(line, why))
  }
}

interface WhyHeld {
  readonly holdId: string
  readonly reason: string
  readonly scene: Scene
}

/** Gives held units back: they pay deficit and safety stock before they are free. */
export function giveBackParts(book: Book, parts: readonly Part[], why: WhyHeld): void {
  for (const { line, units } of parts) {
    if (units === 0) continue
    book.post(line, giveBack(book.balance(line.poolId, line.skuId), units, 'held'), whyOf(line, why))
    nameAt(book, line, -units)
  }
}

/**
 * Holds `lines` instead of `instead`. Only the difference moves: what stays with the hold cannot be lost to a deficit or
 * to safety stock on the way. The caller has seen that nothing is short.
 */
export function swapLines(
  book: Book,
  { lines, instead }: { readonly lines: readonly HoldLine[]; readonly instead: readonly HoldLine[] },
  why: WhyHeld,
): void {
  const [now, before] = [Map.groupBy(lines, inPool), Map.groupBy(instead, inPool)]
  for (const [key, group] of Map.groupBy([...lines, ...instead], inPool)) {
    const [first] = group
    const units = claimed(now.get(key) ?? []) - claimed(before.get(key) ?? [])
    if (!first || units === 0) continue
    const balance = book.balance(first.poolId, first.skuId)
    const postings = units > 0 ? takeByCommand(balance, units, 'held') : giveBack(balance, -units, 'held')
    assert(postings !== 'short', 'a hold was not checked before it was replaced')
    book.post(first, postings, whyOf(first, why))
  }
  for (const line of instead) nameAt(book, line, -outstandingUnits(line))
  for (const line of lines) nameAt(book, line, outstandingUnits(line))
}

/** Units claimed at a named location go up and down with the hold that names it. */
export function nameAt(book: Book, { locationId, skuId }: HoldLine, units: number): void {
  if (locationId === null || units === 0) return
  book.saveStock(withStock(book.stock(locationId, skuId, 'sellable'), { named: units }))
}

function whyOf({ line }: HoldLine, { holdId, reason, scene }: WhyHeld) {
  return { reason, document: `hold:${holdId}/${line}`, happenedAtMs: scene.nowMs, actor: scene.actor }
}
