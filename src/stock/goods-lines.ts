import { conditions, type Condition } from '../domain/ids.ts'
import { checkLineCount, checkText, checkUnits, firstRefusal } from './check-args.ts'
import type { Book } from './engine/book.ts'
import type { LocationName, Names, SkuName } from './engine/names.ts'
import type { Touches } from './engine/operation.ts'
import { unknownLocation } from './unknown.ts'
import { limits } from './limits.ts'
import { touchesGoods } from './move-goods.ts'
import { refused, type Refused } from './refusal.ts'

/** Goods by SKU and condition. */
export interface GoodsLine {
  readonly sku: string
  readonly condition: Condition
  readonly units: number
  /** The expected receipt it is part of, by its id; without it, the earliest one that is open. */
  readonly expectedReceipt?: string | null
}

/** A fact about goods has been booked. */
export interface Booked {
  readonly kind: 'booked'
  /** Units promised beyond what is there, at the pools and SKUs this was about, after it was booked. */
  readonly deficitUnits: number
}

export function checkCondition(condition: string, field: string): Refused | undefined {
  if (conditions.some((known) => known === condition)) return undefined
  return refused('INVALID', `${field} must be one of ${conditions.join(', ')}`, { field })
}

export function checkGoodsLines(lines: readonly GoodsLine[], minUnits = 1): Refused | undefined {
  const tooMany = checkLineCount(lines.length, limits.linesPerSubmission)
  if (tooMany) return tooMany
  return firstRefusal(
    ...lines.flatMap((line, n) => [
      checkText(line.sku, `lines.${n}.sku`),
      checkCondition(line.condition, `lines.${n}.condition`),
      checkUnits(line.units, `lines.${n}.units`, minUnits),
    ]),
  )
}

export function findLocation(code: string, names: Names, field = 'location'): LocationName | Refused {
  return names.location(code) ?? unknownLocation(code, field)
}

/** A location whose figures another system rules is changed by that system's documents only. */
export function findOwnLocation(code: string, names: Names, field = 'location'): LocationName | Refused {
  const location = findLocation(code, names, field)
  if ('kind' in location || location.onHandOwner === 'onepool') return location
  const message = `${location.onHandOwner} owns the stock of location ${code}: send its document instead`
  return refused('ON_HAND_OWNED_ELSEWHERE', message, { field })
}

export function findSku(code: string, names: Names, field = 'sku'): SkuName | Refused {
  return names.sku(code) ?? refused('UNKNOWN_SKU', `no SKU ${code}`, { field })
}

/** The SKUs of the lines in their order, or the first that is unknown. */
export function findSkus(lines: readonly { readonly sku: string }[], names: Names): readonly SkuName[] | Refused {
  const skus: SkuName[] = []
  for (const [n, { sku }] of lines.entries()) {
    const found = findSku(sku, names, `lines.${n}.sku`)
    if ('kind' in found) return found
    skus.push(found)
  }
  return skus
}

/** The rows that goods of these lines change at one location. */
export function touchesLines(
  lines: readonly { readonly sku: string; readonly condition: Condition }[],
  at: { readonly location: string; readonly sinceMs: number | null; readonly names: Names },
): Touches {
  const location = at.names.location(at.location)
  const all = lines.map(({ sku, condition }) =>
    touchesGoods(location, { skuId: at.names.sku(sku)?.id, condition, sinceMs: at.sinceMs }),
  )
  return { balances: all.flatMap(({ balances }) => balances), stocks: all.flatMap(({ stocks }) => stocks), creates: true }
}

/** The answer to a fact: booked, with what is now promised beyond the goods at the balances it changed. */
export function booked(book: Book): Booked {
  const deficitUnits = [...book.balances.changed.values()].reduce((sum, { deficit }) => sum + deficit, 0)
  return { kind: 'booked', deficitUnits }
}
