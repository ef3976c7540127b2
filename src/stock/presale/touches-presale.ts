import type { Names } from '../engine/names.ts'
import type { Touches } from '../engine/operation.ts'
import { namedStocks } from '../named-stocks.ts'

/** Goods that are sold ahead, and every balance of the holds that may gain or lose some of them. */
export function touchesPresale(names: Names): readonly Touches[] {
  const { pairs, next } = names.presale
  if (pairs.length === 0) return []
  const holds = next.flatMap(({ reference }) => names.holdByReference(reference) ?? [])
  const lines = holds.flatMap((hold) => hold.lines)
  return [
    {
      balances: [...pairs.map(({ poolId, skuId }) => ({ poolId, skuId })), ...lines],
      stocks: namedStocks(lines),
      figures: [...new Set(next.map(({ reference }) => reference))],
      creates: true,
    },
  ]
}
