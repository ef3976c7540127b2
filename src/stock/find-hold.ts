import type { Hold } from '../domain/hold.ts'
import { parseHoldId, type HoldId } from '../domain/ids.ts'
import { namedStocks } from './named-stocks.ts'
import type { Book } from './engine/book.ts'
import type { Names } from './engine/names.ts'
import type { Touches } from './engine/operation.ts'
import { refused, type Refused } from './refusal.ts'

export interface OnHold {
  readonly holdId: HoldId
}

/** The id a caller sent, or the answer for one that cannot exist. */
export function toHoldId(text: string): HoldId | Refused {
  return parseHoldId(text) ?? unknownHold(text.slice(0, 40))
}

export function unknownHold(id: string): Refused {
  return refused('UNKNOWN_HOLD', `no hold ${id}`, { field: 'holdId' })
}

export function checkHoldId(): undefined {
  return undefined
}

/** Whoever changes a hold locks all its balances. */
export function touchesHold({ holdId }: OnHold, names: Names): Touches {
  const hold = names.hold(holdId)
  return hold ? { balances: hold.lines, stocks: namedStocks(hold.lines) } : { balances: [] }
}

export function findHold(book: Book, { holdId }: OnHold): { readonly kind: 'found'; readonly hold: Hold } | Refused {
  const hold = book.holds.get(holdId)
  return hold ? { kind: 'found', hold } : unknownHold(holdId)
}
