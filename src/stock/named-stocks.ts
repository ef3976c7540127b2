import type { HoldLine } from '../domain/hold.ts'
import type { PlaceAt } from './engine/operation.ts'

/** The rows that lines naming a location claim units of. */
export function namedStocks(lines: readonly Pick<HoldLine, 'skuId' | 'locationId'>[]): readonly PlaceAt[] {
  return lines.flatMap(({ skuId, locationId }) =>
    locationId === null ? [] : [{ locationId, skuId, condition: 'sellable' as const }],
  )
}
