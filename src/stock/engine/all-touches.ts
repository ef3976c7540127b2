import { balanceKey, stockKey, type StockKey } from '../../domain/ids.ts'
import type { PlaceAt, Touches } from './operation.ts'

export type AllTouches = { readonly [Key in Exclude<keyof Touches, 'creates'>]-?: NonNullable<Touches[Key]> }

export function mergeTouches(all: readonly Touches[]): AllTouches {
  const balances = all.flatMap((touches) => touches.balances)
  const stocks = all.flatMap((touches) => touches.stocks ?? [])
  return {
    balances: [...new Map(balances.map((at) => [balanceKey(at.poolId, at.skuId), at])).values()],
    stocks: [...Map.groupBy(stocks, placeKey).values()].flatMap(earliest),
    countsAt: all.flatMap((touches) => touches.countsAt ?? []),
    countLines: [...new Set(all.flatMap((touches) => touches.countLines ?? []))],
    figures: [...new Set(all.flatMap((touches) => touches.figures ?? []))],
  }
}

export function placeKey({ locationId, skuId, condition }: PlaceAt): StockKey {
  return stockKey(locationId, skuId, condition)
}

/** One entry a place, with the earliest instant anyone needs its counts from. */
function earliest(places: readonly PlaceAt[]): readonly PlaceAt[] {
  const [first] = places
  if (!first) return []
  const told = places.flatMap(({ sinceMs }) => sinceMs ?? [])
  const live = places.some(({ sinceMs }) => sinceMs === null)
  if (told.length === 0 && !live) return [first]
  return [{ ...first, sinceMs: told.length === 0 ? null : Math.min(...told) }]
}
